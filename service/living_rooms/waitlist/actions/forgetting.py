"""Wishes of who is erased, and of long ago."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from service.kit.work import UnitOfWork
from service.living_rooms.rooms.actions import release_grains
from service.living_rooms.waitlist.models import WISHES, WaitlistEntry

_AT_ONCE = 200


def forget_person(work: UnitOfWork, resident_id: UUID) -> None:
    """Drop all that a resident waits or waited for; what was held for them is free again."""
    for entry in WISHES.end_all(work, WaitlistEntry.resident_id == resident_id, limit=_AT_ONCE):
        release_grains(work, waitlist_entry_id=entry.id)
    work.session.flush()
    work.session.execute(delete(WaitlistEntry).where(WaitlistEntry.resident_id == resident_id))


def forget_ended(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop wishes whose time was over before that moment; how many there were."""
    over = WaitlistEntry.ends_at < oldest, ~WISHES.stands
    batch = select(WaitlistEntry.id).where(*over).order_by(WaitlistEntry.id).limit(limit)
    dropped = delete(WaitlistEntry).where(WaitlistEntry.id.in_(batch)).returning(WaitlistEntry.id)
    return len(work.session.execute(dropped).all())
