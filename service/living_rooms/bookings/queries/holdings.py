"""All that bookings hold about one resident, for the copy of their data."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, or_, select

from service.accounts import queries as accounts
from service.kit.content import ContentState
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.models import Booking, NoShow, Suspension
from service.living_rooms.rooms.models import LivingRoom


def every_booking_of(work: UnitOfWork, resident_id: UUID) -> Sequence[Any]:
    """Every booking of the resident, the oldest first; of what others wrote what they may see."""
    own = accounts.every_account_id_of(work, resident_id)
    title = _shown(Booking.title, Booking.content_state, Booking.content_by.in_(own))
    reason = _shown(Booking.reason, Booking.reason_state, Booking.reason_by.in_(own))
    query = (
        select(
            LivingRoom.name.label("room"),
            Booking.starts_at,
            Booking.ends_at,
            Booking.purpose,
            title.label("title"),
            Booking.headcount,
            Booking.status,
            reason.label("reason"),
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
    own = accounts.every_account_id_of(work, resident_id)
    appeal = _shown(NoShow.appeal_reason, NoShow.content_state, NoShow.content_by.in_(own))
    query = (
        select(NoShow.happened_at, NoShow.expires_at, appeal.label("appeal_reason"), NoShow.appeal_answer)
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


def _shown(text: Any, state: Any, is_own: ColumnElement[bool]) -> ColumnElement[Any]:
    """A text, where it is one's own or has passed."""
    return case((or_(state.is_(None), state == ContentState.PASSED, is_own), text))
