"""Plans as they are told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from service.elderly_care.catalogue import queries as catalogue
from service.elderly_care.catalogue.rules import Payer
from service.elderly_care.plans import rules
from service.elderly_care.plans.models import CarePlan, PlanItem, PlanPause, PlanVersion
from service.elderly_care.plans.queries import making, plans
from service.elderly_care.plans.queries.costs import quote_of
from service.elderly_care.plans.rules import OnHolidays, PlanStatus
from service.elderly_care.requests import queries as requests
from service.kit.acting import ActedBy
from service.kit.clock import local_date
from service.kit.pages import Page, page
from service.kit.texts import Text
from service.kit.work import UnitOfWork

_NEXT = timedelta(days=14)
_MOST_NEXT_DAYS = 60
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class ListedPlan:
    """A plan as a list tells it."""

    id: UUID
    version: int
    request_id: UUID
    elder_id: UUID
    elder_name: str | None
    region_code: str
    organisation_id: UUID
    contract_id: UUID | None
    payer: Payer
    private: bool
    status: PlanStatus
    starts_on: date
    ends_on: date | None
    present_version: int
    follows_id: UUID | None
    ended_on: date | None
    ended_because: str | None
    acted_by: ActedBy | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item as it is told."""

    id: UUID
    service_id: UUID
    service_name: str
    starts_on: date
    ends_on: date | None
    rrule: str
    words: Text
    minutes: int
    window_start: str
    window_end: str
    skills: Sequence[str]
    caregivers_needed: int
    on_holidays: OnHolidays
    price_fen: int | None


@dataclass(frozen=True, slots=True)
class NextDay:
    """A day on which a service of the plan falls."""

    on: date
    item_id: UUID
    service_id: UUID


@dataclass(frozen=True, slots=True)
class ShownPlan(ListedPlan):
    """A plan as it is read: what it says now, what is on offer, all that was agreed, and the days to come."""

    preferred_caregivers: Sequence[UUID]
    refused_caregivers: Sequence[UUID]
    items: Sequence[ShownItem]
    quote: Mapping[str, Any] | None
    offered: PlanVersion | None
    versions: Sequence[PlanVersion]
    pauses: Sequence[PlanPause]
    next_days: Sequence[NextDay]


def plan_page(
    work: UnitOfWork,
    *,
    elder_id: UUID | None = None,
    organisation_id: UUID | None = None,
    status: PlanStatus | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ListedPlan]:
    """The plans that the actor may see, the newest first. Raises Forbidden."""
    query = plans.within_reach(work)
    if elder_id is not None:
        query = query.where(CarePlan.elder_id == elder_id)
    if organisation_id is not None:
        query = query.where(CarePlan.organisation_id == organisation_id)
    if status is not None:
        query = query.where(CarePlan.status == status)
    found = page(work, query, by=(CarePlan.id,), cursor=cursor, limit=limit, descending=True)
    names = requests.names_for(work, [row.elder_id for row in found.items])
    listed = [ListedPlan(**_facts(row, names.get(row.elder_id))) for row in found.items]
    return Page(listed, found.next_cursor)


def shown(work: UnitOfWork, row: CarePlan, elder_name: str | None) -> ShownPlan:
    """A plan as it is read, once the database has taken it."""
    work.session.flush()
    texts = plans.versions(work, row.id)
    waiting = next((each for each in texts if each.status is rules.VersionStatus.OFFERED), None)
    present = plans.present_items(work, row)
    return ShownPlan(
        **_facts(row, elder_name),
        preferred_caregivers=row.preferred_caregivers,
        refused_caregivers=row.refused_caregivers,
        items=_items(work, present),
        quote=_quote(work, row, present, texts, waiting),
        offered=waiting,
        versions=texts,
        pauses=plans.pauses(work, [row.id]),
        next_days=_next_days(work, row),
    )


def clock_of(minutes: int) -> str:
    """Minutes of the day as `HH:MM`, also of the next day."""
    within = minutes - _DAY if minutes > _DAY else minutes
    return f"{within // 60:02d}:{within % 60:02d}"


def _facts(row: CarePlan, elder_name: str | None) -> dict[str, Any]:
    same = ListedPlan.__dataclass_fields__.keys() - {"elder_name", "private"}
    told = {name: getattr(row, name) for name in same}
    return told | {"elder_name": elder_name, "private": row.is_private}


def _items(work: UnitOfWork, items: Sequence[PlanItem]) -> list[ShownItem]:
    services = catalogue.services_by_id(work, {each.service_id for each in items})
    same = ShownItem.__dataclass_fields__.keys() - {"service_name", "words", "window_start", "window_end"}
    return [
        ShownItem(
            **{name: getattr(each, name) for name in same},
            service_name=services[each.service_id].name,
            words=rules.in_words(rules.parse(each.rrule, field="rrule")),
            window_start=clock_of(each.window_start),
            window_end=clock_of(each.window_end),
        )
        for each in items
    ]


def _quote(
    work: UnitOfWork,
    row: CarePlan,
    present: Sequence[PlanItem],
    texts: Sequence[PlanVersion],
    waiting: PlanVersion | None,
) -> Mapping[str, Any] | None:
    """What is on offer, or was agreed, as it was said then; a draft is reckoned anew."""
    if waiting is not None:
        return waiting.quote
    if row.status is PlanStatus.DRAFT:
        return quote_of(work, row, present, starts_on=row.starts_on, ends_on=row.ends_on)
    return next((each.quote for each in texts if each.number == row.present_version), None)


def _next_days(work: UnitOfWork, row: CarePlan) -> list[NextDay]:
    if row.status not in plans.SERVED:
        return []
    today = local_date(work.now)
    first = max(today, row.starts_on)
    found = making.occurrences_of(work, row.id, first, first + _NEXT)
    return [NextDay(each.occurs_on, each.item_id, each.service_id) for each in found[:_MOST_NEXT_DAYS]]
