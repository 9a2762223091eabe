"""What happens to the waiting list by the clock."""

from datetime import datetime

from service.kit.jobs import every
from service.kit.retention import kept_for
from service.kit.work import UnitOfWork
from service.living_rooms.waitlist import actions
from service.living_rooms.waitlist.actions import forgetting


@every(minutes=1)
def lapse(work: UnitOfWork) -> None:
    """End offers that have run out and wishes past their time."""
    actions.lapse(work)


@every(minutes=1)
def look_for_time(work: UnitOfWork) -> None:
    """Look for free time for fresh wishes, and again for those that have waited a while."""
    actions.look_for_time(work)


@kept_for("booking_days")
def forget_wishes(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop wishes of long ago."""
    return forgetting.forget_ended(work, oldest, limit)
