"""Rooms booked together with what takes place in them; who invites people there decides, and tells them."""

from datetime import datetime
from uuid import UUID

from service.kit.work import UnitOfWork
from service.living_rooms.bookings import queries, rules
from service.living_rooms.bookings.actions.booking import Wish, book_for
from service.living_rooms.bookings.actions.endings import end
from service.living_rooms.bookings.actions.holders import find_holder
from service.living_rooms.bookings.messages import BookingCancelled, CancelledBy
from service.living_rooms.bookings.queries import BookingRecord
from service.living_rooms.bookings.rules import Act, BookingStatus, Purpose, Terms
from service.living_rooms.rooms.queries import room_facts


def host(
    work: UnitOfWork,
    *,
    living_room_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    purpose: str,
    headcount: int,
    title: str,
    organisation_id: UUID | None = None,
) -> BookingRecord:
    """Book a room for something to which people are invited: an organisation's, or the community's own.

    It is free of the horizon, since people are invited weeks ahead; else refused as any booking is.
    """
    holder = find_holder(work, None, organisation_id)
    wish = Wish(
        living_room_id=living_room_id,
        starts_at=starts_at,
        ends_at=ends_at,
        purpose=Purpose(purpose),
        headcount=headcount,
        title=title,
        terms=Terms(free_of_lead=holder.at_desk, free_of_horizon=True),
    )
    room = work.found(room_facts(work, living_room_id, starts_at, ends_at, lock=True))
    return book_for(work, holder, room, wish)


def call_off(work: UnitOfWork, booking_id: UUID, reason: str | None) -> None:
    """Give a room back because what it was booked for does not take place there; counts against nobody."""
    locked = work.found(queries.locked(work, booking_id))
    if locked.booking.status not in rules.STANDING:
        return
    end(work, [locked.booking], Act.CLOSE, reason=reason)
    work.announce(BookingCancelled(booking_id=booking_id, by=CancelledBy.HOST, suspended_until=None))


def note_arrival(work: UnitOfWork, booking_id: UUID) -> None:
    """Check a booking in because people have come to what takes place there, who were seen otherwise."""
    seen, _ = work.found(queries.booking_and_room_name(work, booking_id))
    if seen.status is not BookingStatus.CONFIRMED:
        return
    booking = work.found(queries.locked(work, booking_id)).booking
    if rules.is_possible(booking.status, Act.CHECK_IN):
        booking.status = rules.after(booking.status, Act.CHECK_IN)
        booking.checked_in_at = booking.updated_at = work.now
