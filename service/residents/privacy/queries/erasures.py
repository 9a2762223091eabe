"""Questions about who was erased, and what waits to be emptied."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from service.kit.work import UnitOfWork
from service.residents.models import Resident
from service.residents.privacy.models import Erasure
from service.residents.rules import ERASED_NAME, ResidentStatus


def erasure_of(work: UnitOfWork, resident_id: UUID) -> Erasure | None:
    """That this resident was erased."""
    return work.session.scalar(select(Erasure).where(Erasure.resident_id == resident_id))


def rejected_before(work: UnitOfWork, oldest: datetime, limit: int) -> Sequence[Resident]:
    """Rejected registrations from before that moment that still hold something of the person, the oldest first."""
    query = select(Resident).where(
        Resident.status == ResidentStatus.REJECTED,
        Resident.registered_at < oldest,
        Resident.name != ERASED_NAME,
    )
    return work.session.scalars(query.order_by(Resident.id).limit(limit).with_for_update()).all()
