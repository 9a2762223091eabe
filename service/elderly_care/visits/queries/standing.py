"""Visits to be changed, and whose they are or were."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select, union_all

from service.elderly_care.plans.models import CarePlan
from service.elderly_care.visits.models import Assignment, Round, Visit
from service.kit.work import UnitOfWork


def visit(work: UnitOfWork, visit_id: UUID, *, to_change: bool = False) -> Visit | None:
    """The visit with this id; who reads it to change it waits for others who do."""
    query = select(Visit).where(Visit.id == visit_id)
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    return work.session.scalar(query)


def visits_to_change(
    work: UnitOfWork, visit_ids: Collection[UUID], *, skip_locked: bool = False
) -> dict[UUID, Visit]:
    """These visits, locked in the order of their ids, as everybody locks them."""
    query = select(Visit).where(Visit.id.in_(visit_ids)).order_by(Visit.id)
    locked = query.with_for_update(skip_locked=skip_locked).execution_options(populate_existing=True)
    return {each.id: each for each in work.session.scalars(locked)}


def rounds_to_change(
    work: UnitOfWork, round_ids: Collection[UUID], *, skip_locked: bool = False
) -> dict[UUID, Round]:
    """These rounds, locked in the order of their ids; before their visits."""
    query = select(Round).where(Round.id.in_(round_ids)).order_by(Round.id)
    locked = query.with_for_update(skip_locked=skip_locked).execution_options(populate_existing=True)
    return {each.id: each for each in work.session.scalars(locked)}


def visits_of_round(work: UnitOfWork, round_id: UUID, *, to_change: bool = False) -> Sequence[Visit]:
    """The visits that a round serves, in the order of their ids."""
    query = select(Visit).where(Visit.round_id == round_id).order_by(Visit.id)
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    return work.session.scalars(query).all()


def standing_assignments(
    work: UnitOfWork, visit_ids: Collection[UUID] = (), round_ids: Collection[UUID] = ()
) -> Sequence[Assignment]:
    """Who makes these visits and rounds now; whoever asks to change it holds them."""
    query = select(Assignment).where(
        or_(Assignment.visit_id.in_(visit_ids), Assignment.round_id.in_(round_ids)),
        Assignment.released_at.is_(None),
    )
    fresh = query.order_by(Assignment.id).execution_options(populate_existing=True)
    return work.session.scalars(fresh).all()


def assignments(work: UnitOfWork, assignment_ids: Collection[UUID]) -> Sequence[Assignment]:
    """These assignments as they stand now, those of a day's neighbours; whoever asks holds the day."""
    query = select(Assignment).where(Assignment.id.in_(assignment_ids)).order_by(Assignment.id)
    return work.session.scalars(query.execution_options(populate_existing=True)).all()


def assignments_within(
    work: UnitOfWork, caregiver_id: UUID, starts_at: datetime, ends_at: datetime
) -> Sequence[Assignment]:
    """What a caregiver makes in a stretch of time, whole or in part."""
    query = select(Assignment).where(
        Assignment.caregiver_id == caregiver_id,
        Assignment.starts_at < ends_at,
        Assignment.ends_at > starts_at,
        Assignment.released_at.is_(None),
    )
    return work.session.scalars(query.order_by(Assignment.starts_at, Assignment.id)).all()


def caregiver_ids_of(work: UnitOfWork, visit_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Who makes these visits now, by themselves or in their rounds, in one statement; nobody's are not in the answer."""
    own = select(Assignment.visit_id, Assignment.caregiver_id, Assignment.id).where(
        Assignment.visit_id.in_(visit_ids), Assignment.released_at.is_(None)
    )
    in_rounds = (
        select(Visit.id, Assignment.caregiver_id, Assignment.id)
        .join(Assignment, Assignment.round_id == Visit.round_id)
        .where(Visit.id.in_(visit_ids), Assignment.released_at.is_(None))
    )
    both = union_all(own, in_rounds).subquery()
    found: dict[UUID, list[UUID]] = {}
    for row in work.session.execute(select(both).order_by(both.c.id)):
        found.setdefault(row.visit_id, []).append(row.caregiver_id)
    return found


def was_theirs_at(work: UnitOfWork, visit_id: UUID, caregiver_id: UUID, at: datetime) -> bool:
    """Whether a visit was the caregiver's at that moment, by itself or in its round, or is theirs now."""
    of_visit = or_(
        Assignment.visit_id == visit_id,
        Assignment.round_id == select(Visit.round_id).where(Visit.id == visit_id).scalar_subquery(),
    )
    query = select(Assignment.id).where(
        of_visit,
        Assignment.caregiver_id == caregiver_id,
        or_(
            Assignment.released_at.is_(None),
            (Assignment.assigned_at <= at) & (Assignment.released_at > at),
        ),
    )
    return work.session.scalar(query.limit(1)) is not None


def refused_by(work: UnitOfWork, plan_ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Which caregivers are not to come, by the plans that say so."""
    query = select(CarePlan.id, CarePlan.refused_caregivers).where(CarePlan.id.in_(plan_ids))
    return {row.id: frozenset(row.refused_caregivers) for row in work.session.execute(query)}
