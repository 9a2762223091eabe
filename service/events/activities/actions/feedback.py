"""What who was there says afterwards."""

from uuid import UUID

from service.events.activities import queries, rules
from service.events.activities.errors import FeedbackOver, FeedbackTooEarly, NotAttended
from service.events.activities.models import ActivityFeedback
from service.events.activities.rules import SignUpStatus
from service.kit.work import UnitOfWork


def give_feedback(
    work: UnitOfWork, activity_id: UUID, *, rating: int, comment: str | None = None
) -> ActivityFeedback:
    """Say in person, once and within a month, how it was.

    Raises NotAttended, FeedbackTooEarly, FeedbackGiven, FeedbackOver, NotFound.
    """
    activity = work.found(queries.activity(work, activity_id))
    own = work.actor.resident_id
    rows = queries.standing_sign_ups(work, activity_id, [own]) if own is not None else ()
    if not rows or rows[0].status is not SignUpStatus.ATTENDED:
        raise NotAttended
    if work.now < activity.starts_at:
        raise FeedbackTooEarly
    if work.now >= activity.ends_at + rules.FEEDBACK_FOR:
        raise FeedbackOver
    given = ActivityFeedback(
        id=work.new_id(),
        activity_id=activity_id,
        sign_up_id=rows[0].id,
        rating=rating,
        comment=comment or None,
        created_at=work.now,
    )
    work.session.add(given)
    return given
