"""Making a wish and withdrawing it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from service.kit.acting import acted_by_columns, show_acting
from service.kit.actor import Function
from service.kit.errors import InvalidInput, WrongState
from service.kit.texts import Text
from service.kit.waiting import STANDING, WaitlistState
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.actions.holders import Holder, check_scope, find_holder
from service.living_rooms.bookings.rules import check_headcount
from service.living_rooms.errors import TooLong
from service.living_rooms.rooms.actions import release_grains
from service.living_rooms.rooms.permissions import PROXY_SCOPE
from service.living_rooms.rooms.queries import room_facts
from service.living_rooms.waitlist import queries, rules
from service.living_rooms.waitlist.errors import TooManyWishes
from service.living_rooms.waitlist.models import WISHES, WaitlistEntry
from service.regions import queries as regions
from service.residents import actions as residents

_ONE_PLACE = Text("会客厅和地区必须且只能选一个。", "Name either a living room or a region.")
_NO_SUCH_ROOM = Text("没有这个会客厅。", "There is no such living room.")
_NO_SUCH_REGION = Text("没有这个地区。", "There is no such region.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Some minutes between two moments, in one room or anywhere in a region."""

    starts_at: datetime
    ends_at: datetime
    minutes: int
    headcount: int
    living_room_id: UUID | None = None
    region_code: str | None = None


def wait_for_time(work: UnitOfWork, wish: Wish, *, for_resident_id: UUID | None = None) -> WaitlistEntry:
    """Let the actor, or whom they act for, wait for time.

    Raises NotVerified, OutOfScope, TooManyWishes, AlreadyWaiting, TimeOver, TooLong, OverCapacity, UnderCapacity.
    """
    holder = find_holder(work, for_resident_id, None)
    work.require(holder.resident is not None)
    rules.check_wish(wish.starts_at, wish.ends_at, wish.minutes, work.now)
    _check_place(work, holder, wish)
    _check_number(work, holder.resident_id)
    entry = WaitlistEntry(
        **asdict(wish),
        **acted_by_columns(holder.acted_by),
        id=work.new_id(),
        resident_id=holder.resident_id,
        status=WaitlistState.WAITING,
        lasts_until=rules.lasts_until(wish.ends_at, wish.minutes),
        look_again_at=work.now,
        created_by=work.actor.account_id,
        created_at=work.now,
    )
    work.session.add(entry)
    return entry


def _check_place(work: UnitOfWork, holder: Holder, wish: Wish) -> None:
    if (wish.living_room_id is None) == (wish.region_code is None):
        raise InvalidInput({"living_room_id": _ONE_PLACE})
    if wish.region_code is not None and not regions.path_of(work, wish.region_code):
        raise InvalidInput({"region_code": _NO_SUCH_REGION})
    if wish.living_room_id is None:
        return
    room = room_facts(work, wish.living_room_id, work.now, work.now)
    if room is None:
        raise InvalidInput({"living_room_id": _NO_SUCH_ROOM})
    check_scope(work, holder, room)
    check_headcount(wish.headcount, room.capacity_min, room.capacity_max)
    if rules.whole_slots(room.policy, wish.minutes) > room.policy.max_minutes:
        raise TooLong(field="minutes", minutes=room.policy.max_minutes)


def _check_number(work: UnitOfWork, resident_id: UUID | None) -> None:
    """Raises TooManyWishes; two wishes of one resident at once are counted one after the other."""
    WISHES.wait_for_turn(work, resident_id)
    if WISHES.standing_of(work, resident_id) >= rules.MOST_WISHES:
        raise TooManyWishes(most=rules.MOST_WISHES)


def withdraw_wish(work: UnitOfWork, entry_id: UUID) -> None:
    """Take back a wish that stands; time that is held for it is free again. Raises WrongState, Stale."""
    entry = own_locked_wish(work, entry_id)
    work.expect(entry)
    if entry.status not in STANDING:
        raise WrongState(state=entry.status)
    release_grains(work, waitlist_entry_id=entry.id)
    work.session.delete(entry)


def own_locked_wish(work: UnitOfWork, entry_id: UUID) -> WaitlistEntry:
    """A wish, locked, that the actor may act on; raises NotFound when it is not theirs to see, else OutOfScope."""
    work.found(queries.wish(work, entry_id))
    entry = work.found(WISHES.locked(work, entry_id))
    show_acting(entry, residents.act_for(work, entry.resident_id, PROXY_SCOPE, Function.ROOMS))
    return entry
