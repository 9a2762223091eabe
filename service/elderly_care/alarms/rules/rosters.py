"""When somebody is on duty: once, or each week at the same time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from service.elderly_care.alarms.errors import ImpossibleDuty
from service.kit.clock import local_date

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DutyTime:
    """A stretch on duty; with `weekly_until` it comes again every seventh day, the last time by that day."""

    starts_at: datetime
    ends_at: datetime
    weekly_until: date | None = None


def check_duty(time: DutyTime) -> None:
    """Raise ImpossibleDuty for a stretch that ends before it begins, meets itself, or repeats until before it began."""
    if not timedelta(0) < time.ends_at - time.starts_at <= _WEEK:
        raise ImpossibleDuty(field="ends_at")
    if time.weekly_until is not None and time.weekly_until < local_date(time.starts_at):
        raise ImpossibleDuty(field="weekly_until")


def is_on_duty(time: DutyTime, moment: datetime) -> bool:
    """Whether the moment lies in the stretch or in one of its repeats; the end itself is the next one's."""
    if moment < time.starts_at:
        return False
    weeks = min((moment - time.starts_at) // _WEEK, _repeats(time))
    return moment < time.ends_at + weeks * _WEEK


def over_at(time: DutyTime) -> datetime:
    """When the last of all repeats is over."""
    return time.ends_at + _repeats(time) * _WEEK


def _repeats(time: DutyTime) -> int:
    if time.weekly_until is None:
        return 0
    return (time.weekly_until - local_date(time.starts_at)) // _WEEK
