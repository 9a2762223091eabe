"""The living room in which an activity takes place, booked in the same transaction: refused, neither is made."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from service.events.activities.models import Activity
from service.kit.errors import NotFound, OutOfScope
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import actions as bookings
from service.living_rooms.bookings import queries as booking_queries
from service.organisations.errors import NoRightToRooms

_MOVED = "活动改期或改地点 / the activity has moved"
_PENDING = "pending"


def take_room(work: UnitOfWork, activity: Activity, living_room_id: UUID, capacity: int) -> None:
    """Book this room for the activity. Raises SlotTaken, RoomClosed and whatever else refuses a booking."""
    booked = bookings.host(
        work,
        living_room_id=living_room_id,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at,
        purpose=activity.kind,
        headcount=capacity,
        title=activity.title,
        organisation_id=activity.organisation_id,
    )
    activity.living_room_id = living_room_id
    activity.booking_id = booked.id
    activity.place = booked.living_room_name
    activity.room_lost_at = None


def keep_room(work: UnitOfWork, activity: Activity, capacity: int) -> None:
    """Let the activity's booking follow its time, its title and its number of people. Raises NoRightToRooms, OutOfScope, …"""
    wanted = {
        "starts_at": activity.starts_at,
        "ends_at": activity.ends_at,
        "headcount": capacity,
        "title": activity.title,
    }
    with _refusing_by_name(work):
        bookings.change(work, work.found(activity.booking_id), wanted, hosted=True)
    activity.room_lost_at = None


def leave_room(work: UnitOfWork, activity: Activity, reason: str | None = _MOVED) -> None:
    """Give the activity's room back, if it has one."""
    booking_id, activity.booking_id = activity.booking_id, None
    if booking_id is not None:
        bookings.call_off(work, booking_id, reason)


def confirm_room(work: UnitOfWork, activity: Activity) -> None:
    """Approve the room's booking together with the activity, if it waits for that. Raises Forbidden, OutOfScope."""
    if activity.booking_id is None:
        return
    booking, _ = work.found(booking_queries.booking_and_room_name(work, activity.booking_id))
    if booking.status == _PENDING:
        with _refusing_by_name(work):
            bookings.approve(work, booking.id)


def give_up(work: UnitOfWork, booking_id: UUID) -> None:
    """Give back a room that the activity has left for another."""
    bookings.call_off(work, booking_id, _MOVED)


@contextmanager
def _refusing_by_name(work: UnitOfWork) -> Iterator[None]:
    """Who organises an activity and may not treat its booking is told so, not that there is none."""
    try:
        yield
    except NotFound:
        raise (NoRightToRooms if work.actor.is_resident else OutOfScope) from None
