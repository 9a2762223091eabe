"""Telling people about bookings: the resident and their proxies, or whoever booked for an organisation; and workers."""

from uuid import UUID

from service.accounts import queries as accounts
from service.kit.actor import Function
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import queries, texts
from service.living_rooms.bookings.messages import CancelledBy
from service.living_rooms.bookings.models import Booking
from service.living_rooms.rooms.permissions import KEEPERS_NEAREST_FIRST, PROXY_SCOPE
from service.regions import queries as regions
from service.residents import queries as residents

_NO_REASON = "—"


def tell_holder(work: UnitOfWork, booking_id: UUID, text: SpokenText, **facts: object) -> None:
    """Say this about the booking to those whom it concerns."""
    told = work.found(queries.booking_and_room_name(work, booking_id))
    _tell(work, told, _holder(told[0]), text, facts)


def tell_keepers(work: UnitOfWork, booking_id: UUID, text: SpokenText, **facts: object) -> None:
    """Say this about the booking to who looks after its room: the community's workers, else the street, else the district."""
    told = work.found(queries.booking_and_room_name(work, booking_id))
    path = regions.path_of(work, told[0].region_code)
    for role in KEEPERS_NEAREST_FIRST:
        keepers = accounts.account_ids_serving(work, path, role, Function.ROOMS)
        for account_id in keepers:
            _tell(work, told, Recipient(account_id=account_id), text, facts)
        if keepers:
            return


def tell_cancelled(work: UnitOfWork, booking_id: UUID, by: CancelledBy) -> None:
    """Say that the booking is cancelled, and why; the dead are told nothing, but those who looked after them are."""
    told = work.found(queries.booking_and_room_name(work, booking_id))
    booking, _ = told
    if by is CancelledBy.HOST:
        return
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
        return Recipient(resident_id=booking.resident_id, scope=PROXY_SCOPE)
    return Recipient(account_id=booking.created_by)


def _caring_accounts(work: UnitOfWork, booking: Booking) -> list[UUID]:
    if booking.resident_id is None:
        return [booking.created_by]
    proxies = residents.proxy_account_ids(work, booking.resident_id, PROXY_SCOPE)
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
