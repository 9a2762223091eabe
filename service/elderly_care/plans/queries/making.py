"""What visits are made from: plans whose days come into reach, and the days on which their items fall."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select

from service.elderly_care.catalogue import queries as catalogue
from service.elderly_care.catalogue.rules import Mode, Payer
from service.elderly_care.plans import rules
from service.elderly_care.plans.models import CarePlan, PlanItem
from service.elderly_care.plans.queries.plans import SERVED, items, pauses
from service.kit.clock import at_local
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class PlanOccurrence:
    """That an item falls on a day, with all that the row of a visit needs."""

    plan_id: UUID
    item_id: UUID
    occurs_on: date
    elder_id: UUID
    region_code: str
    organisation_id: UUID
    contract_id: UUID | None
    payer: Payer
    is_private: bool
    service_id: UUID
    mode: Mode
    minutes: int
    window_starts_at: datetime
    window_ends_at: datetime
    caregivers_needed: int
    skills: tuple[str, ...]


def plans_to_make(work: UnitOfWork, until: date, limit: int) -> Sequence[CarePlan]:
    """Plans of which visits are still to be made until a day, those furthest behind first, held; others' are left out."""
    made = CarePlan.visits_made_until
    query = (
        select(CarePlan)
        .where(CarePlan.status.in_(SERVED), or_(made.is_(None), made < until))
        # The last day of a plan that ends is the last of which there is anything to make.
        .where(or_(made.is_(None), CarePlan.ends_on.is_(None), made < CarePlan.ends_on))
        .order_by(made.asc().nulls_first(), CarePlan.id)
        .limit(limit)
    )
    return work.session.scalars(query.with_for_update(skip_locked=True)).all()


def items_to_make(work: UnitOfWork, plan_id: UUID) -> list[PlanItem]:
    """The items of a plan that were agreed to, also those that end or ended."""
    row = work.session.get_one(CarePlan, plan_id)
    return [each for each in items(work, plan_id) if each.since_version <= row.present_version]


def occurrences_of(work: UnitOfWork, plan_id: UUID, first: date, last: date) -> list[PlanOccurrence]:
    """On which days from `first` to `last` the items of a plan fall, by day and window; none in pauses or after its end."""
    row = work.session.get_one(CarePlan, plan_id)
    begin, end = max(first, row.starts_on), min(last, last_day(row) or last)
    agreed = items_to_make(work, plan_id)
    halts = pauses(work, [plan_id])
    services = catalogue.services_by_id(work, {each.service_id for each in agreed})
    found = [
        _occurrence(row, item, day, services[item.service_id].mode)
        for item in agreed
        for day in rules.occurrences(item, halts, begin, end)
    ]
    return sorted(found, key=lambda each: (each.occurs_on, each.window_starts_at, each.item_id))


def last_day(row: CarePlan) -> date | None:
    """The last day of a plan, as far as it is known."""
    known = [day for day in (row.ends_on, row.ended_on) if day is not None]
    return min(known) if known else None


def _occurrence(row: CarePlan, item: PlanItem, day: date, mode: Mode) -> PlanOccurrence:
    midnight = at_local(day)
    return PlanOccurrence(
        plan_id=row.id,
        item_id=item.id,
        occurs_on=day,
        elder_id=row.elder_id,
        region_code=row.region_code,
        organisation_id=row.organisation_id,
        contract_id=row.contract_id,
        payer=row.payer,
        is_private=row.is_private,
        service_id=item.service_id,
        mode=mode,
        minutes=item.minutes,
        window_starts_at=midnight + timedelta(minutes=item.window_start),
        window_ends_at=midnight + timedelta(minutes=item.window_end),
        caregivers_needed=item.caregivers_needed,
        skills=tuple(item.skills),
    )
