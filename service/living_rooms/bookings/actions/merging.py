"""What becomes of quotas and penalties when two records of one person become one, and when that is taken back."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from service.kit.merging import Changes, Pair
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import rules
from service.living_rooms.bookings.actions.quotas import Share, give_back, is_counted, used_by
from service.living_rooms.bookings.models import Booking, BookingCounter, NoShow

_KEY = (BookingCounter.holder_id, BookingCounter.living_room_id, BookingCounter.period)
# As `rules.in_locking_order` sorts them.
_LOCKING_ORDER = (*_KEY[:2], BookingCounter.period != rules.ACTIVE, BookingCounter.period)


def counters_of(work: UnitOfWork, pair: Pair) -> Sequence[BookingCounter]:
    """The counters of both, locked in locking order."""
    both = select(BookingCounter).where(BookingCounter.holder_id.in_((pair.kept, pair.gone)))
    locked = both.order_by(*_LOCKING_ORDER).with_for_update()
    return work.session.scalars(locked, execution_options={"populate_existing": True}).all()


def add_counters(changes: Changes, pair: Pair) -> None:
    """What both have used is what the one has used, be it more than the quota."""
    work = changes.work
    gone = [each for each in counters_of(work, pair) if each.holder_id == pair.gone]
    _add(work, Counter({Share(pair.kept, each.living_room_id, each.period): each.used for each in gone}))
    work.session.execute(delete(BookingCounter).where(BookingCounter.holder_id == pair.gone))


def split_counters(work: UnitOfWork, pair: Pair) -> None:
    """What goes back to the other is what their bookings use now, whatever became of them meanwhile."""
    theirs = select(Booking).where(Booking.resident_id == pair.gone, Booking.status.in_(rules.COUNTED))
    bookings = work.session.scalars(theirs).all()
    standing = [each for each in bookings if each.status in rules.STANDING]
    over = [each for each in bookings if each.status not in rules.STANDING]
    used = used_by(standing, minutes=True) + Counter(
        {
            share: amount
            for share, amount in used_by(over, minutes=True).items()
            if share.period != rules.ACTIVE
        }
    )
    counted = Counter({share: amount for share, amount in used.items() if is_counted(work, share.period)})
    give_back(work, {share._replace(holder_id=pair.kept): amount for share, amount in counted.items()})
    _add(work, counted)


def part_penalties(work: UnitOfWork, pair: Pair) -> None:
    """A no-show that came after the merge is its booking's holder's."""
    theirs = select(Booking.id).where(Booking.resident_id == pair.gone)
    late = NoShow.resident_id == pair.kept, NoShow.booking_id.in_(theirs)
    work.session.execute(
        update(NoShow).where(*late).values(resident_id=pair.gone),
        execution_options={"synchronize_session": False},
    )


def _add(work: UnitOfWork, shares: Counter[Share]) -> None:
    """Add to counters, whatever the quota; in locking order, as everybody does."""
    for share in sorted(shares, key=lambda each: (*each[:2], rules.in_locking_order(each.period))):
        counter = insert(BookingCounter).values(**share._asdict(), used=shares[share])
        more = BookingCounter.used + counter.excluded.used
        work.session.execute(counter.on_conflict_do_update(index_elements=_KEY, set_={"used": more}))
