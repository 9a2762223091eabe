"""What activities hold about a person."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import literal, select, union_all

from service.events.activities.models import WAITS, Activity, ActivityFeedback, ActivityWait, SignUp
from service.events.activities.rules import SignUpStatus
from service.kit.calendar_feeds import Span
from service.kit.work import UnitOfWork


def to_come(work: UnitOfWork, resident_ids: Collection[UUID]) -> Sequence[Any]:
    """What these residents will come to, or wait for, in one statement."""
    signed_up = (
        select(
            SignUp.id,
            SignUp.resident_id,
            Activity.title,
            Activity.starts_at,
            literal(value=False).label("waits"),
        )
        .join(Activity, Activity.id == SignUp.activity_id)
        .where(
            SignUp.resident_id.in_(resident_ids),
            SignUp.status == SignUpStatus.SIGNED_UP,
            Activity.ends_at > work.now,
        )
    )
    waiting = (
        select(
            ActivityWait.id,
            ActivityWait.resident_id,
            Activity.title,
            Activity.starts_at,
            literal(value=True).label("waits"),
        )
        .join(Activity, Activity.id == ActivityWait.activity_id)
        .where(ActivityWait.resident_id.in_(resident_ids), WAITS.stands)
    )
    return work.session.execute(union_all(signed_up, waiting)).all()


def every_sign_up_of(work: UnitOfWork, resident_id: UUID) -> Sequence[Any]:
    """Every sign-up of a resident with what they said afterwards, the oldest first."""
    query = (
        select(SignUp, Activity, ActivityFeedback)
        .join(Activity, Activity.id == SignUp.activity_id)
        .outerjoin(ActivityFeedback, ActivityFeedback.sign_up_id == SignUp.id)
        .where(SignUp.resident_id == resident_id)
    )
    return work.session.execute(query.order_by(SignUp.id)).all()


def every_wait_of(work: UnitOfWork, resident_id: UUID) -> Sequence[Any]:
    """Every wait of a resident, the oldest first."""
    query = select(ActivityWait, Activity.title, Activity.starts_at).join(
        Activity, Activity.id == ActivityWait.activity_id
    )
    mine = query.where(ActivityWait.resident_id == resident_id)
    return work.session.execute(mine.order_by(ActivityWait.id)).all()


def in_calendar_of(work: UnitOfWork, resident_id: UUID, span: Span) -> Sequence[Any]:
    """What somebody has signed up for, or brings somebody of their household to, for their calendar."""
    query = (
        select(SignUp, Activity)
        .join(Activity, Activity.id == SignUp.activity_id)
        .where(
            (SignUp.resident_id == resident_id) | (SignUp.brought_by == resident_id),
            Activity.starts_at >= span.first,
            Activity.starts_at < span.last,
        )
        .order_by(Activity.starts_at.desc(), SignUp.id)
        .limit(_MOST_EVENTS)
    )
    return work.session.execute(query).all()


_MOST_EVENTS = 1000
