"""What plans cost: by the price list of their contract, or by their own prices, split by the scheme that would pay."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from service.elderly_care.catalogue.rules import Payer
from service.elderly_care.plans import rules
from service.elderly_care.plans.models import CarePlan, PlanItem
from service.elderly_care.plans.rules import Priced, Quote, QuotedMonth
from service.elderly_care.providers import queries as providers
from service.elderly_care.providers.queries import PriceFacts
from service.elderly_care.subsidies import queries as subsidies
from service.elderly_care.subsidies.queries import Estimate
from service.kit.work import UnitOfWork


class PriceList:
    """What one time of an item costs on a day."""

    def __init__(self, work: UnitOfWork, contract_id: UUID | None, items: Sequence[PlanItem]) -> None:
        self._by_service: dict[UUID, list[PriceFacts]] = defaultdict(list)
        if contract_id is not None:
            for each in providers.prices(work, contract_id, {item.service_id for item in items}):
                self._by_service[each.service_id].append(each)

    def price(self, item: PlanItem, day: date) -> int | None:
        """The price, or None where there is none on the day."""
        if item.price_fen is not None:
            return item.price_fen
        held = [each.price_fen for each in self._by_service[item.service_id] if each.valid_from <= day]
        return held[-1] if held else None

    def price_or_nothing(self, item: PlanItem, day: date) -> int:
        """The price; nothing on a day before there is one."""
        return self.price(item, day) or 0


def estimate(work: UnitOfWork, row: CarePlan, day: date) -> Estimate | None:
    """Which scheme would pay for a plan from a day on; for one that the elder pays, none."""
    if row.payer is Payer.SELF_PAY:
        return None
    return subsidies.estimate_for(work, row.elder_id, row.payer, day)


def quote_of(
    work: UnitOfWork, row: CarePlan, items: Sequence[PlanItem], *, starts_on: date, ends_on: date | None
) -> dict[str, Any]:
    """What these items cost in the month in which they begin and in a whole one, in JSON's form."""
    prices = PriceList(work, row.contract_id, items)
    scheme = estimate(work, row, starts_on)

    def falls(item: PlanItem, first: date, last: date) -> list[date]:
        until = last if ends_on is None else min(last, ends_on)
        return rules.occurrences(item, [], max(first, starts_on), until)

    priced = [
        Priced(item.id, item.service_id, partial(falls, item), partial(prices.price_or_nothing, item))
        for item in items
    ]
    found = rules.quote(priced, [scheme.terms] if scheme else [], starts_on)
    return _plain(found, scheme)


def _plain(found: Quote, scheme: Estimate | None) -> dict[str, Any]:
    return {
        "scheme_code": scheme.code if scheme else None,
        "scheme_name": scheme.name if scheme else None,
        "first_month": _month(found.first_month),
        "whole_month": _month(found.whole_month),
    }


def _month(month: QuotedMonth) -> dict[str, Any]:
    return {
        "month": month.month,
        "lines": [
            {
                "item_id": str(line.item_id),
                "service_id": str(line.service_id),
                "times": line.times,
                "gross_fen": line.gross_fen,
            }
            for line in month.lines
        ],
        "gross_fen": month.gross_fen,
        "subsidy_fen": month.subsidy_fen,
        "insurance_fen": month.insurance_fen,
        "self_pay_fen": month.self_pay_fen,
    }
