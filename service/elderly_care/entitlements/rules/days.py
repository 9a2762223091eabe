"""Stretches of days, and what a stop leaves of them."""

from dataclasses import dataclass
from datetime import date, timedelta

from service.kit.months import first_of, last_of

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
    return Days(first_of(day), last_of(day))


def whole_months(days: Days) -> Days:
    """All days of the months in which a stretch begins and ends, and of those between."""
    last = None if days.last is None else month_of(days.last).last
    return Days(month_of(days.first).first, last)


def shared_month(one: Days, other: Days) -> Days | None:
    """The first natural month in which two stretches both have a day; None if there is none."""
    both = whole_months(one).within(whole_months(other))
    return None if both is None else month_of(both.first)


def paid_days(granted: Days, stopped_from: date | None) -> Days | None:
    """The days that are left of a grant; None when it was stopped from its first day."""
    if stopped_from is None:
        return granted
    return granted.within(Days(date.min, stopped_from - A_DAY))
