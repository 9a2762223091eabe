"""Bookings in one line, made as people make them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from service.kit.actor import Actor, ActorKind
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import actions
from service.living_rooms.bookings.queries import BookingRecord
from service.living_rooms.bookings.rules import Purpose
from service.living_rooms.rooms.models import LivingRoom
from service.residents.models import Resident


def booking(
    work: UnitOfWork,
    resident: Resident,
    room: LivingRoom,
    starts_at: datetime,
    *,
    minutes: int = 60,
    headcount: int = 4,
    purpose: Purpose = Purpose.RECREATION,
    account_id: UUID | None = None,
    **values: Any,
) -> BookingRecord:
    """A booking of the resident's own, through every rule."""
    kept, work.actor = work.actor, as_resident(work, resident, account_id)
    try:
        return actions.book(
            work,
            living_room_id=room.id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=minutes),
            purpose=purpose,
            headcount=headcount,
            **values,
        )
    finally:
        work.actor = kept


def as_resident(work: UnitOfWork, resident: Resident, account_id: UUID | None = None) -> Actor:
    """The actor behind a resident's login."""
    return Actor(ActorKind.RESIDENT, account_id=account_id or work.new_id(), resident_id=resident.id)
