"""What rounds hold: which visits join them, whose they were, and whose they are."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, delete, literal, select

from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.rounds.models import RoundWindow
from service.elderly_care.visits.models import Assignment, ElderGrain, Round, Visit
from service.elderly_care.visits.rules import NOT_BEGUN, RoundStatus, VisitStatus
from service.kit.grains import grains
from service.kit.work import UnitOfWork


class Window(NamedTuple):
    """What the visits have in common that are made in one round without anybody's saying so."""

    organisation_id: UUID
    service_id: UUID
    facility_id: UUID | None
    starts_at: datetime
    ends_at: datetime


def round_of_window(work: UnitOfWork, window: Window) -> Round | None:
    """The round that visits of this window join, held; None where none stands."""
    query = (
        select(Round)
        .join(RoundWindow, RoundWindow.round_id == Round.id)
        .where(
            RoundWindow.organisation_id == window.organisation_id,
            RoundWindow.service_id == window.service_id,
            RoundWindow.facility_id.is_not_distinct_from(literal(window.facility_id, Uuid)),
            RoundWindow.starts_at == window.starts_at,
            RoundWindow.ends_at == window.ends_at,
        )
    )
    held = query.with_for_update(of=Round).execution_options(populate_existing=True)
    return work.session.scalar(held)


def forget_window(work: UnitOfWork, round_id: UUID) -> None:
    """Let no more visits join this round by themselves."""
    work.session.execute(delete(RoundWindow).where(RoundWindow.round_id == round_id))


def caregiver_ids_of(work: UnitOfWork, round_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Whose these rounds are now, in one statement."""
    query = select(Assignment.round_id, Assignment.caregiver_id).where(
        Assignment.round_id.in_(round_ids), Assignment.released_at.is_(None)
    )
    found: dict[UUID, list[UUID]] = {}
    for row in work.session.execute(query.order_by(Assignment.id)):
        found.setdefault(row.round_id, []).append(row.caregiver_id)
    return found


def claims_of_round(work: UnitOfWork, round_id: UUID) -> Sequence[Assignment]:
    """Whose a round is or ever was."""
    query = select(Assignment).where(Assignment.round_id == round_id).order_by(Assignment.id)
    return work.session.scalars(query).all()


def round_of_caregiver(work: UnitOfWork, round_id: UUID, caregiver_id: UUID) -> Round | None:
    """A round that is or was this caregiver's."""
    theirs = select(Assignment.id).where(
        Assignment.round_id == Round.id, Assignment.caregiver_id == caregiver_id
    )
    return work.session.scalar(select(Round).where(Round.id == round_id, theirs.exists()))


def session_of(work: UnitOfWork, round_id: UUID, elder_id: UUID) -> tuple[Round, UUID]:
    """A session to which an elder is expected, and by which visit. Raises NotFound."""
    query: Any = (
        select(Round, Visit.id)
        .join(Visit, Visit.round_id == Round.id)
        .where(
            Round.id == round_id,
            Round.mode == Mode.CENTRE_SESSION,
            Visit.elder_id == elder_id,
            Visit.status != VisitStatus.CANCELLED,
        )
    )
    row = work.found(work.session.execute(query.order_by(Visit.id)).first())
    return row.Round, row.id


def rounds_of_visits(work: UnitOfWork, visit_ids: Collection[UUID]) -> set[UUID]:
    """In which rounds these visits are made."""
    query = select(Visit.round_id).where(Visit.id.in_(visit_ids), Visit.round_id.is_not(None)).distinct()
    return {row.round_id for row in work.session.execute(query)}


def singly_assigned(work: UnitOfWork, visit_ids: Collection[UUID]) -> set[UUID]:
    """Which of these visits are somebody's by themselves."""
    query = select(Assignment.visit_id).where(
        Assignment.visit_id.in_(visit_ids), Assignment.released_at.is_(None)
    )
    return {row.visit_id for row in work.session.execute(query)}


def busy_elders(
    work: UnitOfWork, visits: Collection[Visit], starts_at: datetime, ends_at: datetime
) -> set[UUID]:
    """Whose time is taken in a stretch by another visit than these."""
    query = select(ElderGrain.elder_id).where(
        ElderGrain.elder_id.in_([each.elder_id for each in visits]),
        ElderGrain.grain.in_(grains(starts_at, ends_at)),
        ElderGrain.visit_id.not_in([each.id for each in visits]),
    )
    return {row.elder_id for row in work.session.execute(query.distinct())}


def joinable(work: UnitOfWork, visit_ids: Collection[UUID]) -> Sequence[Visit]:
    """Those of these visits that have not begun and are nobody's nor in a round, in the order of their ids, not held."""
    taken = select(Assignment.id).where(Assignment.visit_id == Visit.id, Assignment.released_at.is_(None))
    query = select(Visit).where(
        Visit.id.in_(visit_ids), Visit.status.in_(NOT_BEGUN), Visit.round_id.is_(None), ~taken.exists()
    )
    return work.session.scalars(query.order_by(Visit.id)).all()


def finished(work: UnitOfWork, over: datetime, limit: int) -> Sequence[Round]:
    """Rounds that ended by then and of which no visit is open any more, held; those in others' hands are passed by."""
    still_open = select(Visit.id).where(Visit.round_id == Round.id, Visit.status.in_(NOT_BEGUN))
    query = (
        select(Round)
        .where(
            Round.status.in_((RoundStatus.PLANNED, RoundStatus.ASSIGNED)),
            Round.ends_at <= over,
            ~still_open.exists(),
        )
        .order_by(Round.ends_at, Round.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return work.session.scalars(query).all()
