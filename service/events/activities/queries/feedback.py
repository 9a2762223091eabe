"""What was said of an activity; who said it is told to nobody."""

from uuid import UUID

from sqlalchemy import select

from service.events.activities.models import ActivityFeedback
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork


def feedback(
    work: UnitOfWork, activity_id: UUID, *, cursor: str | None = None, limit: int = 20
) -> Page[ActivityFeedback]:
    """What was said of an activity, the newest first; the caller has checked who asks."""
    query = select(ActivityFeedback).where(ActivityFeedback.activity_id == activity_id)
    return page(work, query, by=(ActivityFeedback.id,), cursor=cursor, limit=limit, descending=True)
