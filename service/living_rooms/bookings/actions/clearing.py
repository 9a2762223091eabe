"""Cancelling many bookings at once, against nobody: for a closure, and when a resident has gone."""

from datetime import datetime
from uuid import UUID

from service.kit.work import UnitOfWork
from service.living_rooms.bookings import queries, rules
from service.living_rooms.bookings.actions.endings import end
from service.living_rooms.bookings.messages import BookingCancelled, CancelledBy
from service.living_rooms.bookings.models import Booking
from service.living_rooms.bookings.rules import Act
from service.living_rooms.rooms.queries import lock_room


def cancel_in_closure(
    work: UnitOfWork, room_id: UUID, starts_at: datetime, ends_at: datetime, reason: str
) -> None:
    """Cancel what stands in a closed time, against nobody; waits for bookings under way, so that none escapes."""
    lock_room(work, room_id, to_close=True)
    found = queries.locked_where(
        work,
        Booking.living_room_id == room_id,
        Booking.starts_at < ends_at,
        Booking.ends_at > starts_at,
        Booking.ends_at > work.now,
        Booking.status.in_(rules.STANDING),
    )
    end(work, found, Act.CLOSE, reason=reason)
    for booking in found:
        work.announce(BookingCancelled(booking_id=booking.id, by=CancelledBy.CLOSURE, suspended_until=None))


def cancel_all_of(work: UnitOfWork, resident_id: UUID, by: CancelledBy) -> None:
    """Cancel what is still to come of a resident who has moved away or died."""
    found = queries.locked_where(
        work,
        Booking.resident_id == resident_id,
        Booking.starts_at > work.now,
        Booking.status.in_(rules.STANDING),
    )
    end(work, found, Act.CLOSE)
    for booking in found:
        work.announce(BookingCancelled(booking_id=booking.id, by=by, suspended_until=None))
