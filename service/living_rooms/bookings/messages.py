"""What bookings tell others: each message names the booking, whose row says the rest."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from service.kit.messages import message


class CancelledBy(StrEnum):
    """Who gave a booking's time back, or what ended it; `host` is what was to take place there, and tells people itself."""

    HOLDER = "holder"
    STAFF = "staff"
    CLOSURE = "closure"
    MOVING_AWAY = "moving_away"
    DEATH = "death"
    HOST = "host"


@message
class BookingMade:
    """Time was booked once: confirmed, or pending until a worker approves."""

    booking_id: UUID


@message
class BookingSeriesMade:
    """Time was booked for several weeks at once; its bookings are not told one by one."""

    series_id: UUID


@message
class BookingConfirmed:
    """A worker approved a pending booking."""

    booking_id: UUID


@message
class BookingRejected:
    """A worker refused a pending booking."""

    booking_id: UUID


@message
class BookingMoved:
    """A booking stands at another time, or for another number of people."""

    booking_id: UUID


@message
class BookingCancelled:
    """A booking's time was given back."""

    booking_id: UUID
    by: CancelledBy
    suspended_until: datetime | None


@message
class BookingExpired:
    """Nobody approved a pending booking in time."""

    booking_id: UUID


@message
class BookingMissed:
    """Nobody checked in; the rest of the time is free again."""

    booking_id: UUID
    counted: bool
    suspended_until: datetime | None


@message
class AppealMade:
    """Somebody objected to a no-show, and waits for a worker's answer."""

    booking_id: UUID


@message
class AppealDecided:
    """A worker answered an appeal against a no-show."""

    booking_id: UUID
    accepted: bool
    suspension_lifted: bool
