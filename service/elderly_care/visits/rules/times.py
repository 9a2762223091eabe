"""When a visit may be made, and what days its time touches."""

from datetime import date, datetime, timedelta

from service.elderly_care.visits.errors import InThePast, OffQuarter, OutsideWindow
from service.elderly_care.visits.rules.travel import REACH
from service.kit.clock import at_local, local, local_date
from service.kit.grains import grain_of, moment_of

_ONE_DAY = timedelta(days=1)


def first_quarter(moment: datetime) -> datetime:
    """The first quarter of an hour that does not begin before this moment."""
    begun = moment_of(grain_of(moment))
    return begun if begun == moment else moment_of(grain_of(moment) + 1)


def check_quarter(starts_at: datetime, *, field: str) -> None:
    """Raise OffQuarter unless a time begins on a quarter of an hour."""
    if first_quarter(starts_at) != starts_at:
        raise OffQuarter(field=field)


def check_to_come(ends_at: datetime, now: datetime, *, field: str) -> None:
    """Raise InThePast for a time that is over."""
    if ends_at <= now:
        raise InThePast(field=field)


def check_window(
    window: tuple[datetime, datetime],
    starts_at: datetime,
    ends_at: datetime,
    *,
    elder_agreed: bool,
    field: str,
) -> None:
    """Raise OutsideWindow for a time beyond the agreed window; if the elder agreed, for one on another day."""
    opens, closes = window
    if elder_agreed:
        opens, closes = at_local(local_date(opens)), at_local(local_date(closes) + _ONE_DAY)
    if starts_at < opens or ends_at > closes:
        raise OutsideWindow(field=field)


def days_touched(starts_at: datetime, ends_at: datetime) -> list[date]:
    """The district's days that a stretch of time touches."""
    first, last = local_date(starts_at), local_date(max(starts_at, ends_at - timedelta(microseconds=1)))
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def days_around(starts_at: datetime, ends_at: datetime) -> list[date]:
    """The days on which neighbours of a stretch may stand: whoever changes one holds these."""
    return days_touched(starts_at - REACH, ends_at + REACH)


def minutes_of_day(starts_at: datetime, ends_at: datetime) -> tuple[date, int, int]:
    """The district's day of a stretch, with its beginning and end in minutes from 00:00."""
    begins = local(starts_at)
    first = begins.hour * 60 + begins.minute
    return begins.date(), first, first + (ends_at - starts_at) // timedelta(minutes=1)
