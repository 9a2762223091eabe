"""The next bookings of some residents and the time that they are offered, in one statement."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import String, Uuid, cast, null, select, union_all

from service.kit.database import Moment
from service.kit.lists import EachGiven, in_text
from service.kit.prepared import Prepared, unseen
from service.kit.waiting import WaitlistState
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.models import Booking
from service.living_rooms.bookings.rules import STANDING
from service.living_rooms.rooms.models import LivingRoom
from service.living_rooms.waitlist.models import WaitlistEntry

_NEXT = 3
_OFFERS = 5
_A_DAY = timedelta(days=1)


@dataclass(slots=True)
class BookingAhead:
    """A booking that is not over."""

    id: UUID
    resident_id: UUID
    living_room_id: UUID
    living_room_name: str
    starts_at: datetime
    ends_at: datetime
    status: str


@dataclass(slots=True)
class TimeOffered:
    """Time in a room that is held for somebody on the waiting list until a moment."""

    id: UUID
    resident_id: UUID
    living_room_id: UUID
    living_room_name: str
    starts_at: datetime
    ends_at: datetime
    expires_at: datetime


class RoomsAhead(NamedTuple):
    """What lies ahead, the nearest first, whosever it is."""

    bookings: list[BookingAhead]
    offers: list[TimeOffered]


def ahead(work: UnitOfWork, resident_ids: Collection[UUID]) -> RoomsAhead:
    """The next few bookings of each of these residents, and what they are offered now."""
    found = RoomsAhead([], [])
    for row in _AHEAD(work, resident_ids=list(resident_ids), now=work.now, since=work.now - _A_DAY):
        told = (row.id, row.resident_id, row.living_room_id, row.name, row.starts_at, row.ends_at)
        if row.expires_at is None:
            found.bookings.append(BookingAhead(*told, row.status))
        else:
            found.offers.append(TimeOffered(*told, row.expires_at))
    found.bookings.sort(key=lambda each: (each.starts_at, each.id))
    found.offers.sort(key=lambda each: (each.expires_at, each.id))
    return found


# Unseen, so that no moment promises a better plan than the one that is kept.
_NOW = unseen("now", Moment())
_EACH = EachGiven("resident_ids", Uuid())


def _booked() -> Any:
    columns: tuple[Any, ...] = (
        Booking.id,
        Booking.resident_id,
        Booking.living_room_id,
        LivingRoom.name,
        Booking.starts_at,
        Booking.ends_at,
        cast(Booking.status, String).label("status"),
        cast(null(), Moment()).label("expires_at"),
    )
    # The first of the two by the index: no booking lasts longer than a day.
    not_over = Booking.starts_at > unseen("since", Moment()), Booking.ends_at > _NOW
    standing: list[Any] = [in_text(status) for status in sorted(STANDING)]
    first = (
        select(*columns)
        .join(LivingRoom, LivingRoom.id == Booking.living_room_id)
        .where(Booking.resident_id == _EACH.value, *not_over, Booking.status.in_(standing))
        .order_by(Booking.starts_at, Booking.id)
        .limit(in_text(_NEXT))
    )
    return _EACH.first(first)


def _offered() -> Any:
    columns: tuple[Any, ...] = (
        WaitlistEntry.id,
        WaitlistEntry.resident_id,
        WaitlistEntry.offered_room_id.label("living_room_id"),
        LivingRoom.name,
        WaitlistEntry.offered_starts_at.label("starts_at"),
        WaitlistEntry.offered_ends_at.label("ends_at"),
        cast(WaitlistEntry.status, String).label("status"),
        WaitlistEntry.offer_expires_at.label("expires_at"),
    )
    first = (
        select(*columns)
        .join(LivingRoom, LivingRoom.id == WaitlistEntry.offered_room_id)
        .where(
            WaitlistEntry.resident_id == _EACH.value,
            WaitlistEntry.status == in_text(WaitlistState.OFFERED),
            WaitlistEntry.offer_expires_at > _NOW,
        )
        .order_by(WaitlistEntry.offer_expires_at, WaitlistEntry.id)
        .limit(in_text(_OFFERS))
    )
    return _EACH.first(first)


_AHEAD = Prepared(union_all(_booked(), _offered()))
