"""Bookings over HTTP."""

from typing import Any
from uuid import UUID

from service.kit.api import Blueprint
from service.kit.errors import NotFound, OutOfScope, WrongState
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.living_rooms import errors
from service.living_rooms.bookings import actions, queries
from service.living_rooms.bookings.actions import Series
from service.living_rooms.bookings.queries import BookingRecord
from service.living_rooms.bookings.schemas import (
    BookedSchema,
    BookingCancellationSchema,
    BookingChangesSchema,
    BookingFilterSchema,
    BookingReasonSchema,
    BookingRequestSchema,
    BookingSchema,
    BookingSeriesSchema,
    CheckInSchema,
)
from service.organisations.errors import NoRightToRooms, OrganisationSuspended

bookings = Blueprint("bookings", url_prefix="/bookings", description="预约: time in living rooms.")

_TIME_REFUSALS = (
    errors.OffGrid,
    errors.TooLong,
    errors.TooLate,
    errors.TooFarAhead,
    errors.OutsideOpeningHours,
    errors.RoomClosed,
    errors.OverCapacity,
    errors.UnderCapacity,
    errors.QuotaExceeded,
    errors.SlotTaken,
)


@bookings.post()
@bookings.arguments(BookingRequestSchema)
@bookings.response(201, BookedSchema)
@bookings.fails(
    *(errors.NotVerified, errors.Suspended, OrganisationSuspended, NoRightToRooms, OutOfScope, NotFound),
    *_TIME_REFUSALS,
)
def book(work: UnitOfWork, wanted: dict[str, Any]) -> BookingRecord | Series:
    """Book a room, once or every week.

    For oneself, for an elder as their proxy, for an organisation as its member, or as a worker for somebody at the
    desk, without notice and penalties. Above the room's `approval_headcount` it is `pending` and holds its time until
    `hold_until`. With `repeat` the answer has `series_id`, `items` and `skipped` only.
    """
    repeat = wanted.pop("repeat", None)
    if repeat is None:
        return actions.book(work, **wanted)
    return actions.book_series(work, **wanted, times=repeat["times"], on_conflict=repeat["on_conflict"])


@bookings.get()
@bookings.paged(BookingSchema, BookingFilterSchema)
def list_bookings(work: UnitOfWork, wanted: dict[str, Any]) -> Page[BookingRecord]:
    """List bookings, the latest first.

    Residents see their own and those of elders whose approved proxy they are; workers those of the rooms in their
    care; members those of their organisation.
    """
    return queries.bookings(work, **wanted)


@bookings.get("/<uuid:booking_id>")
@bookings.response(200, BookingSchema)
def get_booking(work: UnitOfWork, booking_id: UUID) -> BookingRecord:
    """Read a booking."""
    return work.found(queries.booking(work, booking_id))


@bookings.patch("/<uuid:booking_id>")
@bookings.arguments(BookingChangesSchema)
@bookings.response(200, BookingSchema)
@bookings.fails(WrongState, *_TIME_REFUSALS)
def change_booking(work: UnitOfWork, changes: dict[str, Any], booking_id: UUID) -> BookingRecord:
    """Move a booking, or change its headcount or title.

    Every rule is checked again; the old time is kept unless the new one could be had.
    """
    return queries.booking_told(work, actions.change(work, booking_id, changes).id)


@bookings.post("/<uuid:booking_id>/approve")
@bookings.response(200, BookingSchema)
@bookings.fails(WrongState, NotFound)
def approve_booking(work: UnitOfWork, booking_id: UUID) -> BookingRecord:
    """Approve a pending booking, as a worker of the room's region."""
    return queries.booking_told(work, actions.approve(work, booking_id).id)


@bookings.post("/<uuid:booking_id>/reject")
@bookings.arguments(BookingReasonSchema)
@bookings.response(200, BookingSchema)
@bookings.fails(WrongState, NotFound)
def reject_booking(work: UnitOfWork, told: dict[str, Any], booking_id: UUID) -> BookingRecord:
    """Reject a pending booking, as a worker of the room's region."""
    return queries.booking_told(work, actions.reject(work, booking_id, told["reason"]).id)


@bookings.post("/<uuid:booking_id>/cancel")
@bookings.arguments(BookingCancellationSchema, required=False)
@bookings.response(200, BookingSchema)
@bookings.fails(WrongState, NotFound)
def cancel_booking(work: UnitOfWork, told: dict[str, Any] | None, booking_id: UUID) -> BookingRecord:
    """Give a booking's time back.

    Later than the room allows it still succeeds, but counts like a no-show; cancelled by staff it never counts.
    """
    return queries.booking_told(work, actions.cancel(work, booking_id, (told or {}).get("reason")).id)


@bookings.post("/<uuid:booking_id>/check-in")
@bookings.arguments(CheckInSchema, required=False)
@bookings.response(200, BookingSchema)
@bookings.fails(WrongState, NotFound, errors.WrongCode, errors.TooEarly, errors.CheckInOver)
def check_in_booking(work: UnitOfWork, told: dict[str, Any] | None, booking_id: UUID) -> BookingRecord:
    """Check in with the code on the room's screen; a worker needs no code."""
    return queries.booking_told(work, actions.check_in(work, booking_id, (told or {}).get("code")).id)


@bookings.post("/<uuid:booking_id>/complete")
@bookings.response(200, BookingSchema)
@bookings.fails(WrongState, NotFound)
def complete_booking(work: UnitOfWork, booking_id: UUID) -> BookingRecord:
    """Say that everybody has left; the rest of the time is free again."""
    return queries.booking_told(work, actions.complete(work, booking_id).id)


@bookings.post("/<uuid:booking_id>/appeal")
@bookings.arguments(BookingReasonSchema)
@bookings.response(200, BookingSchema)
@bookings.fails(WrongState, NotFound)
def appeal_no_show(work: UnitOfWork, told: dict[str, Any], booking_id: UUID) -> BookingRecord:
    """Appeal against the no-show of a booking, once."""
    return queries.booking_told(work, actions.appeal(work, booking_id, told["reason"]).id)


@bookings.post("/<uuid:booking_id>/appeal/accept")
@bookings.response(200, BookingSchema)
@bookings.fails(WrongState, NotFound)
def accept_no_show_appeal(work: UnitOfWork, booking_id: UUID) -> BookingRecord:
    """Accept an appeal: the no-show no longer counts, and a suspension that rested on it ends."""
    return queries.booking_told(work, actions.accept_appeal(work, booking_id).id)


@bookings.post("/<uuid:booking_id>/appeal/reject")
@bookings.arguments(BookingReasonSchema)
@bookings.response(200, BookingSchema)
@bookings.fails(WrongState, NotFound)
def reject_no_show_appeal(work: UnitOfWork, told: dict[str, Any], booking_id: UUID) -> BookingRecord:
    """Reject an appeal: the no-show stands."""
    return queries.booking_told(work, actions.reject_appeal(work, booking_id, told["reason"]).id)


@bookings.get("/series/<uuid:series_id>")
@bookings.response(200, BookingSeriesSchema)
def get_booking_series(work: UnitOfWork, series_id: UUID) -> Series:
    """Read a series with all of its bookings."""
    return actions.series_told(work, series_id)


@bookings.post("/series/<uuid:series_id>/cancel")
@bookings.arguments(BookingCancellationSchema, required=False)
@bookings.response(200, BookingSeriesSchema)
@bookings.fails(WrongState, NotFound)
def cancel_booking_series(work: UnitOfWork, told: dict[str, Any] | None, series_id: UUID) -> Series:
    """Give back whatever still can be of a series."""
    return actions.cancel_series(work, series_id, (told or {}).get("reason"))
