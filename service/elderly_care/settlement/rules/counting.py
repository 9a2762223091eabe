"""What is owed for a visit, and who pays it: pure, so that counting again from the same facts ends with the same lines.

A price is what the contract asked on the day, or the policy's part of it for a visit that was not served. What is
deducted comes off first; the rest (`gross`) is split: the plan's payer says whose schemes pay, and they pay what was
granted for the day. An elder's visits draw on their month in the order of time; whoever counts hands them over in that
order. Minutes are drawn in the proportion in which the price is paid, rounded up.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from service.elderly_care.catalogue.rules import Payer
from service.elderly_care.settlement.rules.deducting import Deduction, Policies, deductions, total
from service.elderly_care.settlement.rules.words import DeductionReason, LineProof
from service.elderly_care.subsidies.rules import WHOLE, Basis, Purse, Terms, shared, split_granted


@dataclass(frozen=True, slots=True, kw_only=True)
class Payable:
    """A visit that is paid, as the facts say today; `minutes_served` is None where nobody counts them."""

    day: date
    payer: Payer
    minutes: int
    proof: LineProof
    minutes_served: int | None = None
    paid_per_mille: int = WHOLE
    reasons: Collection[DeductionReason] = ()


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed for a visit: its price, what is deducted and why, and for how many minutes it counts."""

    price_fen: int
    deductions: Sequence[Deduction]
    minutes: int

    @property
    def deducted_fen(self) -> int:
        return total(self.deductions)

    @property
    def gross_fen(self) -> int:
        return self.price_fen - self.deducted_fen


@dataclass(frozen=True, slots=True)
class Amounts:
    """The figures of a line, in fen; what no level of government has agreed to bear of a subsidy is `unshared`.

    Price is gross and deducted; gross is subsidy, insurance and self-pay; the subsidy is what the levels bear of it.
    """

    price_fen: int = 0
    deducted_fen: int = 0
    gross_fen: int = 0
    subsidy_fen: int = 0
    insurance_fen: int = 0
    self_pay_fen: int = 0
    central_fen: int = 0
    city_fen: int = 0
    district_fen: int = 0
    town_fen: int = 0
    unshared_fen: int = 0

    def reversed(self) -> "Amounts":
        """What takes it back."""
        return Amounts(*(-getattr(self, name) for name in AMOUNTS))


AMOUNTS = tuple(field.name for field in fields(Amounts))


@dataclass(frozen=True, slots=True)
class Part:
    """What one entitlement pays of a line, and how many of its minutes that takes."""

    entitlement_id: UUID
    fen: int
    minutes: int


@dataclass(slots=True)
class SchemeMonth:
    """What a scheme's cap still leaves an elder in a month; several entitlements of one scheme share it."""

    terms: Terms
    shares: tuple[int, int, int, int]
    left_fen: int | None


@dataclass(slots=True)
class MonthPurse:
    """What one entitlement still gives in a month, for services of which days; it empties as lines are counted."""

    entitlement_id: UUID
    scheme: SchemeMonth
    counts_minutes: bool
    left: int
    first_day: date
    last_day: date
    barred: Sequence[tuple[date, date]] = ()

    def is_open_on(self, day: date) -> bool:
        """Whether it pays for services of this day."""
        if not self.first_day <= day <= self.last_day:
            return False
        return not any(first <= day <= last for first, last in self.barred)

    def purse(self) -> Purse:
        """What it has left, as the split asks for it."""
        if self.counts_minutes:
            return Purse(self.scheme.terms, self.scheme.left_fen, self.left)
        caps = [each for each in (self.left, self.scheme.left_fen) if each is not None]
        return Purse(self.scheme.terms, min(caps))

    def draw(self, fen: int, minutes: int) -> None:
        """Note what a line has drawn."""
        self.left -= minutes if self.counts_minutes else fen
        if self.scheme.left_fen is not None:
            self.scheme.left_fen -= fen


def owed(visit: Payable, price_fen: int, policies: Policies) -> Owed:
    """What is owed for a visit at the price of its day."""
    asked = price_fen * visit.paid_per_mille // WHOLE
    taken = deductions(
        asked,
        visit.day,
        policies,
        reasons=visit.reasons,
        minutes=visit.minutes,
        minutes_served=visit.minutes_served,
    )
    gross = asked - total(taken)
    minutes = -(-visit.minutes * gross // price_fen) if price_fen else visit.minutes
    return Owed(asked, taken, minutes)


def pays_for(terms: Terms, payer: Payer) -> bool:
    """Whether a scheme pays for visits of a plan with this payer.

    Insurance and subsidies of the whole price pay for the plans that are theirs; the subsidy also of what the insurance
    leaves. A subsidy of what elders pay themselves pays of that in every plan.
    """
    if terms.payer is Payer.INSURANCE:
        return payer is Payer.INSURANCE
    return payer is not Payer.SELF_PAY or terms.basis is Basis.SELF_PAID


def paid_by(found: Owed, payer: Payer, day: date, purses: Sequence[MonthPurse]) -> tuple[Amounts, list[Part]]:
    """Who pays what is owed; what that draws is taken from the purses."""
    opened = [each for each in purses if pays_for(each.scheme.terms, payer) and each.is_open_on(day)]
    parts_by_payer, drawn = split_granted(found.gross_fen, found.minutes, [each.purse() for each in opened])
    borne = [0, 0, 0, 0, 0]
    parts = []
    for purse, part in zip(opened, drawn, strict=True):
        if part.fen == 0:
            continue
        purse.draw(part.fen, part.minutes)
        parts.append(Part(purse.entitlement_id, part.fen, part.minutes))
        if purse.scheme.terms.payer is Payer.SUBSIDY:
            for place, fen in enumerate(_borne(part.fen, purse.scheme.shares)):
                borne[place] += fen
    amounts = Amounts(
        found.price_fen,
        found.deducted_fen,
        found.gross_fen,
        parts_by_payer.subsidy_fen,
        parts_by_payer.insurance_fen,
        parts_by_payer.self_pay_fen,
        *borne,
    )
    return amounts, parts


def _borne(fen: int, shares: tuple[int, int, int, int]) -> list[int]:
    """Central, city, district, town, and what nobody has agreed to bear."""
    return [*shared(fen, shares), 0] if sum(shares) == WHOLE else [0, 0, 0, 0, fen]
