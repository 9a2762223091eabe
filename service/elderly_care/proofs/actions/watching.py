"""What the clock sees: visits that are late, unfinished or missed, and whom it climbs to until somebody explains it."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from service.elderly_care.proofs import permissions, queries
from service.elderly_care.proofs.actions.sealing import seal
from service.elderly_care.proofs.messages import (
    MissClimbed,
    VisitExplained,
    VisitLate,
    VisitMissed,
    VisitUnfinished,
)
from service.elderly_care.proofs.models import Explanation, OverdueVisit
from service.elderly_care.proofs.rules import ClimbStep, Reason
from service.elderly_care.visits import actions as visits
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import NOT_BEGUN, Act, VisitStatus
from service.kit.calendar import working_day_after
from service.kit.clock import at_local, local
from service.kit.errors import Forbidden, WrongState
from service.kit.work import UnitOfWork

_BATCH = 200
# No window is longer: an item's day ends at noon of the next.
_LONGEST_WINDOW = timedelta(hours=36)
_DOUBTFUL = frozenset({VisitStatus.IN_PROGRESS, VisitStatus.DONE, VisitStatus.MISSED, VisitStatus.CANCELLED})


def miss(work: UnitOfWork) -> None:
    """Let visits be missed whose window is over and to which nobody came; it then climbs until it is explained."""
    settings = work.house.settings
    over = work.now - timedelta(minutes=settings.care_miss_grace_minutes)
    found = queries.due_where(
        work,
        Visit.status.in_(NOT_BEGUN),
        Visit.window_ends_at <= over,
        by=(Visit.window_ends_at, Visit.id),
        limit=_BATCH,
    )
    for visit in found:
        visits.move_status(work, visit, Act.MISS)
        overdue = _overdue(work, visit.id)
        overdue.missed_at, overdue.step = work.now, ClimbStep.DISPATCHER
        overdue.next_step_at = (
            None if visit.is_private else work.now + timedelta(minutes=settings.care_miss_answer_minutes)
        )
        work.announce(VisitMissed(visit_id=visit.id))


def tell_late(work: UnitOfWork) -> None:
    """Tell, once a visit, that nobody has come though it was to have begun."""
    begun = work.now - timedelta(minutes=work.house.settings.care_late_minutes)
    told = select(OverdueVisit.visit_id).where(
        OverdueVisit.visit_id == Visit.id, OverdueVisit.late_told_at.is_not(None)
    )
    found = queries.due_where(
        work,
        Visit.status == VisitStatus.ASSIGNED,
        Visit.round_id.is_(None),
        Visit.window_ends_at.between(work.now, work.now + _LONGEST_WINDOW),
        Visit.starts_at <= begun,
        ~told.exists(),
        by=(Visit.window_ends_at, Visit.id),
        limit=_BATCH,
    )
    for visit in found:
        _overdue(work, visit.id).late_told_at = work.now
        work.announce(VisitLate(visit_id=visit.id))


def tell_unfinished(work: UnitOfWork) -> None:
    """Tell, once a visit, that somebody came and nothing says that they went."""
    over = work.now - timedelta(minutes=work.house.settings.care_unfinished_minutes)
    told = select(OverdueVisit.visit_id).where(
        OverdueVisit.visit_id == Visit.id, OverdueVisit.unfinished_told_at.is_not(None)
    )
    found = queries.due_where(
        work,
        Visit.status == VisitStatus.IN_PROGRESS,
        Visit.window_ends_at <= over,
        ~told.exists(),
        by=(Visit.window_ends_at, Visit.id),
        limit=_BATCH,
    )
    for visit in found:
        _overdue(work, visit.id).unfinished_told_at = work.now
        work.announce(VisitUnfinished(visit_id=visit.id))


def climb(work: UnitOfWork) -> None:
    """Let what was missed and not answered climb: to the community's worker, then to the street."""
    for visit, overdue in queries.climbing(work, _BATCH):
        if visit.status is not VisitStatus.MISSED:
            overdue.next_step_at = None
            continue
        to_worker = overdue.step is ClimbStep.DISPATCHER
        overdue.step = ClimbStep.WORKER if to_worker else ClimbStep.STREET
        overdue.next_step_at = _in_working_days(work) if to_worker else None
        work.announce(MissClimbed(visit_id=visit.id, step=overdue.step.value))


def explain(work: UnitOfWork, visit_id: UUID, *, reason_code: Reason, note: str | None = None) -> Explanation:
    """Say as the operator's planner why a visit was missed or is in doubt; what was missed climbs no further.

    Raises WrongState.
    """
    visit = queries.held(work, visit_id)
    work.require(permissions.may_plan(queries.standpoint(work, visit)))
    if visit.status not in _DOUBTFUL:
        raise WrongState(state=visit.status)
    if work.actor.account_id is None:
        raise Forbidden
    explanation_id = work.new_id()
    said = Explanation(
        id=explanation_id,
        visit_id=visit_id,
        reason_code=reason_code,
        note_sealed=seal(work, note, f"care_visit_explanations.note:{explanation_id}"),
        explained_by=work.actor.account_id,
        explained_at=work.now,
    )
    work.session.add(said)
    overdue = queries.overdue_of(work, visit_id)
    if overdue is not None:
        overdue.next_step_at = None
    work.announce(VisitExplained(visit_id=visit_id, explanation_id=explanation_id))
    return said


def _overdue(work: UnitOfWork, visit_id: UUID) -> OverdueVisit:
    row = queries.overdue_of(work, visit_id)
    if row is None:
        row = OverdueVisit(visit_id=visit_id)
        work.session.add(row)
    return row


def _in_working_days(work: UnitOfWork) -> datetime:
    now = local(work.now)
    day = working_day_after(now.date(), work.house.settings.care_miss_working_days)
    return at_local(day, now.time())
