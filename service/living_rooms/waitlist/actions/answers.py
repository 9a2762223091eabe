"""Answering an offer: it becomes a booking, or goes to the next."""

from uuid import UUID

from service.kit.waiting import Act, after, check_offer_stands
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.actions import book
from service.living_rooms.bookings.rules import Purpose
from service.living_rooms.rooms.actions import release_grains
from service.living_rooms.rooms.queries import lock_room
from service.living_rooms.waitlist import queries
from service.living_rooms.waitlist.actions.wishes import own_locked_wish
from service.living_rooms.waitlist.models import Offer, WaitlistEntry


def accept_offer(
    work: UnitOfWork, entry_id: UUID, *, purpose: Purpose = Purpose.OTHER, title: str | None = None
) -> WaitlistEntry:
    """Make a booking of what was offered: its rules are checked again, its time is handed over.

    Raises WrongState when the offer is over, and whatever booking raises; the offer then stands until it runs out.
    """
    seen = work.found(queries.wish(work, entry_id))
    if seen.offered_room_id is not None:
        lock_room(work, seen.offered_room_id)
    entry = own_locked_wish(work, entry_id)
    offer = _standing_offer(work, entry)
    booking = book(
        work,
        living_room_id=offer.living_room_id,
        starts_at=offer.starts_at,
        ends_at=offer.ends_at,
        purpose=purpose,
        headcount=entry.headcount,
        title=title,
        for_resident_id=entry.resident_id,
        waitlist_entry_id=entry.id,
    )
    entry.status = after(entry.status, Act.ACCEPT)
    entry.booking_id = booking.id
    return entry


def decline_offer(work: UnitOfWork, entry_id: UUID) -> WaitlistEntry:
    """Leave what was offered to the next; the wish is over. Raises WrongState."""
    entry = own_locked_wish(work, entry_id)
    _standing_offer(work, entry)
    entry.status = after(entry.status, Act.DECLINE)
    release_grains(work, waitlist_entry_id=entry.id)
    return entry


def _standing_offer(work: UnitOfWork, entry: WaitlistEntry) -> Offer:
    """What may be answered now. Raises WrongState."""
    check_offer_stands(entry, work.now)
    return work.found(entry.offer)
