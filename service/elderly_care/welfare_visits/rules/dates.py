"""Until when somebody is called on: never longer after the last time than asked, and in every span of the calendar.

Holidays change nothing: who lives alone is called on at the Spring Festival of all days.
"""

from datetime import date, datetime, timedelta

from service.elderly_care.welfare_visits.rules.grades import Rhythm, Span
from service.kit.clock import at_local, local_date
from service.kit.months import last_of, month_after

_A_DAY = timedelta(days=1)
_MONTHS = {Span.MONTH: 1, Span.QUARTER: 3}
_DAYS_OF_A_WEEK = 7


def due_on(after: date, rhythm: Rhythm) -> date:
    """The last day for the next visit, when the last one was, or the first day of being called on is, `after`.

    It is so many days later, but never beyond the span that follows: who was seen on 31 January and is seen each month
    is seen in February.
    """
    last_of_next = last_day_of(last_day_of(after, rhythm.each) + _A_DAY, rhythm.each)
    return min(after + timedelta(days=rhythm.every_days), last_of_next)


def due_by(after: date, rhythm: Rhythm) -> datetime:
    """The end of that day."""
    return _end_of(due_on(after, rhythm))


def last_day_of(day: date, span: Span) -> date:
    """The last day of the week (a Sunday), month or quarter in which a day lies."""
    if span is Span.WEEK:
        return day + timedelta(days=_DAYS_OF_A_WEEK - day.isoweekday())
    length = _MONTHS[span]
    return last_of(month_after(day, length - 1 - (day.month - 1) % length))


def regraded(due_at: datetime, begins_at: datetime, today: date, rhythm: Rhythm) -> datetime:
    """Until when a visit is due that has another rhythm since today.

    A shorter one counts from today, so that nobody is late at once; a longer one from where the visit's period began.
    """
    from_its_begin = due_by(local_date(begins_at), rhythm)
    if from_its_begin < due_at:
        return min(due_at, due_by(today, rhythm))
    return from_its_begin


def due_sooner(due_at: datetime, day: date) -> datetime:
    """Until when a visit is due that was promised for a day."""
    return min(due_at, _end_of(day))


def _end_of(day: date) -> datetime:
    return at_local(day + _A_DAY)
