"""Asking for a proposal, reading how far it is, and taking it back."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import delete

from service.elderly_care.planner import permissions, queries, rules
from service.elderly_care.planner.errors import ScheduleUnderWay
from service.elderly_care.planner.models import CareSchedule
from service.elderly_care.visits import rules as visits_rules
from service.elderly_care.visits.errors import InThePast
from service.kit import background
from service.kit.background import RunStatus
from service.kit.clock import local_date
from service.kit.errors import OutOfScope, WrongState
from service.kit.work import UnitOfWork

KIND = "elderly_care.planner"
MOST_DAYS = 7
_SEED_DIGITS = 9


def ask(
    work: UnitOfWork, *, organisation_id: UUID, from_: date, to: date, seed: int | None = None
) -> CareSchedule:
    """Have some days planned in the background; nothing is assigned by it.

    Raises OutOfScope, TooFarToSee, InThePast, ScheduleUnderWay.
    """
    work.require(permissions.may_plan(work.actor, organisation_id), OutOfScope)
    visits_rules.check_days(from_, to, most=MOST_DAYS)
    if to < local_date(work.now):
        raise InThePast(field="to")
    _note_given_up(work, organisation_id)
    if queries.is_under_way(work, organisation_id, from_, to):
        raise ScheduleUnderWay
    schedule_id = work.new_id()
    run = background.ask_for(work, KIND, schedule_id=str(schedule_id), day=0, round=0, kept=[])
    run.of = ((to - from_).days + 1) * rules.ROUNDS
    schedule = CareSchedule(
        id=schedule_id,
        organisation_id=organisation_id,
        first_on=from_,
        last_on=to,
        seed=int(work.house.randomness.digits(_SEED_DIGITS)) if seed is None else seed,
        asked_by=work.found(work.actor.account_id),
        asked_at=work.now,
        run_id=run.id,
        status=RunStatus.QUEUED,
        steps=run.of,
    )
    work.session.add(schedule)
    work.session.flush()
    return schedule


def read(work: UnitOfWork, schedule_id: UUID) -> CareSchedule:
    """A proposal of one's operator, or any to the auditor. Raises NotFound."""
    return work.found(queries.readable(work, schedule_id))


def cancel(work: UnitOfWork, schedule_id: UUID) -> CareSchedule:
    """Let a proposal not be made to its end. Raises NotFound, WrongState."""
    schedule = work.found(queries.readable(work, schedule_id, to_change=True))
    status = queries.status_of(work, schedule)
    if status not in background.OPEN:
        raise WrongState(state=status)
    run = queries.idle_run_of(work, schedule)
    # A step that is under way holds its run, perhaps for long, and finds at its end that it was cancelled.
    if run is not None:
        background.cancel(work, run)
    schedule.status, schedule.ended_at = RunStatus.CANCELLED, work.now
    return schedule


def forget(work: UnitOfWork, schedule_ids: Collection[UUID]) -> int:
    """Delete proposals with all that stands in them; how many there were."""
    gone = delete(CareSchedule).where(CareSchedule.id.in_(schedule_ids)).returning(CareSchedule.id)
    return len(work.session.scalars(gone).all())


def _note_given_up(work: UnitOfWork, organisation_id: UUID) -> None:
    """Let a proposal whose run was given up stand in nobody's way."""
    for schedule in queries.given_up(work, organisation_id):
        schedule.status, schedule.ended_at = RunStatus.FAILED, work.now
    work.session.flush()
