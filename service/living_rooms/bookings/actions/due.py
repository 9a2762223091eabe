"""What the clock does to bookings: reminders, expiry, no-shows, the end; in batches that pass by what is locked."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from service.kit.work import UnitOfWork
from service.living_rooms.bookings import queries
from service.living_rooms.bookings.actions.endings import end
from service.living_rooms.bookings.actions.penalties import miss
from service.living_rooms.bookings.messages import BookingExpired
from service.living_rooms.bookings.models import Booking
from service.living_rooms.bookings.rules import Act, BookingStatus
from service.living_rooms.rooms.models import RoomPolicy

_BATCH = 200
_BEFORE = timedelta(hours=1)
_HELD = or_(Booking.resident_id.is_not(None), Booking.organisation_id.is_not(None))


def reminded(work: UnitOfWork) -> Sequence[UUID]:
    """Note that the holders of these bookings are reminded now: an hour before the start, if they booked before that."""
    due = (
        select(Booking.id)
        .where(
            Booking.status == BookingStatus.CONFIRMED,
            Booking.reminded_at.is_(None),
            Booking.starts_at > work.now,
            Booking.starts_at <= work.now + _BEFORE,
            Booking.created_at <= Booking.starts_at - _BEFORE,
            _HELD,
        )
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    noted = update(Booking).where(Booking.id == due.c.id).values(reminded_at=work.now).returning(Booking.id)
    return work.session.scalars(noted, execution_options={"synchronize_session": False}).all()


def expire(work: UnitOfWork) -> None:
    """Let pending bookings go that nobody decided in time."""
    found = _due(work, Booking.status == BookingStatus.PENDING, Booking.hold_until <= work.now)
    end(work, found, Act.EXPIRE)
    for booking in found:
        work.announce(BookingExpired(booking_id=booking.id))


def note_no_shows(work: UnitOfWork) -> None:
    """Note that nobody came where the time to check in is over; the community's own bookings need no check-in."""
    minutes = (
        select(func.make_interval(0, 0, 0, 0, 0, RoomPolicy.checkin_after_minutes))
        .where(RoomPolicy.living_room_id == Booking.living_room_id)
        .scalar_subquery()
    )
    miss(
        work,
        _due(
            work,
            Booking.status == BookingStatus.CONFIRMED,
            Booking.starts_at <= work.now,
            Booking.starts_at + minutes <= work.now,
            _HELD,
        ),
    )


def finish(work: UnitOfWork) -> None:
    """Complete what has come to its end."""
    used = or_(
        Booking.status == BookingStatus.CHECKED_IN,
        and_(Booking.status == BookingStatus.CONFIRMED, ~_HELD),
    )
    end(work, _due(work, used, Booking.ends_at <= work.now), Act.RUN_OUT)


def _due(work: UnitOfWork, *conditions: ColumnElement[bool]) -> Sequence[Booking]:
    return queries.locked_where(work, *conditions, limit=_BATCH, skip_locked=True)
