"""Months and years, and until when one may reply and appeal."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from service.elderly_care.performance.errors import NotTheFirstVersion, TooLateForThat
from service.elderly_care.performance.rules.words import Period
from service.kit.clock import local_date

LOOKS_BACK = 2
"""Over how many closed months late facts are looked for; operators amend alone for 30 days."""

_A_DAY = timedelta(days=1)
_LONGEST_MONTH = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a period, both included."""

    first: date
    last: date

    @classmethod
    def month(cls, day: date) -> Self:
        """The month of a day."""
        first = day.replace(day=1)
        return cls(first, (first + _LONGEST_MONTH).replace(day=1) - _A_DAY)

    @classmethod
    def year(cls, day: date) -> Self:
        """The year of a day."""
        return cls(day.replace(month=1, day=1), day.replace(month=12, day=31))


def months_before(month: date, count: int) -> list[date]:
    """The first days of so many months before this one, the latest first."""
    found, first = [], month.replace(day=1)
    for _ in range(count):
        first = (first - _A_DAY).replace(day=1)
        found.append(first)
    return found


def until(closed_at: datetime, days: int) -> date:
    """The last day on which one may still reply or appeal."""
    return local_date(closed_at) + timedelta(days=days)


def check_answerable(period: Period, number: int, closed_at: datetime, now: datetime, days: int) -> None:
    """Raise unless somebody may still say something about a month as it was closed. Raises NotTheFirstVersion, TooLateForThat."""
    if period is not Period.MONTH or number != 1:
        raise NotTheFirstVersion
    if local_date(now) > until(closed_at, days):
        raise TooLateForThat(days=days)
