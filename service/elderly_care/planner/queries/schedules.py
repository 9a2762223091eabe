"""Questions about proposals, narrowed to the operators whose visits the actor plans; the auditor reads all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, func, literal, select, true

from service.elderly_care import permissions as care
from service.elderly_care.planner.models import CareSchedule, ProposedVisit, UnplacedVisit
from service.elderly_care.visits.models import Visit
from service.kit.background import BackgroundRun, RunStatus
from service.kit.errors import Forbidden
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the planning is, in steps."""

    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Route:
    """What a caregiver would make, in the order of time."""

    caregiver_id: UUID
    stops: Sequence[ProposedVisit]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSchedule:
    """A proposal as it is told; `stale` are visits that have changed since they were proposed."""

    id: UUID
    organisation_id: UUID
    from_: date
    to: date
    seed: int
    status: RunStatus
    progress: Progress
    routes: Sequence[Route]
    unplaced: Sequence[UnplacedVisit]
    travel_minutes: int
    greedy_travel_minutes: int
    greedy_unplaced: int
    time_limit_hit: bool
    stale: Sequence[UUID]
    asked_at: datetime
    ended_at: datetime | None
    applied_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSchedule:
    """A proposal as it stands in a list: how many visits it places, without the routes."""

    id: UUID
    organisation_id: UUID
    from_: date
    to: date
    seed: int
    status: RunStatus
    progress: Progress
    placed_visits: int
    unplaced_visits: int
    travel_minutes: int
    greedy_travel_minutes: int
    time_limit_hit: bool
    asked_at: datetime
    ended_at: datetime | None
    applied_at: datetime | None


def readable(work: UnitOfWork, schedule_id: UUID, *, to_change: bool = False) -> CareSchedule | None:
    """A proposal of an operator whose visits the actor plans, or to read, as auditor, of any.

    Who reads it to change it waits for others who do.
    """
    query = select(CareSchedule).where(CareSchedule.id == schedule_id)
    if not to_change:
        return work.session.scalar(query.where(_in_sight(work)))
    held = query.where(_of_own_operators(work)).with_for_update()
    return work.session.scalar(held.execution_options(populate_existing=True))


def schedules(
    work: UnitOfWork, *, organisation_id: UUID | None = None, cursor: str | None = None, limit: int = 20
) -> Page[ListedSchedule]:
    """The proposals of the operators whose visits the actor plans, all for the auditor, the newest first. Raises Forbidden."""
    if not care.may_audit(work.actor) and not work.actor.served_organisations(care.PLANNERS):
        raise Forbidden
    query: Any = select(
        CareSchedule.id,
        CareSchedule,
        _is_given_up().label("is_given_up"),
        _how_many(ProposedVisit).label("placed"),
        _how_many(UnplacedVisit).label("unplaced"),
    ).where(_in_sight(work))
    if organisation_id is not None:
        query = query.where(CareSchedule.organisation_id == organisation_id)
    by = (CareSchedule.id,)
    found = page(work, query, by=by, cursor=cursor, limit=limit, descending=True, scalars=False)
    return Page([_listed(row) for row in found.items], found.next_cursor)


def is_under_way(work: UnitOfWork, organisation_id: UUID, first: date, last: date) -> bool:
    """Whether some of these days are being planned."""
    query = select(CareSchedule.id).where(
        CareSchedule.organisation_id == organisation_id,
        CareSchedule.ended_at.is_(None),
        CareSchedule.first_on <= literal(last, Date),
        CareSchedule.last_on >= literal(first, Date),
    )
    return work.session.scalar(query.limit(1)) is not None


def given_up(work: UnitOfWork, organisation_id: UUID) -> Sequence[CareSchedule]:
    """Proposals of an operator that nobody makes any more, since their runs failed again and again."""
    query = (
        select(CareSchedule)
        .join(BackgroundRun, BackgroundRun.id == CareSchedule.run_id)
        .where(
            CareSchedule.organisation_id == organisation_id,
            CareSchedule.ended_at.is_(None),
            BackgroundRun.status == RunStatus.FAILED,
        )
        .order_by(CareSchedule.id)
    )
    return work.session.scalars(query.with_for_update(of=CareSchedule)).all()


def status_of(work: UnitOfWork, schedule: CareSchedule) -> RunStatus:
    """Where it stands; a run that was given up has nobody who would note that here."""
    is_given_up = work.session.scalar(select(_is_given_up()).where(CareSchedule.id == schedule.id))
    return RunStatus.FAILED if is_given_up else schedule.status


def idle_run_of(work: UnitOfWork, schedule: CareSchedule) -> BackgroundRun | None:
    """The run of a proposal, held; None while a step of it is under way."""
    query = select(BackgroundRun).where(BackgroundRun.id == schedule.run_id)
    return work.session.scalar(query.with_for_update(skip_locked=True))


def proposed(work: UnitOfWork, schedule_id: UUID) -> Sequence[ProposedVisit]:
    """What a proposal would have made by whom, caregiver by caregiver in the order of time."""
    query = select(ProposedVisit).where(ProposedVisit.schedule_id == schedule_id)
    ordered = query.order_by(ProposedVisit.caregiver_id, ProposedVisit.starts_at, ProposedVisit.visit_id)
    return work.session.scalars(ordered).all()


def shown(work: UnitOfWork, schedule: CareSchedule) -> ShownSchedule:
    """A proposal with its routes."""
    work.session.flush()
    stops = proposed(work, schedule.id)
    return ShownSchedule(
        id=schedule.id,
        organisation_id=schedule.organisation_id,
        from_=schedule.first_on,
        to=schedule.last_on,
        seed=schedule.seed,
        status=status_of(work, schedule),
        progress=Progress(schedule.steps_done, schedule.steps),
        routes=[
            Route(whose, list(theirs)) for whose, theirs in groupby(stops, lambda each: each.caregiver_id)
        ],
        unplaced=_unplaced(work, schedule.id),
        travel_minutes=schedule.travel_minutes,
        greedy_travel_minutes=schedule.greedy_travel_minutes,
        greedy_unplaced=schedule.greedy_unplaced,
        time_limit_hit=schedule.time_limit_hit,
        stale=[] if schedule.applied_at else _stale(work, schedule.id),
        asked_at=schedule.asked_at,
        ended_at=schedule.ended_at,
        applied_at=schedule.applied_at,
    )


def ids_asked_before(work: UnitOfWork, oldest: datetime, limit: int) -> Sequence[UUID]:
    """Proposals of long ago."""
    query = select(CareSchedule.id).where(CareSchedule.asked_at < oldest, CareSchedule.ended_at.is_not(None))
    return work.session.scalars(query.order_by(CareSchedule.asked_at).limit(limit)).all()


def _in_sight(work: UnitOfWork) -> ColumnElement[bool]:
    return true() if care.may_audit(work.actor) else _of_own_operators(work)


def _of_own_operators(work: UnitOfWork) -> ColumnElement[bool]:
    return CareSchedule.organisation_id.in_(work.actor.served_organisations(care.PLANNERS))


def _is_given_up() -> ColumnElement[bool]:
    """The condition that nobody makes a proposal to its end any more."""
    is_being_made = (
        select(BackgroundRun.id)
        .where(BackgroundRun.id == CareSchedule.run_id, BackgroundRun.status != RunStatus.FAILED)
        .correlate(CareSchedule)
        .exists()
    )
    return CareSchedule.ended_at.is_(None) & ~is_being_made


def _how_many(table: type[ProposedVisit | UnplacedVisit]) -> ColumnElement[int]:
    """Of how many visits a proposal says this."""
    return (
        select(func.count(table.visit_id.distinct()))
        .where(table.schedule_id == CareSchedule.id)
        .correlate(CareSchedule)
        .scalar_subquery()
    )


def _listed(row: Any) -> ListedSchedule:
    schedule: CareSchedule = row.CareSchedule
    return ListedSchedule(
        id=schedule.id,
        organisation_id=schedule.organisation_id,
        from_=schedule.first_on,
        to=schedule.last_on,
        seed=schedule.seed,
        status=RunStatus.FAILED if row.is_given_up else schedule.status,
        progress=Progress(schedule.steps_done, schedule.steps),
        placed_visits=row.placed,
        unplaced_visits=row.unplaced,
        travel_minutes=schedule.travel_minutes,
        greedy_travel_minutes=schedule.greedy_travel_minutes,
        time_limit_hit=schedule.time_limit_hit,
        asked_at=schedule.asked_at,
        ended_at=schedule.ended_at,
        applied_at=schedule.applied_at,
    )


def _unplaced(work: UnitOfWork, schedule_id: UUID) -> Sequence[UnplacedVisit]:
    query = select(UnplacedVisit).where(UnplacedVisit.schedule_id == schedule_id)
    return work.session.scalars(query.order_by(UnplacedVisit.visit_id)).all()


def _stale(work: UnitOfWork, schedule_id: UUID) -> Sequence[UUID]:
    query = (
        select(ProposedVisit.visit_id)
        .join(Visit, Visit.id == ProposedVisit.visit_id)
        .where(ProposedVisit.schedule_id == schedule_id)
        .group_by(ProposedVisit.visit_id, Visit.version)
        .having(func.bool_or(ProposedVisit.visit_version != Visit.version))
    )
    return work.session.scalars(query.order_by(ProposedVisit.visit_id)).all()
