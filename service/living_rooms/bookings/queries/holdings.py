"""All that bookings hold about one resident, for the copy of their data."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from service.kit.work import UnitOfWork
from service.living_rooms.bookings.models import Booking, NoShow, Suspension
from service.living_rooms.rooms.models import LivingRoom


def every_booking_of(work: UnitOfWork, resident_id: UUID) -> Sequence[Any]:
    """Every booking of the resident, the oldest first."""
    query = (
        select(
            LivingRoom.name.label("room"),
            Booking.starts_at,
            Booking.ends_at,
            Booking.purpose,
            Booking.title,
            Booking.headcount,
            Booking.status,
            Booking.reason,
            Booking.acted_by_name.label("acted_by"),
            Booking.created_at,
        )
        .join(LivingRoom, LivingRoom.id == Booking.living_room_id)
        .where(Booking.resident_id == resident_id)
        .order_by(Booking.starts_at, Booking.id)
    )
    return work.session.execute(query).all()


def every_no_show_of(work: UnitOfWork, resident_id: UUID) -> Sequence[Any]:
    """When the resident did not come, the oldest first."""
    query = (
        select(NoShow.happened_at, NoShow.expires_at, NoShow.appeal_reason, NoShow.appeal_answer)
        .where(NoShow.resident_id == resident_id)
        .order_by(NoShow.happened_at, NoShow.id)
    )
    return work.session.execute(query).all()


def every_suspension_of(work: UnitOfWork, resident_id: UUID) -> Sequence[Any]:
    """When the resident could not book, the oldest first."""
    query = (
        select(Suspension.starts_at, Suspension.ends_at, Suspension.lifted_at)
        .where(Suspension.resident_id == resident_id)
        .order_by(Suspension.starts_at, Suspension.id)
    )
    return work.session.execute(query).all()
