"""Sign-ups to be changed, locked; and who is to be told of an activity."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, select

from service.events.activities.models import Activity, ActivityWait, SignUp
from service.events.activities.rules import PLACED, ActivityStatus
from service.kit.waiting import WaitlistState
from service.kit.work import UnitOfWork

_MOST_CANDIDATES = 200
_AT_ONCE = 50


def locked_sign_ups(work: UnitOfWork, *conditions: ColumnElement[bool]) -> Sequence[SignUp]:
    """Sign-ups to be changed, in the order of their ids."""
    query = (
        select(SignUp)
        .where(*conditions)
        .order_by(SignUp.id)
        .with_for_update(of=SignUp)
        .execution_options(populate_existing=True)
    )
    return work.session.scalars(query).all()


def standing_sign_ups(
    work: UnitOfWork, activity_id: UUID, resident_ids: Collection[UUID]
) -> Sequence[SignUp]:
    """What these people have of an activity's places, locked."""
    return locked_sign_ups(
        work,
        SignUp.activity_id == activity_id,
        SignUp.resident_id.in_(resident_ids),
        SignUp.status.in_(PLACED),
    )


def seen_sign_ups(work: UnitOfWork, activity_id: UUID, resident_ids: Collection[UUID]) -> Sequence[SignUp]:
    """What these people have of an activity's places, as it stands now."""
    theirs = SignUp.activity_id == activity_id, SignUp.resident_id.in_(resident_ids)
    return work.session.scalars(select(SignUp).where(*theirs, SignUp.status.in_(PLACED))).all()


def has_place(work: UnitOfWork, activity_id: UUID, resident_ids: Collection[UUID]) -> bool:
    """Whether one of these people has a place in an activity, or is offered one, as it stands now."""
    signed_up = select(SignUp.id).where(
        SignUp.activity_id == activity_id, SignUp.resident_id.in_(resident_ids), SignUp.status.in_(PLACED)
    )
    offered = select(ActivityWait.id).where(
        ActivityWait.activity_id == activity_id,
        ActivityWait.resident_id.in_(resident_ids),
        ActivityWait.status == WaitlistState.OFFERED,
    )
    return bool(work.session.scalar(select(signed_up.exists() | offered.exists())))


def people_with(
    work: UnitOfWork,
    model: type[SignUp] | type[ActivityWait],
    activity_id: UUID,
    *conditions: ColumnElement[bool],
) -> set[UUID]:
    """Who has or had these places of an activity, or waits for them like this, and who brought them."""
    query = select(model.resident_id, model.brought_by).where(model.activity_id == activity_id, *conditions)
    return {each for row in work.session.execute(query) for each in row if each is not None}


def line(work: UnitOfWork, activity_id: UUID) -> Sequence[ActivityWait]:
    """Who waits for a place, first come first served."""
    query = (
        select(ActivityWait)
        .where(ActivityWait.activity_id == activity_id, ActivityWait.status == WaitlistState.WAITING)
        .order_by(ActivityWait.created_at, ActivityWait.id)
        .limit(_MOST_CANDIDATES)
    )
    return work.session.scalars(query).all()


def activity_row(work: UnitOfWork, activity_id: UUID) -> Activity | None:
    """An activity, to tell people about it."""
    return work.session.get(Activity, activity_id)


def activity_of_booking(work: UnitOfWork, booking_id: UUID) -> UUID | None:
    """The activity for which a room was booked."""
    return work.session.scalar(select(Activity.id).where(Activity.booking_id == booking_id))


def due(work: UnitOfWork, *conditions: ColumnElement[bool]) -> Sequence[Activity]:
    """Published activities with which the clock has something to do, locked; others deal with the rest."""
    query = (
        select(Activity)
        .where(Activity.status == ActivityStatus.PUBLISHED, *conditions)
        .order_by(Activity.id)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True, key_share=True)
        .execution_options(populate_existing=True)
    )
    return work.session.scalars(query).all()
