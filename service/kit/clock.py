"""Time as a value: who needs it is handed a clock."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

DISTRICT_ZONE = ZoneInfo("Asia/Shanghai")
# The clocks of a house's machines differ by less; what lies further ahead is of one that was put back since.
CLOCKS_DIFFER = timedelta(minutes=2)


class Clock(Protocol):
    """Tells the present moment, in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same moment on the district's wall clock."""
    return moment.astimezone(DISTRICT_ZONE)


def local_date(moment: datetime) -> date:
    """The district's calendar day at that moment."""
    return local(moment).date()


def at_local(day: date, clock_time: time = time(0)) -> datetime:
    """The moment when the district's wall clock shows this day and time, in UTC."""
    return datetime.combine(day, clock_time, DISTRICT_ZONE).astimezone(UTC)


def age_on(born: date, day: date) -> int:
    """How old somebody is on a day, in whole years; who was born on a 29 February turns older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
