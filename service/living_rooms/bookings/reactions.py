"""What bookings do when something happens: tell the people concerned, make way for closures, end with their people."""

from service.kit.messages import on
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import actions, messages, queries, texts
from service.living_rooms.bookings.actions.telling import tell_cancelled, tell_holder, tell_keepers
from service.living_rooms.bookings.rules import BookingStatus
from service.living_rooms.rooms.messages import RoomClosed
from service.residents.messages import ResidentDied, ResidentMovedAway


@on(messages.BookingMade)
def tell_of_booking(work: UnitOfWork, told: messages.BookingMade) -> None:
    """Confirm it, or say that it waits; nothing if that is past already."""
    booking, _ = work.found(queries.booking_and_room_name(work, told.booking_id))
    if booking.status is BookingStatus.PENDING:
        tell_holder(work, told.booking_id, texts.PENDING)
        tell_keepers(work, told.booking_id, texts.TO_APPROVE)
    elif booking.status is BookingStatus.CONFIRMED:
        tell_holder(work, told.booking_id, texts.CONFIRMED)


@on(messages.BookingSeriesMade)
def tell_of_series(work: UnitOfWork, told: messages.BookingSeriesMade) -> None:
    """Say once what was booked for several weeks."""
    first, *rest = queries.standing_of_series(work, told.series_id) or (None,)
    if first is not None:
        waits = first.status is BookingStatus.PENDING
        text = texts.SERIES_PENDING if waits else texts.SERIES_CONFIRMED
        tell_holder(work, first.id, text, times=1 + len(rest))
        if waits:
            tell_keepers(work, first.id, texts.SERIES_TO_APPROVE, times=1 + len(rest))


@on(messages.BookingConfirmed)
def tell_of_approval(work: UnitOfWork, told: messages.BookingConfirmed) -> None:
    """Say that a worker approved it."""
    tell_holder(work, told.booking_id, texts.CONFIRMED)


@on(messages.BookingRejected)
def tell_of_rejection(work: UnitOfWork, told: messages.BookingRejected) -> None:
    """Say that a worker refused it, and why."""
    tell_holder(work, told.booking_id, texts.REJECTED)


@on(messages.BookingExpired)
def tell_of_expiry(work: UnitOfWork, told: messages.BookingExpired) -> None:
    """Say that nobody approved it in time."""
    tell_holder(work, told.booking_id, texts.EXPIRED)


@on(messages.BookingMoved)
def tell_of_move(work: UnitOfWork, told: messages.BookingMoved) -> None:
    """Say when, and for how many, it stands now, or that it waits for approval again."""
    tell_holder(work, told.booking_id, texts.MOVED)
    booking, _ = work.found(queries.booking_and_room_name(work, told.booking_id))
    if booking.status is BookingStatus.PENDING:
        tell_holder(work, told.booking_id, texts.PENDING)
        tell_keepers(work, told.booking_id, texts.TO_APPROVE)


@on(messages.BookingCancelled)
def tell_of_cancellation(work: UnitOfWork, told: messages.BookingCancelled) -> None:
    """Say that it is cancelled, and what a late cancellation led to."""
    tell_cancelled(work, told.booking_id, told.by)
    if told.suspended_until is not None:
        tell_holder(work, told.booking_id, texts.SUSPENDED, until=told.suspended_until)


@on(messages.BookingMissed)
def tell_of_no_show(work: UnitOfWork, told: messages.BookingMissed) -> None:
    """Say that nobody checked in, and what that led to."""
    tell_holder(work, told.booking_id, texts.MISSED if told.counted else texts.RELEASED)
    if told.suspended_until is not None:
        tell_holder(work, told.booking_id, texts.SUSPENDED, until=told.suspended_until)


@on(messages.AppealMade)
def tell_of_open_appeal(work: UnitOfWork, told: messages.AppealMade) -> None:
    """Say to the room's workers that somebody waits for their answer."""
    tell_keepers(work, told.booking_id, texts.APPEAL_TO_DECIDE)


@on(messages.AppealDecided)
def tell_of_appeal(work: UnitOfWork, told: messages.AppealDecided) -> None:
    """Say how the appeal was decided."""
    if not told.accepted:
        answer = queries.appeal_answer(work, told.booking_id)
        tell_holder(work, told.booking_id, texts.APPEAL_REJECTED, reason=answer)
        return
    tell_holder(work, told.booking_id, texts.APPEAL_ACCEPTED)
    if told.suspension_lifted:
        tell_holder(work, told.booking_id, texts.SUSPENSION_LIFTED)


@on(RoomClosed)
def make_way_for_closure(work: UnitOfWork, told: RoomClosed) -> None:
    """Cancel what stands in the time of a closure."""
    actions.cancel_in_closure(work, told.living_room_id, told.starts_at, told.ends_at, told.reason)


@on(ResidentMovedAway)
def cancel_bookings_of_who_moved_away(work: UnitOfWork, told: ResidentMovedAway) -> None:
    """Cancel what is to come of somebody who lives elsewhere now."""
    actions.cancel_all_of(work, told.resident_id, messages.CancelledBy.MOVING_AWAY)


@on(ResidentDied)
def cancel_bookings_of_the_dead(work: UnitOfWork, told: ResidentDied) -> None:
    """Cancel what was to come of somebody who has died."""
    actions.cancel_all_of(work, told.resident_id, messages.CancelledBy.DEATH)
