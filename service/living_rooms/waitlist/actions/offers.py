"""Offering free time to who waits.

Locks are taken in one order: the room, then the wish, then quarters of an hour ascending; and one transaction makes
one offer, so that it never holds time while it waits for other time.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from service.kit.clock import local_date
from service.kit.telling import Recipient, tell
from service.kit.waiting import Act, WaitlistState, after, held_until
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.queries import suspended_until
from service.living_rooms.errors import SlotTaken
from service.living_rooms.rooms.actions import claim_grains
from service.living_rooms.rooms.permissions import PROXY_SCOPE
from service.living_rooms.rooms.queries import RoomFacts, room_facts
from service.living_rooms.rooms.rules import Stretch, Timeline, is_open_to, timeline
from service.living_rooms.waitlist import queries, rules, texts
from service.living_rooms.waitlist.messages import TimeToOffer
from service.living_rooms.waitlist.models import WISHES, WaitlistEntry
from service.residents.queries import standing

_AT_ONCE = 50


def look_for_time(work: UnitOfWork) -> None:
    """Let the rooms be looked at where fresh wishes, and those not looked at for long, could come true."""
    due = WaitlistEntry.status == WaitlistState.WAITING, WaitlistEntry.look_again_at <= work.now
    places = set()
    for entry in WISHES.locked_where(work, *due, limit=_AT_ONCE):
        entry.look_again_at = work.now + rules.LOOK_AGAIN_AFTER
        rooms = queries.rooms_wished_for(work, entry)
        places |= {(room_id, entry.starts_at, entry.ends_at) for room_id in rooms}
    for room_id, starts_at, ends_at in sorted(places):
        work.announce(TimeToOffer(living_room_id=room_id, starts_at=starts_at, ends_at=ends_at))


def offer_time(work: UnitOfWork, living_room_id: UUID, starts_at: datetime, ends_at: datetime) -> None:
    """Offer free time in a room around these moments to the first in line whom it fits.

    The room is to be looked at again when that was done, and when somebody was passed over whom another deals with.
    """
    queries.lock_for_offers(work, living_room_id)
    window = _window(work, living_room_id, starts_at, ends_at)
    if window is None:
        return
    room = work.found(room_facts(work, living_room_id, window.starts_at, window.ends_at))
    look_again = _offer_to_first(work, room, window)
    if look_again is not None:
        told = TimeToOffer(living_room_id=living_room_id, starts_at=starts_at, ends_at=ends_at)
        work.announce(told, after=look_again)


def _offer_to_first(work: UnitOfWork, room: RoomFacts, window: Stretch) -> timedelta | None:
    """In how long more may be to do: an offer was made, or somebody could not be dealt with."""
    free = _timeline(work, room, window)

    def offer(entry: WaitlistEntry) -> bool:
        fit = _fit(work, room, _runs(room, free, window, entry), entry)
        if fit is not None:
            _offer(work, room, entry, fit)
        return fit is not None

    line = (entry for entry in queries.in_line(work, room, window) if _runs(room, free, window, entry))
    return WISHES.offer_to_first(work, line, offer)


def _window(work: UnitOfWork, room_id: UUID, starts_at: datetime, ends_at: datetime) -> Stretch | None:
    """What may be booked now of the time and of its surroundings, with which a short stretch may become enough."""
    room = room_facts(work, room_id, work.now, work.now)
    if room is None:
        return None
    bookable = rules.bookable(room.policy, work.now)
    margin = timedelta(minutes=room.policy.max_minutes)
    window = Stretch(max(starts_at - margin, bookable.starts_at), min(ends_at + margin, bookable.ends_at))
    return window if window.starts_at < window.ends_at else None


def _timeline(work: UnitOfWork, room: RoomFacts, window: Stretch) -> Timeline:
    buffer = timedelta(minutes=room.policy.buffer_minutes)
    return timeline(
        local_date(window.starts_at),
        local_date(window.ends_at),
        slot_minutes=room.policy.slot_minutes,
        buffer_minutes=room.policy.buffer_minutes,
        hours=room.hours,
        closures=room.closures,
        taken=queries.taken_grains(
            work, room.living_room_id, Stretch(window.starts_at, window.ends_at + buffer)
        ),
    )


def _runs(room: RoomFacts, free: Timeline, window: Stretch, entry: WaitlistEntry) -> Sequence[Stretch]:
    """The free stretches of the room that are long enough for this wish, if the room is of the right size."""
    minutes = rules.whole_slots(room.policy, entry.minutes)
    if not room.capacity_min <= entry.headcount <= room.capacity_max or minutes > room.policy.max_minutes:
        return ()
    within = Stretch(max(window.starts_at, entry.starts_at), min(window.ends_at, entry.ends_at))
    return free.free_stretches(within, minutes, window.starts_at)


def _fit(work: UnitOfWork, room: RoomFacts, runs: Sequence[Stretch], entry: WaitlistEntry) -> Stretch | None:
    """The earliest free time that this resident may be offered; None passes them over."""
    if not _may_book(work, room, entry.resident_id):
        return None
    own = queries.own_time(work, entry.resident_id, Stretch(entry.starts_at, entry.ends_at))
    minutes = rules.whole_slots(room.policy, entry.minutes)
    fit = rules.first_fit(runs, minutes, room.policy.slot_minutes, own)
    return fit if fit and queries.is_within_quota(work, entry.resident_id, room, fit) else None


def _may_book(work: UnitOfWork, room: RoomFacts, resident_id: UUID) -> bool:
    who = standing(work, resident_id)
    return (
        who is not None
        and who.is_verified
        and is_open_to(room.path, room.policy.open_to, who.path)
        and suspended_until(work, resident_id) is None
    )


def _offer(work: UnitOfWork, room: RoomFacts, entry: WaitlistEntry, fit: Stretch) -> None:
    try:
        with work.session.begin_nested():
            claim_grains(
                work,
                room.living_room_id,
                *fit,
                room.policy.buffer_minutes,
                waitlist_entry_id=entry.id,
            )
    except SlotTaken:
        return
    entry.status = after(entry.status, Act.OFFER)
    entry.offered_room_id = room.living_room_id
    entry.offered_starts_at, entry.offered_ends_at = fit
    entry.offer_expires_at = held_until(room.policy.offer_minutes, fit.starts_at, work.now)
    tell(
        work,
        Recipient(resident_id=entry.resident_id, scope=PROXY_SCOPE),
        texts.OFFERED,
        subject=entry.id,
        room=room.name,
        starts_at=fit.starts_at,
        ends_at=fit.ends_at,
        expires_at=entry.offer_expires_at,
    )
