"""Bookings that name nobody any more: of who is erased, and of long ago. That a room was used stays, for the figures."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, or_, select, update

from service.kit.work import UnitOfWork
from service.living_rooms.bookings import queries, rules
from service.living_rooms.bookings.actions.endings import end
from service.living_rooms.bookings.models import Booking, BookingSeries, NoShow, Suspension
from service.living_rooms.bookings.rules import Act, BookingStatus

_NOBODY = UUID(int=0)
_UNCHECKED = {"content_state": None, "content_by": None}
_NO_WORDS = {
    "title": None,
    **_UNCHECKED,
    "reason": None,
    "reason_state": None,
    "reason_by": None,
    "acted_by_name": None,
}


def forget_person(work: UnitOfWork, resident_id: UUID) -> None:
    """Cancel what is to come, against nobody; of all that was, drop the words and the names."""
    theirs = Booking.resident_id == resident_id
    not_begun = Booking.status.in_(rules.STANDING - {BookingStatus.CHECKED_IN})
    end(work, queries.locked_where(work, theirs, not_begun, Booking.ends_at > work.now), Act.CLOSE)
    work.session.flush()
    work.session.execute(update(Booking).where(theirs).values(**_NO_WORDS))
    missed = update(NoShow).where(NoShow.resident_id == resident_id)
    work.session.execute(missed.values(appeal_reason=None, appeal_answer=None, **_UNCHECKED))
    work.session.execute(delete(Suspension).where(Suspension.resident_id == resident_id))


def forget_holders(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Take the people out of bookings that ended before that moment; how many there were."""
    batch = select(Booking.id).where(
        Booking.ends_at < oldest, or_(Booking.resident_id.is_not(None), Booking.created_by != _NOBODY)
    )
    oldest_first = batch.order_by(Booking.starts_at, Booking.id).limit(limit)
    ids = work.session.scalars(oldest_first).all()
    work.session.execute(delete(NoShow).where(NoShow.booking_id.in_(ids)))
    nobody = {"resident_id": None, "created_by": _NOBODY, "acted_by_account_id": None, "acted_by_as": None}
    work.session.execute(update(Booking).where(Booking.id.in_(ids)).values(**nobody, **_NO_WORDS))
    work.session.execute(delete(Suspension).where(Suspension.ends_at < oldest))
    _forget_series(work, oldest)
    return len(ids)


def _forget_series(work: UnitOfWork, oldest: datetime) -> None:
    named = exists().where(Booking.series_id == BookingSeries.id, Booking.created_by != _NOBODY)
    old = BookingSeries.created_at < oldest, BookingSeries.created_by != _NOBODY, ~named
    work.session.execute(update(BookingSeries).where(*old).values(resident_id=None, created_by=_NOBODY))
