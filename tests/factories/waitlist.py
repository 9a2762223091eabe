"""Wishes in one line, and the time that stands in their way."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from service.kit.waiting import WaitlistState
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.models import Booking
from service.living_rooms.bookings.rules import BookingStatus, Purpose
from service.living_rooms.rooms.actions import claim_grains
from service.living_rooms.rooms.models import Closure, LivingRoom
from service.living_rooms.waitlist import rules
from service.living_rooms.waitlist.models import WaitlistEntry
from service.residents.models import Resident


def wish(
    work: UnitOfWork,
    resident: Resident,
    room: LivingRoom | None,
    starts_at: datetime,
    ends_at: datetime,
    *,
    minutes: int = 60,
    headcount: int = 6,
    **columns: Any,
) -> WaitlistEntry:
    """A wish for an hour that waits; without a room, name a `region_code`."""
    made = WaitlistEntry(
        id=work.new_id(),
        resident_id=resident.id,
        living_room_id=room.id if room else None,
        starts_at=starts_at,
        ends_at=ends_at,
        minutes=minutes,
        headcount=headcount,
        lasts_until=rules.lasts_until(ends_at, minutes),
        **{
            "status": WaitlistState.WAITING,
            "look_again_at": work.now,
            "created_by": UUID(int=0),
            "created_at": work.now,
            **columns,
        },
    )
    work.session.add(made)
    work.session.flush()
    return made


def booked(
    work: UnitOfWork,
    room: LivingRoom,
    starts_at: datetime,
    *,
    minutes: int = 60,
    resident: Resident | None = None,
    status: BookingStatus = BookingStatus.CONFIRMED,
) -> Booking:
    """A booking that stands, its time claimed; of the past, only its row."""
    made = Booking(
        id=work.new_id(),
        living_room_id=room.id,
        region_code=room.region_code,
        resident_id=resident.id if resident else None,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        purpose=Purpose.MEETING,
        headcount=5,
        status=status,
        counts_as_active=False,
        created_by=UUID(int=0),
        created_at=work.now,
        updated_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    if status is BookingStatus.CONFIRMED:
        claim_grains(work, room.id, starts_at, made.ends_at, 0, booking_id=made.id)
    return made


def closure(work: UnitOfWork, room: LivingRoom, starts_at: datetime, *, minutes: int = 60) -> Closure:
    """A closure's row alone, before anything has reacted to it."""
    made = Closure(
        id=work.new_id(),
        living_room_id=room.id,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        reason="漏水",
        closed_by=UUID(int=0),
        created_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    return made
