"""What a calendar feed shows."""

from enum import StrEnum

from service.kit.calendar_feeds import EntryStatus
from service.living_rooms.bookings.rules import BookingStatus


class CalendarKind(StrEnum):
    """What a feed shows: all bookings of one room, or what the reader has to come to."""

    ROOM = "room"
    MINE = "mine"


# Who does not come had the room all the same.
ENTRY_STATUS = {
    BookingStatus.PENDING: EntryStatus.TENTATIVE,
    BookingStatus.CONFIRMED: EntryStatus.CONFIRMED,
    BookingStatus.CHECKED_IN: EntryStatus.CONFIRMED,
    BookingStatus.COMPLETED: EntryStatus.CONFIRMED,
    BookingStatus.NO_SHOW: EntryStatus.CONFIRMED,
    BookingStatus.REJECTED: EntryStatus.CANCELLED,
    BookingStatus.CANCELLED: EntryStatus.CANCELLED,
    BookingStatus.EXPIRED: EntryStatus.CANCELLED,
}
