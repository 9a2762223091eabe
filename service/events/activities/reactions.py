"""What activities do when something happens: tell the people concerned, pass places on, and notice a lost room."""

from service.events.activities import actions, messages, queries, texts
from service.events.activities.actions.telling import tell_maker, tell_many, tell_organisers, tell_person
from service.events.activities.models import ActivityWait, SignUp
from service.events.activities.rules import ActivityStatus, SignUpEnd, SignUpStatus
from service.kit.messages import on
from service.kit.waiting import WaitlistState
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import queries as bookings
from service.living_rooms.bookings.messages import (
    BookingCancelled,
    BookingExpired,
    BookingMoved,
    BookingRejected,
    CancelledBy,
)
from service.residents.messages import ResidentDied, ResidentMovedAway


@on(messages.PlacesFreed)
def offer_freed_place(work: UnitOfWork, told: messages.PlacesFreed) -> None:
    """Offer a free place to the first in line."""
    actions.offer_places(work, told.activity_id)


@on(messages.SignedUp)
def tell_of_sign_up(work: UnitOfWork, told: messages.SignedUp) -> None:
    """Confirm a place; nothing if it was given back already."""
    row = work.found(work.session.get(SignUp, told.sign_up_id))
    if row.status is SignUpStatus.SIGNED_UP and row.resident_id is not None:
        tell_person(work, work.found(queries.activity_row(work, row.activity_id)), row, texts.SIGNED_UP)


@on(messages.SignUpCancelled)
def tell_of_cancelled_sign_up(work: UnitOfWork, told: messages.SignUpCancelled) -> None:
    """Say that a place was given back, or taken."""
    row = work.found(work.session.get(SignUp, told.sign_up_id))
    if row.resident_id is not None:
        text = texts.REMOVED if told.by_organiser else texts.SIGN_UP_CANCELLED
        tell_person(work, work.found(queries.activity_row(work, row.activity_id)), row, text)


@on(messages.ActivitySubmitted)
def tell_of_review(work: UnitOfWork, told: messages.ActivitySubmitted) -> None:
    """Say to the community's workers that an organisation waits for them."""
    activity = work.found(queries.activity_row(work, told.activity_id))
    if activity.status is ActivityStatus.IN_REVIEW:
        tell_organisers(work, activity, texts.TO_REVIEW)


@on(messages.ActivityReturned)
def tell_of_return(work: UnitOfWork, told: messages.ActivityReturned) -> None:
    """Say to who made it why it was not published."""
    tell_maker(work, work.found(queries.activity_row(work, told.activity_id)), texts.RETURNED)


@on(messages.ActivityPublished)
def tell_of_publishing(work: UnitOfWork, told: messages.ActivityPublished) -> None:
    """Say to who made it for an organisation that it is published."""
    activity = work.found(queries.activity_row(work, told.activity_id))
    if activity.created_by != activity.published_by:
        tell_maker(work, activity, texts.PUBLISHED)


@on(messages.ActivityChanged)
def tell_of_change(work: UnitOfWork, told: messages.ActivityChanged) -> None:
    """Say to all who will come, and for whom a place is held, when and where it is now."""
    activity = work.found(queries.activity_row(work, told.activity_id))
    if activity.status is ActivityStatus.PUBLISHED:
        coming = queries.people_with(work, SignUp, activity.id, SignUp.status == SignUpStatus.SIGNED_UP)
        tell_many(work, activity, texts.CHANGED, coming, time=told.version)
        offered = queries.people_with(
            work, ActivityWait, activity.id, ActivityWait.status == WaitlistState.OFFERED
        )
        tell_many(work, activity, texts.OFFER_CHANGED, offered, time=told.version)


@on(messages.ActivityCancelled)
def tell_of_cancelled_activity(work: UnitOfWork, told: messages.ActivityCancelled) -> None:
    """Say to all who would have come that it does not take place, and why."""
    activity = work.found(queries.activity_row(work, told.activity_id))
    would_have_come = queries.people_with(work, SignUp, activity.id, SignUp.ended_by == SignUpEnd.ACTIVITY)
    tell_many(work, activity, texts.CANCELLED, would_have_come)


@on(BookingCancelled)
def note_cancelled_room(work: UnitOfWork, told: BookingCancelled) -> None:
    """Notice that an activity's room was closed, or its booking cancelled by somebody else."""
    if told.by is not CancelledBy.HOST:
        actions.lose_room(work, told.booking_id, is_gone=True)


@on(BookingRejected)
def note_rejected_room(work: UnitOfWork, told: BookingRejected) -> None:
    """Notice that an activity may not have the room."""
    actions.lose_room(work, told.booking_id, is_gone=True)


@on(BookingExpired)
def note_expired_room(work: UnitOfWork, told: BookingExpired) -> None:
    """Notice that nobody has approved an activity's room in time."""
    actions.lose_room(work, told.booking_id, is_gone=True)


@on(BookingMoved)
def note_moved_room(work: UnitOfWork, told: BookingMoved) -> None:
    """Notice that an activity's room was moved to a time that is not the activity's."""
    activity_id = queries.activity_of_booking(work, told.booking_id)
    place = bookings.place(work, told.booking_id)
    if activity_id is None or place is None:
        return
    activity = work.found(queries.activity_row(work, activity_id))
    if activity.starts_at < place.starts_at or activity.ends_at > place.ends_at:
        actions.lose_room(work, told.booking_id, is_gone=False)


@on(ResidentMovedAway)
def give_up_after_move(work: UnitOfWork, told: ResidentMovedAway) -> None:
    """Give back the places of somebody who lives elsewhere now."""
    actions.follow_departure(work, told.resident_id)


@on(ResidentDied)
def give_up_after_death(work: UnitOfWork, told: ResidentDied) -> None:
    """Give back the places of somebody who has died."""
    actions.follow_departure(work, told.resident_id)
