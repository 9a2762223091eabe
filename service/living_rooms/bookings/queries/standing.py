"""Bookings to be changed, locked; and what has to be known of their rooms."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select

from service.kit.work import UnitOfWork
from service.living_rooms.bookings.models import Booking, BookingSeries
from service.living_rooms.bookings.rules import STANDING, BookingStatus
from service.living_rooms.rooms.models import LivingRoom, RoomPolicy
from service.living_rooms.rooms.queries.facts import POLICY_COLUMNS, policy_of
from service.living_rooms.rooms.rules import Policy
from service.regions import queries as regions


class Place(NamedTuple):
    """Where and when a booking is."""

    living_room_id: UUID
    starts_at: datetime
    ends_at: datetime


def place(work: UnitOfWork, booking_id: UUID) -> Place | None:
    """Where and when a booking is, whoever asks."""
    columns = select(Booking.living_room_id, Booking.starts_at, Booking.ends_at)
    row = work.session.execute(columns.where(Booking.id == booking_id)).first()
    return None if row is None else Place(*row)


@dataclass(frozen=True, slots=True)
class Locked:
    """A booking that nobody else can change before this transaction ends, and where its room is."""

    booking: Booking
    path: tuple[str, ...]


def locked(work: UnitOfWork, booking_id: UUID) -> Locked | None:
    """A booking to be changed, whoever asks; the room, if it is needed, must be locked before."""
    query = (
        select(Booking, regions.path_array(Booking.region_code))
        .where(Booking.id == booking_id)
        .with_for_update(of=Booking)
        .execution_options(populate_existing=True)
    )
    row = work.session.execute(query).first()
    return None if row is None else Locked(row[0], tuple(row[1] or ()))


def locked_where(
    work: UnitOfWork, *conditions: ColumnElement[bool], limit: int | None = None, skip_locked: bool = False
) -> Sequence[Booking]:
    """Bookings to be changed, in the order of their ids."""
    query = (
        select(Booking)
        .where(*conditions)
        .order_by(Booking.id)
        .limit(limit)
        .with_for_update(of=Booking, skip_locked=skip_locked)
        .execution_options(populate_existing=True)
    )
    return work.session.scalars(query).all()


def locked_series(work: UnitOfWork, series_ids: Sequence[UUID]) -> Sequence[BookingSeries]:
    """Series whose share of a quota is to be judged, locked in the order of their ids."""
    query = select(BookingSeries).where(BookingSeries.id.in_(series_ids)).order_by(BookingSeries.id)
    return work.session.scalars(query.with_for_update()).all()


def standing_of_series(work: UnitOfWork, series_id: UUID) -> Sequence[Booking]:
    """What stands of a series, in the order of time, to tell people about it."""
    of_series = select(Booking).where(Booking.series_id == series_id, Booking.status.in_(STANDING))
    return work.session.scalars(of_series.order_by(Booking.starts_at)).all()


class RoomOfBooking(NamedTuple):
    """What the treatment of a standing booking needs to know of its room."""

    name: str
    policy: Policy


def rooms_of(work: UnitOfWork, room_ids: Collection[UUID]) -> dict[UUID, RoomOfBooking]:
    """The names and policies of these rooms."""
    query = (
        select(LivingRoom.id, LivingRoom.name, *POLICY_COLUMNS)
        .join(RoomPolicy, RoomPolicy.living_room_id == LivingRoom.id)
        .where(LivingRoom.id.in_(room_ids))
    )
    return {row.id: RoomOfBooking(row.name, policy_of(row)) for row in work.session.execute(query)}


def policy_of_room(work: UnitOfWork, room_id: UUID) -> Policy:
    """The policy of a room that a booking is in."""
    return rooms_of(work, [room_id])[room_id].policy


def booking_and_room_name(work: UnitOfWork, booking_id: UUID) -> tuple[Booking, str] | None:
    """A booking and what its room is called, to tell people about it."""
    query = (
        select(Booking, LivingRoom.name)
        .join(LivingRoom, LivingRoom.id == Booking.living_room_id)
        .where(Booking.id == booking_id)
    )
    row = work.session.execute(query).first()
    return None if row is None else (row[0], row[1])


class BookingToCome(NamedTuple):
    """A booking that stands, and what its room is called."""

    id: UUID
    resident_id: UUID
    status: BookingStatus
    starts_at: datetime
    room_name: str


def to_come(work: UnitOfWork, resident_ids: Collection[UUID]) -> list[BookingToCome]:
    """What stands and is not over of these residents' bookings, in one statement."""
    query = (
        select(Booking.id, Booking.resident_id, Booking.status, Booking.starts_at, LivingRoom.name)
        .join(LivingRoom, LivingRoom.id == Booking.living_room_id)
        .where(
            Booking.resident_id.in_(resident_ids),
            Booking.ends_at > work.now,
            Booking.status.in_(STANDING),
        )
    )
    rows = work.session.execute(query)
    return [BookingToCome(row[0], row[1], row[2], row[3], row[4]) for row in rows if row[1] is not None]
