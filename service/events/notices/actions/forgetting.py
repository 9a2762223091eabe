"""Who was addressed and who has read: forgotten with a person, and after years; how many they were stays."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from service.events.notices.models import BY_PERSON, Addressing
from service.kit.work import UnitOfWork


def forget_person(work: UnitOfWork, resident_id: UUID) -> bool:
    """Drop that a resident was addressed and what they have read; whether there was anything."""
    forgotten = [
        work.session.execute(
            delete(model).where(model.resident_id == resident_id).returning(model.notice_id)
        ).all()
        for model in BY_PERSON
    ]
    return any(forgotten)


def forget_people_before(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop addressees and receipts of notices published before that moment; how many were dropped.

    Those of one notice after another, so that a batch that is not full has left none.
    """
    old = select(Addressing).where(Addressing.began_at < oldest, Addressing.forgotten_at.is_(None))
    dropped = 0
    for each in work.session.scalars(old.order_by(Addressing.began_at).limit(limit).with_for_update()):
        for model in BY_PERSON:
            batch = select(model.resident_id).where(model.notice_id == each.notice_id).limit(limit - dropped)
            some = delete(model).where(model.notice_id == each.notice_id, model.resident_id.in_(batch))
            dropped += len(work.session.execute(some.returning(model.resident_id)).all())
            if dropped == limit:
                return dropped
        each.forgotten_at = work.now
    return dropped
