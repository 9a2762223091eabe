"""Telling people about their bookings: the resident and their proxies, or whoever booked for an organisation."""

from uuid import UUID

from service.kit.telling import Recipient, SpokenText, tell
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import queries, texts
from service.living_rooms.bookings.messages import CancelledBy
from service.living_rooms.bookings.models import Booking
from service.residents import queries as residents

SCOPE = "booking"
_NO_REASON = "—"


def tell_holder(work: UnitOfWork, booking_id: UUID, text: SpokenText, **facts: object) -> None:
    """Say this about the booking to those whom it concerns."""
    told = work.found(queries.booking_and_room_name(work, booking_id))
    _tell(work, told, _holder(told[0]), text, facts)


def tell_cancelled(work: UnitOfWork, booking_id: UUID, by: CancelledBy) -> None:
    """Say that the booking is cancelled, and why; the dead are told nothing, but those who looked after them are."""
    told = work.found(queries.booking_and_room_name(work, booking_id))
    booking, _ = told
    if by is not CancelledBy.DEATH:
        text = {
            CancelledBy.STAFF: texts.CANCELLED_BY_STAFF,
            CancelledBy.CLOSURE: texts.CLOSED,
            CancelledBy.MOVING_AWAY: texts.MOVED_AWAY,
            CancelledBy.HOLDER: texts.CANCELLED_LATE if booking.cancelled_late else texts.CANCELLED,
        }[by]
        _tell(work, told, _holder(booking), text, {})
        return
    for account_id in _caring_accounts(work, booking):
        _tell(work, told, Recipient(account_id=account_id), texts.OF_THE_DEAD, {})


def _holder(booking: Booking) -> Recipient:
    if booking.resident_id is not None:
        return Recipient(resident_id=booking.resident_id, scope=SCOPE)
    return Recipient(account_id=booking.created_by)


def _caring_accounts(work: UnitOfWork, booking: Booking) -> list[UUID]:
    if booking.resident_id is None:
        return [booking.created_by]
    proxies = residents.proxy_account_ids(work, booking.resident_id, SCOPE)
    also = [booking.acted_by_account_id] if booking.acted_by_account_id else []
    return sorted({*proxies, *also})


def _tell(
    work: UnitOfWork, told: tuple[Booking, str], person: Recipient, text: SpokenText, facts: dict[str, object]
) -> None:
    booking, room_name = told
    known: dict[str, object] = {
        "room": room_name,
        "starts_at": booking.starts_at,
        "ends_at": booking.ends_at,
        "headcount": booking.headcount,
        "hold_until": booking.hold_until or booking.starts_at,
        "reason": booking.reason or _NO_REASON,
    }
    tell(work, person, text, subject=booking.id, **{**known, **facts})
