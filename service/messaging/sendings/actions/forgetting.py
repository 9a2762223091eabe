"""Forgetting what was sent."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select

from service.kit.work import UnitOfWork
from service.messaging.sendings.models import Sending


def forget_made_before(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop what was to be sent before that moment; how many there were."""
    batch = select(Sending.id).where(Sending.made_at < oldest).order_by(Sending.made_at).limit(limit)
    dropped = delete(Sending).where(Sending.id.in_(batch)).returning(Sending.id)
    return len(work.session.execute(dropped).all())


def forget_sendings_of(work: UnitOfWork, resident_id: UUID, account_ids: Collection[UUID]) -> None:
    """Drop what was sent to these accounts, to the resident's telephone, or to others about the resident."""
    theirs = or_(
        Sending.resident_id == resident_id,
        Sending.phone_of == resident_id,
        Sending.account_id.in_(account_ids),
    )
    work.session.execute(delete(Sending).where(theirs))
