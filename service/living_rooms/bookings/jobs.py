"""What happens to bookings by the clock."""

from datetime import datetime

from service.kit.jobs import daily_at, every
from service.kit.retention import kept_for
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import texts
from service.living_rooms.bookings.actions import due, forgetting, quotas
from service.living_rooms.bookings.actions.telling import tell_holder


@every(minutes=1)
def remind_of_bookings(work: UnitOfWork) -> None:
    """Remind people an hour before their booking starts."""
    for booking_id in due.reminded(work):
        tell_holder(work, booking_id, texts.REMINDED)


@every(minutes=1)
def expire_pending_bookings(work: UnitOfWork) -> None:
    """Free the time of what nobody approved."""
    due.expire(work)


@every(minutes=1)
def note_no_shows(work: UnitOfWork) -> None:
    """Free the rest of the time where nobody came, and remember it."""
    due.note_no_shows(work)


@every(minutes=1)
def complete_bookings(work: UnitOfWork) -> None:
    """Complete what has come to its end."""
    due.finish(work)


@daily_at("03:40")
def forget_old_months(work: UnitOfWork) -> None:
    """Drop the counters of months long over."""
    quotas.forget_old_months(work)


@kept_for("booking_days")
def forget_holders(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Take the people out of bookings of long ago."""
    return forgetting.forget_holders(work, oldest, limit)
