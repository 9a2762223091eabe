"""What was written is not kept here for longer than it may have to be shown that it was looked at."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select

from service.kit.work import UnitOfWork
from service.messaging.content_checks.models import ContentCheck


def forget_submitted_before(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop checks of before that moment that have ended; how many there were."""
    over = or_(ContentCheck.decided_at.is_not(None), ContentCheck.replaced_at.is_not(None))
    old = select(ContentCheck.id).where(ContentCheck.submitted_at < oldest, over)
    batch = old.order_by(ContentCheck.submitted_at).limit(limit)
    dropped = delete(ContentCheck).where(ContentCheck.id.in_(batch)).returning(ContentCheck.id)
    return len(work.session.execute(dropped).all())


def forget_written_by(work: UnitOfWork, account_ids: Collection[UUID]) -> None:
    """Drop every check of what these accounts have written."""
    work.session.execute(delete(ContentCheck).where(ContentCheck.author_id.in_(account_ids)))
