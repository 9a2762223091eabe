"""What a scheme pays of a price: whole fen, rounded down for the payer, so that what is left over is the elder's.

The insurance comes before the subsidy. Each pays its share of the whole price or of what is still to be paid, up to
what its month has left, and never more than what is still to be paid. What the subsidy pays is borne by the levels of
government: each its share rounded down, and the fen that are left by those whose fractions were the largest.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.elderly_care.catalogue.rules import Payer
from service.elderly_care.rules import EligibilityClass
from service.elderly_care.subsidies.errors import NotAPublicPayer, SchemeDays, SharesNotWhole
from service.kit.texts import Worded

CODE_PATTERN = r"^[a-z][a-z0-9_]{1,59}$"
WHOLE = 1000
LEVELS = range(5)
_IN_ORDER = (Payer.INSURANCE, Payer.SUBSIDY)


class Basis(Worded):
    """Of what a scheme pays its share."""

    GROSS = "gross", "总价", "the whole price"
    SELF_PAID = "self_paid", "个人自付部分", "what the elder would pay"


class TakeOver(Worded):
    """When a scheme begins for who had one that it excludes, since each gives whole natural months."""

    FOLLOWING_MONTH = "following_month", "次月起享受", "with the month that follows"
    SAME_MONTH = "same_month", "当月起享受", "at once; both give that month"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a scheme pays: so much of each thousand, in a natural month no more than the cap; None: no cap."""

    payer: Payer
    basis: Basis
    per_mille: int
    monthly_cap_fen: int | None


@dataclass(frozen=True, slots=True)
class Split:
    """A price and who pays which part of it, in fen."""

    gross_fen: int
    subsidy_fen: int
    insurance_fen: int
    self_pay_fen: int


@dataclass(frozen=True, slots=True)
class Purse:
    """What is left of an elder's month under a scheme: of its money, of its minutes; None: no end to them."""

    terms: Terms
    left_fen: int | None
    left_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one purse pays of a price, and for how many minutes if it counts them."""

    fen: int
    minutes: int = 0


def split(
    gross_fen: int, terms: Collection[Terms] = (), used_this_month_fen: Mapping[Payer, int] | None = None
) -> Split:
    """Who pays what of a price, when so much was already paid by each payer for the elder in that month."""
    used = used_this_month_fen or {}
    paid = dict.fromkeys(_IN_ORDER, 0)
    open_fen = gross_fen
    for each in sorted(terms, key=lambda each: _IN_ORDER.index(each.payer)):
        left = None
        if each.monthly_cap_fen is not None:
            left = each.monthly_cap_fen - used.get(each.payer, 0) - paid[each.payer]
        part = _paid(each, gross_fen, open_fen, left)
        paid[each.payer] += part
        open_fen -= part
    return Split(gross_fen, paid[Payer.SUBSIDY], paid[Payer.INSURANCE], open_fen)


def split_granted(gross_fen: int, minutes: int, purses: Sequence[Purse]) -> tuple[Split, list[Drawn]]:
    """Who pays what of a price when only what was granted is paid; and what each purse pays, in the order given.

    Of one payer the purses that pay of the whole price come before those that pay of what is left, else as given. One
    that counts minutes pays for as much of the price as it has minutes for.
    """
    drawn = [Drawn(0)] * len(purses)
    paid = dict.fromkeys(_IN_ORDER, 0)
    open_fen = gross_fen
    for place in sorted(range(len(purses)), key=lambda place: _rank(purses[place].terms)):
        purse = purses[place]
        covered = minutes if purse.left_minutes is None else max(0, min(minutes, purse.left_minutes))
        share = gross_fen if covered == minutes else gross_fen * covered // minutes
        part = _paid(purse.terms, share, min(open_fen, share), purse.left_fen)
        paid[purse.terms.payer] += part
        open_fen -= part
        drawn[place] = Drawn(part, covered if part and purse.left_minutes is not None else 0)
    return Split(gross_fen, paid[Payer.SUBSIDY], paid[Payer.INSURANCE], open_fen), drawn


def shared(amount_fen: int, shares: Sequence[int]) -> list[int]:
    """What each bears of an amount whose shares are per mille and make the whole; of equal fractions the first gives."""
    parts = [amount_fen * share // WHOLE for share in shares]
    fractions = [amount_fen * share % WHOLE for share in shares]
    for place in sorted(range(len(parts)), key=lambda each: -fractions[each])[: amount_fen - sum(parts)]:
        parts[place] += 1
    return parts


def _paid(terms: Terms, gross_fen: int, open_fen: int, left_fen: int | None) -> int:
    base = gross_fen if terms.basis is Basis.GROSS else open_fen
    part = min(base * terms.per_mille // WHOLE, open_fen)
    return part if left_fen is None else min(part, max(0, left_fen))


def _rank(terms: Terms) -> tuple[int, bool]:
    return _IN_ORDER.index(terms.payer), terms.basis is Basis.SELF_PAID


def is_for(
    levels: Collection[int], classes: Collection[str], level: int | None, eligible: EligibilityClass
) -> bool:
    """Whether a scheme is for somebody of this level and class; an empty list asks for nothing."""
    return (not levels or level in levels) and (not classes or eligible in classes)


def check_payer(payer: Payer) -> None:
    """Raise NotAPublicPayer for who pays no scheme."""
    if payer not in _IN_ORDER:
        raise NotAPublicPayer(field="payer")


def check_days(valid_from: date, valid_until: date | None) -> None:
    """Raise SchemeDays for a scheme that ends before it begins."""
    if valid_until is not None and valid_until < valid_from:
        raise SchemeDays(field="valid_until")


def check_shares(shares: Collection[int]) -> None:
    """Raise SharesNotWhole unless the shares add up to the whole, or none is settled."""
    if sum(shares) not in (0, WHOLE):
        raise SharesNotWhole(field="cost_shares")
