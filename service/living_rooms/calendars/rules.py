"""What a calendar feed shows, and of which time."""

from datetime import datetime, timedelta
from enum import StrEnum

from service.living_rooms.bookings.rules import BookingStatus

PAST_DAYS = 60
COMING_DAYS = 400


class CalendarKind(StrEnum):
    """Whose bookings a feed shows: all of one room, or the reader's own."""

    ROOM = "room"
    MINE = "mine"


# RFC 5545, 3.8.1.11: what an event's status can be. Who does not come had the room all the same.
EVENT_STATUS = {
    BookingStatus.PENDING: "TENTATIVE",
    BookingStatus.CONFIRMED: "CONFIRMED",
    BookingStatus.CHECKED_IN: "CONFIRMED",
    BookingStatus.COMPLETED: "CONFIRMED",
    BookingStatus.NO_SHOW: "CONFIRMED",
    BookingStatus.REJECTED: "CANCELLED",
    BookingStatus.CANCELLED: "CANCELLED",
    BookingStatus.EXPIRED: "CANCELLED",
}


def shown_time(now: datetime) -> tuple[datetime, datetime]:
    """From when to when a feed shows what begins: the past two months, and as far ahead as anybody books."""
    return now - timedelta(days=PAST_DAYS), now + timedelta(days=COMING_DAYS)
