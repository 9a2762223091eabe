"""A notice's households: the lists by which workers call and visit, and the record of how each was reached."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select

from service.events.notices.models import Receipt
from service.events.reaching.models import Ladder, ReachHousehold, ReachPerson, Rung
from service.events.reaching.rules import LISTS, Step, Way
from service.kit.acting import ActedBy
from service.kit.database import any_of
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents


@dataclass(frozen=True, slots=True)
class StepTaken:
    """When a step was taken for a household and for how many of its people; how many of those the gateways got to."""

    step: Step
    taken_at: datetime
    people: int
    sent: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPerson:
    """Somebody of a household, and what they have read; the telephone only where it is there to be called."""

    resident_id: UUID
    name: str
    is_adult: bool
    phone: str | None = field(repr=False)
    read_at: datetime | None
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownHousehold:
    """A household as its workers see it: where it is, who belongs to it, which steps were taken, how it was reached."""

    grid_code: str
    grid_name: str
    address: str | None
    step: Step | None
    next_at: datetime | None
    reached_by: Way | None
    reached_at: datetime | None
    reached_through: UUID | None
    acted_by: ActedBy | None
    gone_at: datetime | None
    steps: Sequence[StepTaken]
    people: Sequence[ShownPerson]


def household_of(
    work: UnitOfWork, notice_id: UUID, resident_id: UUID, *, below: Sequence[str] | None = None
) -> ReachHousehold | None:
    """The household to which somebody belongs on a notice's ladder, held; where places are named, only if it is in them."""
    query = (
        select(ReachHousehold)
        .join(ReachPerson, ReachPerson.household_id == ReachHousehold.id)
        .where(ReachPerson.notice_id == notice_id, ReachPerson.resident_id == resident_id)
    )
    if below is not None:
        query = query.where(ReachHousehold.grid_code.in_(regions.below(below)))
    held = query.with_for_update(of=ReachHousehold).execution_options(populate_existing=True)
    return work.session.scalar(held)


def open_households_of(work: UnitOfWork, resident_id: UUID) -> Sequence[ReachHousehold]:
    """The households to which somebody belongs on ladders that have not ended, held in the order of their ids."""
    query = (
        select(ReachHousehold)
        .join(ReachPerson, ReachPerson.household_id == ReachHousehold.id)
        .join(Ladder, Ladder.notice_id == ReachHousehold.notice_id)
        .where(ReachPerson.resident_id == resident_id, ReachPerson.is_here, Ladder.ended_at.is_(None))
        .order_by(ReachHousehold.id)
    )
    held = query.with_for_update(of=ReachHousehold).execution_options(populate_existing=True)
    return work.session.scalars(held).all()


def households(
    work: UnitOfWork,
    notice_id: UUID,
    tops: Sequence[str],
    *,
    step: Step | None = None,
    reached: bool | None = None,
    grid_code: str | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownHousehold]:
    """The households of a notice at or below these places, grid by grid as one walks past their doors.

    Those `reached`, or not yet; those on whom no more than this `step` was taken and who were not reached by it.
    """
    query = select(ReachHousehold).where(
        ReachHousehold.notice_id == notice_id, ReachHousehold.grid_code.in_(regions.below(tops))
    )
    is_open = and_(ReachHousehold.reached_at.is_(None), ReachHousehold.gone_at.is_(None))
    if step is not None:
        query = query.where(ReachHousehold.step == step, is_open)
    if reached is not None:
        query = query.where(ReachHousehold.reached_at.is_not(None) if reached else is_open)
    if grid_code is not None:
        query = query.where(ReachHousehold.grid_code == grid_code)
    by = (ReachHousehold.grid_code, ReachHousehold.walk_order, ReachHousehold.id)
    found = page(work, query, by=by, cursor=cursor, limit=limit)
    return Page(_shown(work, found.items, tops), found.next_cursor)


def shown_household(work: UnitOfWork, household: ReachHousehold, tops: Sequence[str]) -> ShownHousehold:
    """A household with its people at or below these places, after the database has accepted it."""
    work.session.flush()
    return _shown(work, [household], tops)[0]


def people_of(shown: Collection[ShownHousehold]) -> set[UUID]:
    """Whose data stand in these."""
    return {person.resident_id for household in shown for person in household.people}


def _shown(work: UnitOfWork, rows: Sequence[ReachHousehold], tops: Sequence[str]) -> list[ShownHousehold]:
    ids = [each.id for each in rows]
    people, steps = _people(work, ids), _steps(work, ids)
    known = {row.resident_id for each in people.values() for row in each}
    contacts = residents.contacts_for_care(work, _living_below(work, known, tops))
    names = regions.steps_down_to(work, {each.grid_code for each in rows})
    over = _over(work, {each.notice_id for each in rows})
    return [
        _one(
            each,
            names[each.grid_code][-1].name,
            steps[each.id],
            people[each.id],
            contacts,
            is_open=each.notice_id not in over,
        )
        for each in rows
    ]


def _living_below(work: UnitOfWork, resident_ids: Collection[UUID], tops: Sequence[str]) -> set[UUID]:
    """Who of these lives at or below these places now: where somebody went is for the workers there to know."""
    found = residents.standings(work, resident_ids) if resident_ids else {}
    return {each.resident_id for each in found.values() if not set(tops).isdisjoint(each.path)}


def _over(work: UnitOfWork, notice_ids: Collection[UUID]) -> set[UUID]:
    """Of which of these notices nobody is to be called or visited any more."""
    query = select(Ladder.notice_id).where(
        Ladder.notice_id == any_of(notice_ids), Ladder.ended_at.is_not(None)
    )
    return set(work.session.scalars(query))


def _one(
    row: ReachHousehold,
    grid_name: str,
    steps: Sequence[StepTaken],
    people: Sequence[Any],
    contacts: dict[UUID, residents.CareContact],
    *,
    is_open: bool,
) -> ShownHousehold:
    is_listed = is_open and row.step in LISTS and row.reached_at is None and row.gone_at is None
    known = [(each, contacts[each.resident_id]) for each in people if each.resident_id in contacts]
    return ShownHousehold(
        grid_code=row.grid_code,
        grid_name=grid_name,
        address=next((contact.address for _, contact in known if contact.address), None),
        step=row.step,
        next_at=row.next_at,
        reached_by=row.reached_by,
        reached_at=row.reached_at,
        reached_through=row.reached_through,
        acted_by=row.acted_by,
        gone_at=row.gone_at,
        steps=steps,
        people=[
            ShownPerson(
                resident_id=each.resident_id,
                name=contact.name,
                is_adult=each.is_adult,
                phone=contact.phone if is_listed else None,
                read_at=each.read_at,
                confirmed_at=each.confirmed_at,
            )
            for each, contact in known
        ],
    )


def _people(work: UnitOfWork, household_ids: Sequence[UUID]) -> dict[UUID, list[Any]]:
    """Who lives in these households, adults first."""
    theirs = and_(Receipt.notice_id == ReachPerson.notice_id, Receipt.resident_id == ReachPerson.resident_id)
    query = (
        select(
            ReachPerson.household_id,
            ReachPerson.resident_id,
            ReachPerson.is_adult,
            Receipt.read_at,
            Receipt.confirmed_at,
        )
        .outerjoin(Receipt, theirs)
        .where(ReachPerson.household_id == any_of(household_ids), ReachPerson.is_here)
        .order_by(ReachPerson.is_adult.desc(), ReachPerson.resident_id)
    )
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in work.session.execute(query):
        found[row.household_id].append(row)
    return found


def _steps(work: UnitOfWork, household_ids: Sequence[UUID]) -> dict[UUID, list[StepTaken]]:
    found: dict[UUID, list[StepTaken]] = defaultdict(list)
    query = select(Rung).where(Rung.household_id == any_of(household_ids))
    order = list(Step)
    for row in sorted(work.session.scalars(query), key=lambda each: order.index(each.step)):
        taken = StepTaken(row.step, row.taken_at, row.people, row.sent, row.failed)
        found[row.household_id].append(taken)
    return found
