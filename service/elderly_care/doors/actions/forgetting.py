"""Forgetting doors: of who is erased, and what hung there long ago."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from service.elderly_care.doors.models import Door, DoorSecret
from service.kit.work import UnitOfWork


def forget_door(work: UnitOfWork, elder_id: UUID) -> None:
    """Forget where somebody lives, and what hung at their door."""
    theirs = select(Door.id).where(Door.elder_id == elder_id)
    work.session.execute(delete(DoorSecret).where(DoorSecret.door_id.in_(theirs)))
    work.session.execute(delete(Door).where(Door.elder_id == elder_id))


def forget_former_secrets(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop the secrets of devices and sheets that were taken away before that moment; how many there were."""
    over = select(DoorSecret.id).where(DoorSecret.ended_at < oldest)
    batch = over.order_by(DoorSecret.ended_at, DoorSecret.id).limit(limit)
    dropped = delete(DoorSecret).where(DoorSecret.id.in_(batch)).returning(DoorSecret.id)
    return len(work.session.execute(dropped).all())
