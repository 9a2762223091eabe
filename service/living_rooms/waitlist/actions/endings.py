"""What ends by itself: offers that nobody took, wishes past their time, and offers in a room that closes."""

from datetime import datetime
from uuid import UUID

from service.kit.telling import Recipient, SpokenText, tell
from service.kit.waiting import Act, WaitlistState, after
from service.kit.work import UnitOfWork
from service.living_rooms.rooms.actions import release_grains
from service.living_rooms.rooms.permissions import PROXY_SCOPE
from service.living_rooms.waitlist import texts
from service.living_rooms.waitlist.models import WISHES, WaitlistEntry
from service.residents import queries as residents
from service.residents.homes import actions as homes

_AT_ONCE = 200


def lapse(work: UnitOfWork) -> None:
    """End offers that have run out, whose time goes to the next, and wishes that can not come true any more."""
    _lapse_offers(work)
    _lapse_wishes(work)


def _lapse_offers(work: UnitOfWork) -> None:
    for entry in WISHES.offers_run_out(work, limit=_AT_ONCE):
        release_grains(work, waitlist_entry_id=entry.id)
        _tell(work, entry, texts.OFFER_LAPSED, starts_at=entry.offered_starts_at)


def _lapse_wishes(work: UnitOfWork) -> None:
    for entry in WISHES.waits_run_out(work, limit=_AT_ONCE):
        _tell(work, entry, texts.WISH_LAPSED, starts_at=entry.starts_at, ends_at=entry.ends_at)


def take_back_offers(
    work: UnitOfWork, living_room_id: UUID, starts_at: datetime, ends_at: datetime, reason: str
) -> None:
    """Take back what was offered in a room's closure; who was offered it waits on, as before."""
    inside = (
        WaitlistEntry.status == WaitlistState.OFFERED,
        WaitlistEntry.offered_room_id == living_room_id,
        WaitlistEntry.offered_starts_at < ends_at,
        WaitlistEntry.offered_ends_at > starts_at,
    )
    for entry in WISHES.locked_where(work, *inside, limit=_AT_ONCE):
        entry.status = after(entry.status, Act.TAKE_BACK)
        entry.look_again_at = work.now
        release_grains(work, waitlist_entry_id=entry.id)
        _tell(work, entry, texts.OFFER_TAKEN_BACK, starts_at=entry.offered_starts_at, reason=reason)


def lapse_wishes_of(work: UnitOfWork, resident_id: UUID) -> None:
    """End all that a resident waits for who has died or moved away, and nothing of who has not; nobody is told."""
    theirs = WaitlistEntry.resident_id == resident_id, WISHES.stands
    entries = WISHES.locked_where(work, *theirs, limit=_AT_ONCE, skip_locked=False)
    # Asked only now: who held one of them may have taken so long that it was taken back meanwhile.
    if not residents.has_left(work, resident_id):
        return
    for entry in WISHES.end(work, entries):
        release_grains(work, waitlist_entry_id=entry.id)
        homes.note_ended(work, resident_id, texts.WISH, subject=entry.id, at=entry.starts_at)


def _tell(work: UnitOfWork, entry: WaitlistEntry, text: SpokenText, **facts: object) -> None:
    person = Recipient(resident_id=entry.resident_id, scope=PROXY_SCOPE)
    tell(work, person, text, subject=entry.id, **facts)
