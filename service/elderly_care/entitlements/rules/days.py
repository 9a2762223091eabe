"""Stretches of days, and what a stop leaves of them."""

from dataclasses import dataclass
from datetime import date, timedelta

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of days, the last one included; None: until further notice."""

    first: date
    last: date | None

    def within(self, other: "Days") -> "Days | None":
        """What both have in common; None for nothing."""
        first = max(self.first, other.first)
        ends = [each for each in (self.last, other.last) if each is not None]
        last = min(ends) if ends else None
        return None if last is not None and last < first else Days(first, last)


def month_of(day: date) -> Days:
    """The month in which a day lies."""
    first = day.replace(day=1)
    return Days(first, (first + timedelta(days=31)).replace(day=1) - A_DAY)


def paid_days(granted: Days, stopped_from: date | None) -> Days | None:
    """The days that are left of a grant; None when it was stopped from its first day."""
    if stopped_from is None:
        return granted
    return granted.within(Days(date.min, stopped_from - A_DAY))
