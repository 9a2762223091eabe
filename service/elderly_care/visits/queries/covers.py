"""What finding somebody for a visit needs: who knows the elder, whom plans prefer, when the elder is free."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from service.elderly_care.plans.models import CarePlan
from service.elderly_care.visits.models import Assignment, ElderGrain, Visit
from service.elderly_care.visits.rules import VisitStatus
from service.kit.grains import grain_of
from service.kit.work import UnitOfWork

_KNOWS_AFTER = (VisitStatus.IN_PROGRESS, VisitStatus.DONE, VisitStatus.CONFIRMED)
_REMEMBERED = timedelta(days=366)


def known_to(work: UnitOfWork, elder_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Which caregivers have visited these elders within a year."""
    query = (
        select(Visit.elder_id, Assignment.caregiver_id)
        .join(Assignment, Assignment.visit_id == Visit.id)
        .where(
            Visit.elder_id.in_(elder_ids),
            Visit.window_starts_at > work.now - _REMEMBERED,
            Visit.status.in_(_KNOWS_AFTER),
            Assignment.released_at.is_(None),
        )
        .distinct()
    )
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for row in work.session.execute(query):
        found[row.elder_id].add(row.caregiver_id)
    return found


def preferred_by(work: UnitOfWork, plan_ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Which caregivers these plans would like to come."""
    query = select(CarePlan.id, CarePlan.preferred_caregivers).where(CarePlan.id.in_(plan_ids))
    return {row.id: frozenset(row.preferred_caregivers) for row in work.session.execute(query)}


def elders_time(
    work: UnitOfWork, elder_ids: Collection[UUID], starts_at: datetime, ends_at: datetime
) -> dict[UUID, list[tuple[int, UUID]]]:
    """Which grains of these elders are taken, by which visit."""
    query = select(ElderGrain.elder_id, ElderGrain.grain, ElderGrain.visit_id).where(
        ElderGrain.elder_id.in_(elder_ids),
        ElderGrain.grain.between(grain_of(starts_at), grain_of(ends_at)),
    )
    found: dict[UUID, list[tuple[int, UUID]]] = defaultdict(list)
    for row in work.session.execute(query):
        found[row.elder_id].append((row.grain, row.visit_id))
    return found
