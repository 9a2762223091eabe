"""China's working days and public holidays; a year not yet announced is a case of its own, not an error.

The State Council announces each year's days off and make-up workdays (调休) late in the year before.
"""

from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import chinese_calendar

from service.kit.texts import Text

_SATURDAY = 6
_ONE_DAY = timedelta(days=1)


class DayKind(StrEnum):
    """What a day is in the national calendar; `unannounced` when its year is not known yet."""

    WORKDAY = "workday"
    MAKE_UP_WORKDAY = "make_up_workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    UNANNOUNCED = "unannounced"


# The library looks through all its years at each call; a screen asks for a month of days.
@lru_cache(maxsize=4096)
def day_kind(day: date) -> DayKind:
    """What the State Council has announced for the day; a day off in a holiday's block is part of the holiday."""
    try:
        is_off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return DayKind.UNANNOUNCED
    if is_off:
        return DayKind.WEEKEND if name is None else DayKind.HOLIDAY
    return DayKind.WORKDAY if name is None else DayKind.MAKE_UP_WORKDAY


def is_working_day(day: date) -> bool:
    """Whether people work that day; in a year not yet announced, Monday to Friday."""
    kind = day_kind(day)
    if kind is DayKind.UNANNOUNCED:
        return day.isoweekday() < _SATURDAY
    return kind in (DayKind.WORKDAY, DayKind.MAKE_UP_WORKDAY)


def working_day_after(day: date, count: int) -> date:
    """The day on which so many working days after `day` are over; with 0 it is the next working day, or `day` if it is one."""
    last = day
    while not is_working_day(last):
        last += _ONE_DAY
    for _ in range(count):
        last += _ONE_DAY
        while not is_working_day(last):
            last += _ONE_DAY
    return last


def holiday_name(day: date) -> Text | None:
    """The public holiday whose days off the day is one of; None on all others and in a year not yet announced."""
    if day_kind(day) is not DayKind.HOLIDAY:
        return None
    _, name = chinese_calendar.get_holiday_detail(day)
    return Text(chinese_calendar.Holiday(name).chinese, name)
