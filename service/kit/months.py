"""Months of the calendar, each known by its first day."""

from calendar import monthrange
from datetime import date


def first_of(day: date) -> date:
    """The first day of the month of a day."""
    return day.replace(day=1)


def last_of(day: date) -> date:
    """The last day of the month of a day."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def month_after(day: date, months: int = 1) -> date:
    """The first day of the month so many months later, or with a number below 0 earlier."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, 1)


def day_after(day: date, months: int) -> date:
    """The same day so many months later; of a month's last days the 28th, which every month has."""
    return month_after(day, months).replace(day=min(day.day, 28))
