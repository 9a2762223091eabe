"""What becomes of wishes when two records of one person become one, and when that is taken back."""

from sqlalchemy import and_, select, update
from sqlalchemy.orm import aliased

from service.kit.merging import Changes, Pair
from service.kit.waiting import STANDING, Act, WaitlistState, after
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.models import Booking
from service.living_rooms.rooms.actions import release_grains
from service.living_rooms.waitlist.models import WISHES, WaitlistEntry

_SAME = ("living_room_id", "region_code", "starts_at", "ends_at")


def wish_once(changes: Changes, pair: Pair) -> None:
    """Of two equal wishes the one that was offered time goes on, else that of the record that stays."""
    work, other = changes.work, aliased(WaitlistEntry)
    same = and_(*(getattr(WaitlistEntry, name).is_not_distinct_from(getattr(other, name)) for name in _SAME))
    twice = (
        select(WaitlistEntry, other)
        .join(other, same)
        .where(
            WaitlistEntry.resident_id == pair.kept,
            other.resident_id == pair.gone,
            WISHES.stands,
            other.status.in_(STANDING),
        )
        .with_for_update()
    )
    for kept, gone in work.session.execute(twice).all():
        offered = WaitlistState.OFFERED
        loser = kept if gone.status is offered and kept.status is not offered else gone
        if loser.status is offered:
            release_grains(work, waitlist_entry_id=loser.id)
            _wait_again(work, loser)
        changes.change(WaitlistEntry, WaitlistEntry.id == loser.id, status=WaitlistState.LAPSED)


def part_wishes(work: UnitOfWork, pair: Pair) -> None:
    """Let a wish whose booking stays with the one record stay there too."""
    stays = select(Booking.id).where(Booking.resident_id == pair.kept)
    came_true = WaitlistEntry.resident_id == pair.gone, WaitlistEntry.booking_id.in_(stays)
    work.session.execute(
        update(WaitlistEntry).where(*came_true).values(resident_id=pair.kept),
        execution_options={"synchronize_session": False},
    )


def _wait_again(work: UnitOfWork, entry: WaitlistEntry) -> None:
    """The time it was offered is free again: should the merge be undone, it waits as before the offer."""
    entry.status = after(entry.status, Act.TAKE_BACK)
    entry.offered_room_id = entry.offered_starts_at = entry.offered_ends_at = entry.offer_expires_at = None
    work.session.flush()
