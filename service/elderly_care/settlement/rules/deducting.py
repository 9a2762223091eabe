"""What is not paid of a price: policies are data, and the one that held on the day of the visit decides.

Each deduction is rounded down to whole fen; together they never exceed the price.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.elderly_care.settlement.rules.words import DeductionReason

_WHOLE = 1000


@dataclass(frozen=True, slots=True)
class DeductionPolicy:
    """So much of each thousand is deducted, from a day on; the first version (`number` 1) has held for ever.

    For a short visit it is so much of the missing minutes' part of the price, once more than `free_minutes` are missing.
    """

    reason: DeductionReason
    number: int
    per_mille: int
    free_minutes: int
    holds_from: date


@dataclass(frozen=True, slots=True)
class Deduction:
    """What is deducted of a line for one reason, under which version of the policy."""

    reason_code: DeductionReason
    number: int
    fen: int


class Policies:
    """All versions of all policies."""

    def __init__(self, versions: Collection[DeductionPolicy]) -> None:
        self._by_reason: dict[DeductionReason, list[DeductionPolicy]] = {}
        for each in sorted(versions, key=lambda version: -version.number):
            self._by_reason.setdefault(each.reason, []).append(each)

    def on(self, reason: DeductionReason, day: date) -> DeductionPolicy:
        """The version that held on a day: the newest that was there by then."""
        newest_first = self._by_reason[reason]
        return next((each for each in newest_first if each.holds_from <= day), newest_first[-1])


def deductions(
    price_fen: int,
    day: date,
    policies: Policies,
    *,
    reasons: Collection[DeductionReason] = (),
    minutes: int = 0,
    minutes_served: int | None = None,
) -> list[Deduction]:
    """What is deducted of a price: for what was found, and for minutes that are missing; in the order of the reasons."""
    found: Mapping[DeductionReason, int] = dict.fromkeys(reasons, price_fen)
    if minutes_served is not None and minutes_served < minutes:
        found = {**found, DeductionReason.SHORT: price_fen * (minutes - minutes_served) // minutes}
    left, made = price_fen, list[Deduction]()
    for reason in DeductionReason:
        if reason not in found:
            continue
        policy = policies.on(reason, day)
        fen = _fen(policy, found[reason], minutes, minutes_served)
        fen = min(fen, left)
        if fen:
            made.append(Deduction(reason, policy.number, fen))
            left -= fen
    return made


def total(made: Sequence[Deduction]) -> int:
    """What is deducted altogether."""
    return sum(each.fen for each in made)


def _fen(policy: DeductionPolicy, of_fen: int, minutes: int, minutes_served: int | None) -> int:
    is_short = policy.reason is DeductionReason.SHORT
    if is_short and minutes_served is not None and minutes - minutes_served <= policy.free_minutes:
        return 0
    return of_fen * policy.per_mille // _WHOLE
