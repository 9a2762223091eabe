"""Making a plan's items of what somebody wishes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from service.elderly_care.assessment import queries as assessments
from service.elderly_care.caregivers import queries as caregivers
from service.elderly_care.catalogue import queries as catalogue
from service.elderly_care.catalogue.errors import NoSuchService
from service.elderly_care.catalogue.queries import ServiceFacts
from service.elderly_care.catalogue.rules import AssessmentNeed
from service.elderly_care.plans import rules
from service.elderly_care.plans.errors import CaregiverUnfit, NoPrice, PriceOfContract
from service.elderly_care.plans.models import CarePlan, PlanItem
from service.elderly_care.plans.queries import PriceList
from service.elderly_care.plans.rules.recurrence import check_falls
from service.elderly_care.providers.errors import OverCeiling
from service.elderly_care.requests import queries as requests
from service.elderly_care.requests.errors import StillNeedsAssessment
from service.kit.clock import local_date
from service.kit.work import UnitOfWork


def make_items(
    work: UnitOfWork,
    row: CarePlan,
    wanted: Mapping[int, Mapping[str, Any]],
    *,
    since_version: int,
    starts_on: date,
    ends_on: date | None,
) -> list[PlanItem]:
    """New items by their places in what came in, which name what is wrong with them.

    Raises NoSuchService, BadRecurrence, BadWindow, NoPrice, PriceOfContract, OverCeiling, StillNeedsAssessment.
    """
    services = catalogue.services_by_id(work, {each["service_id"] for each in wanted.values()})
    made = []
    for place, each in wanted.items():
        where = f"items.{place}."
        service = services.get(each["service_id"])
        if service is None or service.is_withdrawn:
            raise NoSuchService(field=f"{where}service_id")
        item = _item(work, row, service, each, where)
        item.since_version, item.starts_on = since_version, starts_on
        made.append(item)
    _check_assessed(work, row, [item.service_id for item in made])
    places = dict(zip(wanted, made, strict=True))
    check_rules(work, row, places, ends_on=ends_on)
    check_prices(work, row, places, starts_on)
    work.session.add_all(made)
    work.session.flush()
    return made


def check_rules(
    work: UnitOfWork, row: CarePlan, items: Mapping[int, PlanItem], *, ends_on: date | None
) -> None:
    """Raise BadRecurrence unless every item falls on a day, and on one alone where care is asked for once."""
    facts = work.found(requests.request_facts(work, row.request_id))
    for place, item in items.items():
        field = f"items.{place}.rrule"
        rule = rules.parse(item.rrule, field=field)
        check_falls(rule, item.starts_on, ends_on, once=facts.is_once, field=field)


def check_prices(work: UnitOfWork, row: CarePlan, items: Mapping[int, PlanItem], day: date) -> None:
    """Raise NoPrice, naming the item, unless each has a price on this day."""
    prices = PriceList(work, row.contract_id, list(items.values()))
    for place, item in items.items():
        if prices.price(item, day) is None:
            raise NoPrice(field=f"items.{place}.service_id")


def check_caregivers(
    work: UnitOfWork, row: CarePlan, preferred: Collection[UUID], refused: Collection[UUID]
) -> None:
    """Raise CaregiverUnfit unless these are the operator's own, and none is both wished for and refused."""
    for field, named in (("preferred_caregivers", preferred), ("refused_caregivers", refused)):
        known = caregivers.facts_of(work, named)
        for place, each in enumerate(named):
            found = known.get(each)
            if found is None or found.organisation_id != row.organisation_id:
                raise CaregiverUnfit(field=f"{field}.{place}")
    if set(preferred) & set(refused):
        raise CaregiverUnfit(field="refused_caregivers")


def _item(
    work: UnitOfWork, row: CarePlan, service: ServiceFacts, wanted: Mapping[str, Any], where: str
) -> PlanItem:
    minutes = wanted.get("minutes") or service.minutes
    start, end = rules.window_of(
        wanted["window_start"], wanted["window_end"], minutes, field=f"{where}window_end"
    )
    return PlanItem(
        id=work.new_id(),
        plan_id=row.id,
        service_id=service.id,
        rrule=wanted["rrule"],
        minutes=minutes,
        window_start=start,
        window_end=end,
        skills=sorted({*service.skills, *wanted["skills"]}),
        caregivers_needed=wanted["caregivers_needed"],
        on_holidays=wanted["on_holidays"],
        price_fen=_own_price(row, service, wanted.get("price_fen"), f"{where}price_fen"),
    )


def _own_price(row: CarePlan, service: ServiceFacts, price_fen: int | None, field: str) -> int | None:
    """The price that a private plan names; under a contract its price list says what everything costs."""
    if row.contract_id is not None and price_fen is not None:
        raise PriceOfContract(field=field)
    if price_fen is not None and price_fen > service.ceiling_fen:
        raise OverCeiling(field=field, ceiling_fen=service.ceiling_fen)
    return price_fen


def _check_assessed(work: UnitOfWork, row: CarePlan, service_ids: Sequence[UUID]) -> None:
    needs = catalogue.assessment_needs(work, service_ids, row.payer)
    if not any(need is AssessmentNeed.REQUIRED for need, _ in needs):
        return
    latest = assessments.latest_signed(work, row.elder_id)
    if latest is None or not latest.holds_on(local_date(work.now)):
        raise StillNeedsAssessment
