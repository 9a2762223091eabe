"""Months and years, and until when one may reply and appeal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from service.elderly_care.performance.errors import AppealTimeOver, NotTheFirstVersion, TooLateForThat
from service.elderly_care.performance.rules.words import Period
from service.kit.calendar import working_day_after
from service.kit.clock import local_date
from service.kit.months import first_of, last_of, month_after

LOOKS_BACK = 2
"""Over how many closed months late facts are looked for; operators amend alone for 30 days."""

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a period, both included."""

    first: date
    last: date

    @classmethod
    def month(cls, day: date) -> Self:
        """The month of a day."""
        return cls(first_of(day), last_of(day))

    @classmethod
    def year(cls, day: date) -> Self:
        """The year of a day."""
        return cls(day.replace(month=1, day=1), day.replace(month=12, day=31))


def slices(span: Span, visits: Mapping[date, int], most: int) -> list[Span]:
    """A period cut into stretches of whole days with no more than so many visits, unless a day alone has more."""
    found, first, count = list[Span](), span.first, 0
    for day in sorted(visits):
        if count and count + visits[day] > most:
            found.append(Span(first, day - _A_DAY))
            first, count = day, 0
        count += visits[day]
    return [*found, Span(first, span.last)]


def months_before(month: date, count: int) -> list[date]:
    """The first days of so many months before this one, the latest first."""
    return [month_after(month, -number) for number in range(1, count + 1)]


def reply_until(closed_at: datetime, days: int) -> date:
    """The last day on which one may still reply."""
    return local_date(closed_at) + timedelta(days=days)


def appeal_until(period: Period, number: int, closed_at: datetime, working_days: int) -> date | None:
    """The last day on which one may appeal; None where there is nothing to appeal against."""
    if not is_first_of_month(period, number):
        return None
    return working_day_after(local_date(closed_at), working_days)


def is_first_of_month(period: Period, number: int) -> bool:
    """Whether it is a month as it was closed, about which alone something may be said."""
    return period is Period.MONTH and number == 1


def check_reply(period: Period, number: int, closed_at: datetime, now: datetime, days: int) -> None:
    """Raise unless one may still reply. Raises NotTheFirstVersion, TooLateForThat."""
    if not is_first_of_month(period, number):
        raise NotTheFirstVersion
    if local_date(now) > reply_until(closed_at, days):
        raise TooLateForThat(days=days)


def check_appeal(until: date | None, today: date) -> None:
    """Raise unless one may still appeal, which of other than a month as it was closed one never may.

    Raises NotTheFirstVersion, AppealTimeOver.
    """
    if until is None:
        raise NotTheFirstVersion
    if today > until:
        raise AppealTimeOver(until=until)
