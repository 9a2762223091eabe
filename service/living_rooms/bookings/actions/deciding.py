"""What is done to a booking that stands: approved, rejected, cancelled, checked in to, completed."""

from collections.abc import Sequence
from uuid import UUID

from service.kit.acting import ActedBy, show_acting
from service.kit.content import Checked
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import permissions, queries, rules
from service.living_rooms.bookings.actions.endings import end
from service.living_rooms.bookings.actions.holders import acting, in_care, is_staff_acting
from service.living_rooms.bookings.actions.penalties import is_penalised, penalise
from service.living_rooms.bookings.messages import (
    BookingCancelled,
    BookingConfirmed,
    BookingRejected,
    CancelledBy,
)
from service.living_rooms.bookings.models import Booking
from service.living_rooms.bookings.rules import Act, BookingStatus
from service.living_rooms.errors import WrongCode
from service.living_rooms.rooms.actions import is_valid_code
from service.living_rooms.rooms.rules import Policy
from service.messaging.content_checks.actions import submit


def approve(work: UnitOfWork, booking_id: UUID) -> Booking:
    """Confirm a pending booking, as a worker of the room's region."""
    booking = in_care(work, booking_id).booking
    booking.status = rules.after(booking.status, Act.APPROVE)
    booking.hold_until = None
    booking.updated_at = work.now
    work.announce(BookingConfirmed(booking_id=booking.id))
    return booking


def reject(work: UnitOfWork, booking_id: UUID, reason: str) -> Booking:
    """Refuse a pending booking, as a worker of the room's region."""
    booking = in_care(work, booking_id).booking
    end(work, [booking], Act.REJECT, reason=reason)
    work.announce(BookingRejected(booking_id=booking.id))
    return booking


def cancel(work: UnitOfWork, booking_id: UUID, reason: str | None = None) -> Booking:
    """Give a booking's time back; late, it counts like a no-show, unless staff do it."""
    locked = work.found(queries.locked(work, booking_id))
    acted_by = acting(work, locked)
    booking = locked.booking
    checked = submit(
        work,
        kind=rules.REASON_OF_BOOKING,
        subject_id=booking.id,
        text=reason,
        region_code=booking.region_code,
    )
    cancel_locked(work, [booking], acted_by, reason, checked)
    return booking


def cancel_locked(
    work: UnitOfWork,
    bookings: Sequence[Booking],
    acted_by: ActedBy | None,
    reason: str | None,
    checked: Checked,
) -> None:
    """Cancel bookings of one holder in one room, which are locked already; `checked` is the check of the reason."""
    by_staff = is_staff_acting(acted_by)
    policy = queries.policy_of_room(work, bookings[0].living_room_id)
    late = {each.id for each in bookings if not by_staff and _is_late(work, policy, each)}
    end(work, bookings, Act.CANCEL, reason=reason, checked=checked)
    by = CancelledBy.STAFF if by_staff else CancelledBy.HOLDER
    for booking in bookings:
        show_acting(booking, acted_by)
        booking.cancelled_late = booking.id in late
        suspended_until = penalise(work, booking, policy) if booking.cancelled_late else None
        work.announce(BookingCancelled(booking_id=booking.id, by=by, suspended_until=suspended_until))


def _is_late(work: UnitOfWork, policy: Policy, booking: Booking) -> bool:
    """Whether to cancel it now counts against somebody; what still waits for approval never does."""
    return (
        booking.status is BookingStatus.CONFIRMED
        and is_penalised(booking)
        and rules.is_late_to_cancel(policy, booking.starts_at, work.now)
    )


def check_in(work: UnitOfWork, booking_id: UUID, code: str | None = None) -> Booking:
    """Note that the holder has come: by the code on the room's screen, or, for a worker, without one."""
    locked = work.found(queries.locked(work, booking_id))
    booking, acted_by = locked.booking, acting(work, locked)
    at_desk = permissions.may_keep(work.actor, locked.path)
    status = rules.after(booking.status, Act.CHECK_IN)
    policy = queries.policy_of_room(work, booking.living_room_id)
    rules.check_check_in(policy, booking.starts_at, booking.ends_at, work.now, at_desk=at_desk)
    needs_code = code is not None or not at_desk
    if needs_code and not (code and is_valid_code(work, booking.living_room_id, code)):
        raise WrongCode(field="code")
    booking.status = status
    booking.checked_in_at = work.now
    booking.updated_at = work.now
    show_acting(booking, acted_by)
    return booking


def complete(work: UnitOfWork, booking_id: UUID) -> Booking:
    """Say that the people have left; the rest of the time, after the buffer, is free again."""
    locked = work.found(queries.locked(work, booking_id))
    show_acting(locked.booking, acting(work, locked))
    policy = queries.policy_of_room(work, locked.booking.living_room_id)
    end(work, [locked.booking], Act.COMPLETE, cleaning_minutes=policy.buffer_minutes)
    return locked.booking
