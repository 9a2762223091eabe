"""What a caregiver may see of whom they visit, and when."""

from datetime import date, datetime, time, timedelta

from service.elderly_care.visits.errors import TooFarToSee
from service.kit.clock import at_local, local_date

_ONE_DAY = timedelta(days=1)


def is_door_open(starts_at: datetime, ends_at: datetime, now: datetime, *, from_hour: int) -> bool:
    """Whether it is time to know how to get in: from the evening before a visit until its day is over."""
    eve = local_date(starts_at) - _ONE_DAY
    return at_local(eve, time(from_hour)) <= now < at_local(local_date(ends_at) + _ONE_DAY)


def days_to_see(first: date | None, last: date | None, today: date, *, ahead: int) -> tuple[date, date]:
    """From which day until which a caregiver sees what is theirs; by itself from today as far as they may.

    Raises TooFarToSee for a time too long or too far ahead.
    """
    furthest = today + timedelta(days=ahead - 1)
    begin = first or min(today, last or today)
    end = last or min(furthest, begin + timedelta(days=ahead - 1))
    if end > furthest or not 0 <= (end - begin).days < ahead:
        raise TooFarToSee(field="to", days=ahead, last=furthest.isoformat())
    return begin, end


def check_days(first: date, last: date, *, most: int) -> None:
    """Raise TooFarToSee for a stretch of days that is no stretch, or too long."""
    if not 0 <= (last - first).days < most:
        raise TooFarToSee(field="to", days=most, last=(first + timedelta(days=most - 1)).isoformat())
