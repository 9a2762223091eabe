"""What a calendar feed shows, and of which time."""

from datetime import datetime, timedelta
from enum import StrEnum

PAST_DAYS = 60


class CalendarKind(StrEnum):
    """Whose bookings a feed shows: all of one room, or the reader's own."""

    ROOM = "room"
    MINE = "mine"
