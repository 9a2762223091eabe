"""Questions about bookings."""

from service.living_rooms.bookings.queries.holdings import (
    every_booking_of,
    every_no_show_of,
    every_suspension_of,
)
from service.living_rooms.bookings.queries.penalties import (
    appeal_answer,
    locked_no_show,
    no_shows_between,
    standing_and_suspension,
    suspended_until,
    suspensions_since,
)
from service.living_rooms.bookings.queries.records import (
    BookingRecord,
    booking,
    booking_told,
    bookings,
    of_series,
)
from service.living_rooms.bookings.queries.standing import (
    Locked,
    Place,
    RoomOfBooking,
    booking_and_room_name,
    locked,
    locked_series,
    locked_where,
    place,
    policy_of_room,
    rooms_of,
    standing_of_series,
    to_come,
)

__all__ = [
    "BookingRecord",
    "Locked",
    "Place",
    "RoomOfBooking",
    "appeal_answer",
    "booking",
    "booking_and_room_name",
    "booking_told",
    "bookings",
    "every_booking_of",
    "every_no_show_of",
    "every_suspension_of",
    "locked",
    "locked_no_show",
    "locked_series",
    "locked_where",
    "no_shows_between",
    "of_series",
    "place",
    "policy_of_room",
    "rooms_of",
    "standing_and_suspension",
    "standing_of_series",
    "suspended_until",
    "suspensions_since",
    "to_come",
]
