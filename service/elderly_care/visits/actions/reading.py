"""Reading visits: each sees what their part needs; every reading by staff of somebody's care is noted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from service.elderly_care.caregivers import queries as caregivers
from service.elderly_care.requests import queries as requests
from service.elderly_care.visits import permissions, queries, rules
from service.elderly_care.visits.queries import MyStop, Schedule, VisitRecord
from service.elderly_care.visits.rules import VisitStatus
from service.kit.clock import local_date
from service.kit.errors import OutOfScope
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents
from service.residents.consents import queries as consents

_WEEK = 7
_AREA = ("street", "community", "estate")
_TO_GET_IN = ("floor", "has_lift", "key_holder", "pets", "contacts")
_TO_MAKE = frozenset({VisitStatus.ASSIGNED, VisitStatus.IN_PROGRESS, VisitStatus.MISSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """How to find an elder and to get in."""

    name: str = field(repr=False)
    address: str | None = field(repr=False)
    phone: str | None = field(repr=False)
    floor: int | None = None
    has_lift: bool | None = None
    key_holder: str | None = None
    pets: str | None = None
    contacts: Sequence[Mapping[str, Any]] = field(default=(), repr=False)


def read(work: UnitOfWork, visit_id: UUID) -> VisitRecord:
    """One visit; who plans it, or makes it and is on the way, also sees the door if the elder shares it. Raises NotFound."""
    record = queries.readable(work, visit_id)
    is_own = record is None
    record = work.found(record or (queries.theirs(work, visit_id) if work.actor.is_staff else None))
    [told] = _named(work, [record])
    if _opens(work, told, is_own=is_own):
        asked = queries.requests_of(work, {told.elder_id: told.plan_id})
        told.door = doors_of(work, told.organisation_id, asked).get(told.elder_id)
        told.elder_name = told.door.name if told.door else told.elder_name
    if work.actor.is_staff:
        work.audit("get_care_visit", subject=told.id, region_code=told.region_code, people=[told.elder_id])
    return told


def told(work: UnitOfWork, visit_ids: Sequence[UUID]) -> list[VisitRecord]:
    """Visits as they are told to who has just changed them, without doors."""
    return _named(work, queries.told(work, visit_ids))


def read_list(work: UnitOfWork, **wanted: Any) -> Page[VisitRecord]:
    """A page of visits without doors, noted for whom staff read of."""
    found = queries.visits(work, **wanted)
    _named(work, found.items)
    _note(work, "list_care_visits", [each.elder_id for each in found.items])
    return found


def read_mine(work: UnitOfWork, *, from_: date | None = None, to: date | None = None) -> list[MyStop]:
    """What a caregiver has to do: times and areas for days ahead, doors from the evening before.

    Raises NotFound for who is no caregiver, TooFarToSee.
    """
    own = caregivers.caregiver_of_account(work, work.actor.account_id) if work.actor.account_id else None
    mine = work.found(own)
    ahead = work.house.settings.care_caregiver_sees_days
    first, last = rules.days_to_see(from_, to, local_date(work.now), ahead=ahead)
    stops = queries.stops_of_mine(work, mine.id, first, last)
    visits = [each for each in stops if each.elder_id and each.request_id]
    names = residents.masked_names(work, {each.elder_id for each in visits if each.elder_id})
    areas = areas_of(work, {each.region_code for each in visits if each.region_code})
    opened = {each.elder_id: each.request_id for each in visits if _is_time(work, each)}
    doors = doors_of(work, mine.organisation_id, opened) if opened else {}
    for each in visits:
        each.area = areas.get(each.region_code or "")
        each.door = doors.get(each.elder_id) if _is_time(work, each) else None
        if each.elder_id:
            each.elder_name = each.door.name if each.door else names[each.elder_id]
    _note(work, "list_my_care_visits", [each.elder_id for each in visits if each.elder_id])
    return stops


def read_schedule(work: UnitOfWork, *, organisation_id: UUID, from_: date, to: date) -> Schedule:
    """A day or a week of an operator's caregivers, and what nobody has yet. Raises OutOfScope, TooFarToSee."""
    work.require(permissions.may_arrange(work.actor, organisation_id), OutOfScope)
    rules.check_days(from_, to, most=_WEEK)
    found = queries.schedule(work, organisation_id, from_, to)
    stops = (stop for each in found.caregivers for stop in each.stops)
    elders = {stop.elder_id for stop in stops if stop.elder_id} | {each.elder_id for each in found.open}
    _note(work, "get_care_schedule", elders)
    return found


def _named(work: UnitOfWork, records: Sequence[VisitRecord]) -> list[VisitRecord]:
    """With the elders' names as the actor sees them."""
    elders = {each.elder_id for each in records}
    if elders:
        named = residents.names_for_care if queries.sees_names(work) else residents.masked_names
        names = named(work, elders)
        for each in records:
            each.elder_name = names.get(each.elder_id)
    return list(records)


def _opens(work: UnitOfWork, record: VisitRecord, *, is_own: bool) -> bool:
    if not is_own:
        return permissions.may_arrange(work.actor, record.organisation_id)
    if record.starts_at is None or record.ends_at is None or record.status not in _TO_MAKE:
        return False
    hour = work.house.settings.care_door_from_hour
    return rules.is_door_open(record.starts_at, record.ends_at, work.now, from_hour=hour)


def _is_time(work: UnitOfWork, stop: MyStop) -> bool:
    hour = work.house.settings.care_door_from_hour
    is_open = rules.is_door_open(stop.starts_at, stop.ends_at, work.now, from_hour=hour)
    return is_open and stop.status in _TO_MAKE


def areas_of(work: UnitOfWork, region_codes: Collection[str]) -> dict[str, str]:
    """In which street, community and estate these places lie: what a caregiver may know days ahead."""
    ways = regions.steps_down_to(work, region_codes)
    return {
        code: " ".join(step.name for step in steps if step.level in _AREA) for code, steps in ways.items()
    }


def doors_of(
    work: UnitOfWork, organisation_id: UUID, request_ids: Mapping[Any, Any]
) -> dict[UUID | None, Door]:
    """How to get in at these elders' who share it with the operator, by the requests that told."""
    sharing = consents.who_shares(work, request_ids.keys(), organisation_id)
    contacts = residents.contacts_for_care(work, sharing) if sharing else {}
    details = requests.details_of(work, {request_ids[each] for each in sharing}) if sharing else {}
    return {
        elder_id: Door(
            name=contact.name,
            address=contact.address,
            phone=contact.phone,
            **{
                name: value
                for name, value in details.get(request_ids[elder_id], {}).items()
                if name in _TO_GET_IN
            },
        )
        for elder_id, contact in contacts.items()
    }


def _note(work: UnitOfWork, action: str, elder_ids: Collection[UUID]) -> None:
    if elder_ids and work.actor.is_staff:
        work.audit(action, people=sorted(set(elder_ids)))
