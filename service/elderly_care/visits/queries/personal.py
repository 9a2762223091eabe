"""What visits hold about a person."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from service.elderly_care.catalogue.models import CareService
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import NOT_BEGUN, STANDING, VisitStatus
from service.kit.work import UnitOfWork

# A visit that was missed may be made late the same day, or where the elder agreed beyond its window.
_LATE = timedelta(days=2)


class VisitsToCome(NamedTuple):
    """How many visits to an elder stand, and the first of them."""

    elder_id: UUID
    number: int
    first_at: datetime
    first_id: UUID


class VisitOnRecord(NamedTuple):
    """A visit as it is copied for whom it was made."""

    service: str
    status: VisitStatus
    window_starts_at: datetime
    window_ends_at: datetime
    starts_at: datetime | None
    ends_at: datetime | None


def to_come(work: UnitOfWork, elder_ids: Collection[UUID]) -> list[VisitsToCome]:
    """What stands and is not over of these elders' visits, in one statement."""
    at = func.coalesce(Visit.starts_at, Visit.window_starts_at)
    in_order = aggregate_order_by(Visit.id, at, Visit.id)
    query = (
        select(Visit.elder_id, func.count(), func.min(at), func.array_agg(in_order))
        .where(Visit.elder_id.in_(elder_ids), Visit.status.in_(NOT_BEGUN), Visit.window_ends_at > work.now)
        .group_by(Visit.elder_id)
    )
    return [VisitsToCome(row[0], row[1], row[2], row[3][0]) for row in work.session.execute(query)]


def every_visit_of(work: UnitOfWork, elder_id: UUID) -> list[VisitOnRecord]:
    """All visits to an elder, the oldest first."""
    query = (
        select(
            CareService.name,
            Visit.status,
            Visit.window_starts_at,
            Visit.window_ends_at,
            Visit.starts_at,
            Visit.ends_at,
        )
        .join(CareService, CareService.id == Visit.service_id)
        .where(Visit.elder_id == elder_id)
    )
    rows = work.session.execute(query.order_by(Visit.window_starts_at, Visit.id))
    return [VisitOnRecord(*row) for row in rows]


def ids_to_come(work: UnitOfWork, elder_id: UUID) -> Sequence[UUID]:
    """Which visits to an elder have not begun."""
    query = select(Visit.id).where(Visit.elder_id == elder_id, Visit.status.in_(NOT_BEGUN))
    return work.session.scalars(query.order_by(Visit.id)).all()


def arranged_for(work: UnitOfWork, elder_ids: Collection[UUID]) -> Sequence[Visit]:
    """What may still take these elders' time: visits of theirs that can be arranged, or are being made."""
    query = select(Visit).where(
        Visit.elder_id.in_(elder_ids),
        Visit.status.in_((*STANDING, VisitStatus.MISSED)),
        func.coalesce(Visit.ends_at, Visit.window_ends_at) > work.now - _LATE,
    )
    return work.session.scalars(query.order_by(Visit.id)).all()
