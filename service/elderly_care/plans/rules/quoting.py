"""What a plan costs in a month, and who pays which part of it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from service.elderly_care.catalogue.rules import Payer
from service.elderly_care.subsidies.rules import Terms, split
from service.kit.months import last_of, month_after

Falls = Callable[[date, date], Sequence[date]]


@dataclass(frozen=True, slots=True)
class Priced:
    """A service of a plan: on which days between two it falls, and what one time costs on a day."""

    item_id: UUID
    service_id: UUID
    falls: Falls
    price_on: Callable[[date], int]


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """How often a service falls into a month, and what that costs."""

    item_id: UUID
    service_id: UUID
    times: int
    gross_fen: int


@dataclass(frozen=True, slots=True)
class QuotedMonth:
    """What a month costs, and who pays which part."""

    month: str
    lines: Sequence[QuotedLine]
    gross_fen: int
    subsidy_fen: int
    insurance_fen: int
    self_pay_fen: int


@dataclass(frozen=True, slots=True)
class Quote:
    """What the month in which a text begins costs, and a whole one after it."""

    first_month: QuotedMonth
    whole_month: QuotedMonth


def quote(items: Sequence[Priced], terms: Collection[Terms], starts_on: date) -> Quote:
    """The quote of these items when they begin on a day."""
    whole_first = month_after(starts_on)
    return Quote(
        _month(items, terms, starts_on, last_of(starts_on)),
        _month(items, terms, whole_first, last_of(whole_first)),
    )


def _month(items: Sequence[Priced], terms: Collection[Terms], first: date, last: date) -> QuotedMonth:
    falls = [(day, place, item) for place, item in enumerate(items) for day in item.falls(first, last)]
    times, costs = [0] * len(items), [0] * len(items)
    paid = {Payer.SUBSIDY: 0, Payer.INSURANCE: 0}
    self_pay = 0
    for day, place, item in sorted(falls, key=lambda fall: fall[:2]):
        part = split(item.price_on(day), terms, paid)
        times[place] += 1
        costs[place] += part.gross_fen
        paid[Payer.SUBSIDY] += part.subsidy_fen
        paid[Payer.INSURANCE] += part.insurance_fen
        self_pay += part.self_pay_fen
    return QuotedMonth(
        month=f"{first:%Y-%m}",
        lines=[
            QuotedLine(item.item_id, item.service_id, times[place], costs[place])
            for place, item in enumerate(items)
        ],
        gross_fen=sum(costs),
        subsidy_fen=paid[Payer.SUBSIDY],
        insurance_fen=paid[Payer.INSURANCE],
        self_pay_fen=self_pay,
    )
