"""Cancelling many bookings at once, against nobody: for a closure, and when a resident has gone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_

from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import queries, rules
from service.living_rooms.bookings.actions.endings import end
from service.living_rooms.bookings.messages import BookingCancelled, CancelledBy
from service.living_rooms.bookings.models import Booking
from service.living_rooms.bookings.rules import Act, BookingStatus
from service.living_rooms.rooms.queries import lock_room
from service.residents import queries as residents
from service.residents.homes import actions as homes


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
    """Cancel what is to come of a resident who has moved away or died, and what has begun without them; else nothing."""
    begun_without_them = and_(Booking.ends_at > work.now, Booking.status != BookingStatus.CHECKED_IN)
    found = queries.locked_where(
        work,
        Booking.resident_id == resident_id,
        or_(Booking.starts_at > work.now, begun_without_them),
        Booking.status.in_(rules.STANDING),
    )
    # Asked only now: who held one of them may have taken so long that it was taken back meanwhile.
    if not residents.has_left(work, resident_id):
        return
    end(work, found, Act.CLOSE)
    for booking in found:
        work.announce(BookingCancelled(booking_id=booking.id, by=by, suspended_until=None))
        _, room = work.found(queries.booking_and_room_name(work, booking.id))
        what = Text(f"预约：{room}", f"Booking of {room}")
        homes.note_ended(work, resident_id, what, subject=booking.id, at=booking.starts_at)
