"""The waiting list over HTTP."""

from typing import Any
from uuid import UUID

from service.kit.api import Blueprint
from service.kit.errors import NotFound, OutOfScope, WrongState
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.living_rooms.errors import (
    NotVerified,
    OverCapacity,
    QuotaExceeded,
    RoomClosed,
    SlotTaken,
    Suspended,
    TooLong,
    UnderCapacity,
)
from service.living_rooms.waitlist import actions, queries
from service.living_rooms.waitlist.actions import Wish
from service.living_rooms.waitlist.errors import AlreadyWaiting, TimeOver, TooManyWishes
from service.living_rooms.waitlist.models import WaitlistEntry
from service.living_rooms.waitlist.schemas import (
    WaitlistAcceptanceSchema,
    WaitlistEntrySchema,
    WaitlistFilterSchema,
    WaitlistRequestSchema,
)

waitlist = Blueprint(
    "waitlist", url_prefix="/waitlist", description="候补: waiting for time in a living room."
)


@waitlist.get()
@waitlist.paged(WaitlistEntrySchema, WaitlistFilterSchema)
def list_waitlist(work: UnitOfWork, wanted: dict[str, Any]) -> Page[WaitlistEntry]:
    """List wishes: one's own and those one acts for; for workers, those for rooms in their care."""
    return queries.wishes(work, **wanted)


@waitlist.post()
@waitlist.arguments(WaitlistRequestSchema)
@waitlist.response(201, WaitlistEntrySchema)
@waitlist.fails(
    *(NotFound, NotVerified, OutOfScope, AlreadyWaiting, TooManyWishes),
    *(TimeOver, TooLong, OverCapacity, UnderCapacity),
)
def wait_for_time(work: UnitOfWork, wanted: dict[str, Any]) -> WaitlistEntry:
    """Wait for time in a room, or in any room of a region."""
    for_resident_id = wanted.pop("for_resident_id", None)
    return actions.wait_for_time(work, Wish(**wanted), for_resident_id=for_resident_id)


@waitlist.get("/<uuid:entry_id>")
@waitlist.response(200, WaitlistEntrySchema)
def get_waitlist_entry(work: UnitOfWork, entry_id: UUID) -> WaitlistEntry:
    """Read a wish and what was offered."""
    return work.found(queries.wish(work, entry_id))


@waitlist.delete("/<uuid:entry_id>")
@waitlist.response(204)
@waitlist.fails(WrongState, OutOfScope)
def withdraw_wish(work: UnitOfWork, entry_id: UUID) -> None:
    """Withdraw a wish; time that is held for it goes to the next."""
    actions.withdraw_wish(work, entry_id)


@waitlist.post("/<uuid:entry_id>/accept")
@waitlist.arguments(WaitlistAcceptanceSchema, required=False)
@waitlist.response(200, WaitlistEntrySchema)
@waitlist.fails(WrongState, QuotaExceeded, RoomClosed, SlotTaken, Suspended, NotVerified, OutOfScope)
def accept_offer(work: UnitOfWork, wanted: dict[str, Any], entry_id: UUID) -> WaitlistEntry:
    """Accept what was offered: it becomes a booking, `booking_id`."""
    return actions.accept_offer(work, entry_id, **wanted)


@waitlist.post("/<uuid:entry_id>/decline")
@waitlist.response(200, WaitlistEntrySchema)
@waitlist.fails(WrongState, OutOfScope)
def decline_offer(work: UnitOfWork, entry_id: UUID) -> WaitlistEntry:
    """Decline what was offered: it goes to the next, and the wish is over."""
    return actions.decline_offer(work, entry_id)
