"""What is done with bookings; everything changes counters and grains in one order (docs/decisions/0008)."""

from service.living_rooms.bookings.actions.booking import book
from service.living_rooms.bookings.actions.clearing import cancel_all_of, cancel_in_closure
from service.living_rooms.bookings.actions.deciding import approve, cancel, check_in, complete, reject
from service.living_rooms.bookings.actions.hosting import call_off, host, note_arrival
from service.living_rooms.bookings.actions.moving import change
from service.living_rooms.bookings.actions.penalties import accept_appeal, appeal, reject_appeal
from service.living_rooms.bookings.actions.series import (
    OnConflict,
    Series,
    book_series,
    cancel_series,
    series_told,
)

__all__ = [
    "OnConflict",
    "Series",
    "accept_appeal",
    "appeal",
    "approve",
    "book",
    "book_series",
    "call_off",
    "cancel",
    "cancel_all_of",
    "cancel_in_closure",
    "cancel_series",
    "change",
    "check_in",
    "complete",
    "host",
    "note_arrival",
    "reject",
    "reject_appeal",
    "series_told",
]
