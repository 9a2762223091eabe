"""What happens to activities by the clock."""

from datetime import datetime

from service.events.activities import actions
from service.events.activities.actions import departing
from service.kit.jobs import every
from service.kit.retention import kept_for
from service.kit.work import UnitOfWork


@every(minutes=1)
def lapse(work: UnitOfWork) -> None:
    """End offers that have run out, and waits for what has begun."""
    actions.lapse(work)


@every(minutes=1)
def complete(work: UnitOfWork) -> None:
    """End what is over."""
    actions.complete(work)


@every(minutes=1)
def tell_attendance(work: UnitOfWork) -> None:
    """Tell others who was at what is over."""
    actions.tell_attendance(work)


@every(minutes=5)
def remind(work: UnitOfWork) -> None:
    """Remind people a day before."""
    actions.remind(work)


@every(minutes=5)
def call_off_without_place(work: UnitOfWork) -> None:
    """Call off what has lost its room and begins soon."""
    actions.call_off_without_place(work)


@kept_for("activity_days")
def forget_people(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Take the people out of activities of long ago."""
    return departing.forget_people(work, oldest, limit)
