"""RFC 5545 rules of days: which of them a plan may have, and on which days they fall.

A rule counts from the first day of its item (DTSTART). `COUNT` counts what the rule names, also what falls into a pause.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any, Protocol

from dateutil import rrule

from service.elderly_care.plans.errors import BadRecurrence
from service.kit.calendar import DayKind, day_kind
from service.kit.months import month_after
from service.kit.texts import Text, Worded

LONGEST_RULE = 200
# Within this time of its first day an item that is of any use falls on a day.
LOOKED_THROUGH = timedelta(days=5 * 366)
_FREQUENCIES = {
    "DAILY": rrule.DAILY,
    "WEEKLY": rrule.WEEKLY,
    "MONTHLY": rrule.MONTHLY,
    "YEARLY": rrule.YEARLY,
}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NUMBERS = {"INTERVAL": (1, 99), "COUNT": (1, 366)}
_LISTS = {"BYMONTHDAY": 31, "BYSETPOS": 366}
_BYDAY = re.compile(r"([+-]?[1-9][0-9]?)?(MO|TU|WE|TH|FR|SA|SU)")
_LONGEST_LIST = 62

_UNREADABLE = Text("写法不符合 RFC 5545。", "It is not written as RFC 5545 asks.")
_NO_FREQUENCY = Text(
    "FREQ 须是 DAILY、WEEKLY、MONTHLY 或 YEARLY。", "FREQ is DAILY, WEEKLY, MONTHLY or YEARLY."
)
_UNKNOWN = Text(
    "只能用 FREQ、INTERVAL、BYDAY、BYMONTHDAY、BYSETPOS、COUNT、UNTIL。",
    "Only FREQ, INTERVAL, BYDAY, BYMONTHDAY, BYSETPOS, COUNT and UNTIL are known here.",
)
_OUT_OF_RANGE = Text("数值超出范围。", "A number is out of range.")
_TOGETHER = Text("这些部分不能一起用。", "These parts do not go together.")
_NEVER = Text("按此规则没有服务日。", "By this rule there is no day of service.")
_NOT_ONCE = Text("一次性服务的规则须含 COUNT=1。", "What is asked for once has COUNT=1.")


class OnHolidays(Worded):
    """What becomes of a service on a public holiday."""

    SERVE = "serve", "照常服务", "served"
    SKIP = "skip", "不服务", "not served"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule in its parts; `by_day` are weekdays (0 is Monday) with which of the month or year, 0: each."""

    frequency: str
    interval: int = 1
    by_day: tuple[tuple[int, int], ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_set_pos: tuple[int, ...] = ()
    count: int | None = None
    until: date | None = None


class Recurring(Protocol):
    """What falls on days: an item of a plan."""

    @property
    def rrule(self) -> str: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date | None: ...
    @property
    def on_holidays(self) -> OnHolidays: ...


class Pause(Protocol):
    """Days on which nothing falls; without a last day until further notice."""

    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date | None: ...


def parse(text: str, *, field: str) -> Recurrence:
    """A rule in its parts. Raises BadRecurrence that names the field and says why."""
    try:
        return _parsed(text)
    except _Wrong as wrong:
        raise BadRecurrence(field=field, reason=wrong.reason) from wrong


def check_falls(rule: Recurrence, starts_on: date, ends_on: date | None, *, once: bool, field: str) -> None:
    """Raise BadRecurrence for a rule that never falls on a day, or on several where one is asked for."""
    if once and rule.count != 1:
        raise BadRecurrence(field=field, reason=_NOT_ONCE)
    last = starts_on + LOOKED_THROUGH
    if next(days_of(rule, starts_on, starts_on, min(ends_on or last, last)), None) is None:
        raise BadRecurrence(field=field, reason=_NEVER)


def days_of(rule: Recurrence, starts_on: date, first: date, last: date) -> Iterator[date]:
    """On which days from `first` to `last` a rule falls that counts from `starts_on`, in their order."""
    until = min(last, rule.until) if rule.until else last
    begin = starts_on if rule.count else _moved(rule, starts_on, first)
    found = (each.date() for each in rrule.rrule(**_options(rule, starts_on, begin, until)))
    return (day for day in (islice(found, rule.count) if rule.count else found) if day >= first)


def occurrences(item: Recurring, pauses: Sequence[Pause], first: date, last: date) -> list[date]:
    """On which days from `first` to `last` an item is served, in their order: not in pauses, not after its end."""
    end = last if item.ends_on is None else min(last, item.ends_on)
    begin = max(first, item.starts_on)
    if end < begin:
        return []
    return [
        day
        for day in days_of(_parsed(item.rrule), item.starts_on, begin, end)
        if not any(covers(pause, day) for pause in pauses)
        and not (item.on_holidays is OnHolidays.SKIP and day_kind(day) is DayKind.HOLIDAY)
    ]


def covers(pause: Pause, day: date) -> bool:
    """Whether a day lies in a pause."""
    return pause.starts_on <= day and (pause.ends_on is None or day <= pause.ends_on)


class _Wrong(Exception):
    """Why a rule can not be read."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


# The same few rules stand in every item of a district.
@lru_cache(maxsize=4096)
def _parsed(text: str) -> Recurrence:
    parts = _parts(text)
    if parts.get("FREQ") not in _FREQUENCIES:
        raise _Wrong(_NO_FREQUENCY)
    numbers = {name: _number(parts[name], name) for name in _NUMBERS if name in parts}
    lists = {name: _list(parts.get(name), highest) for name, highest in _LISTS.items()}
    rule = Recurrence(
        frequency=parts["FREQ"],
        interval=numbers.get("INTERVAL", 1),
        by_day=_by_day(parts.get("BYDAY")),
        by_month_day=lists["BYMONTHDAY"],
        by_set_pos=lists["BYSETPOS"],
        count=numbers.get("COUNT"),
        until=_until(parts.get("UNTIL")),
    )
    _check_together(rule)
    return rule


def _parts(text: str) -> dict[str, str]:
    if len(text) > LONGEST_RULE or not re.fullmatch(r"[A-Z]+=[A-Z0-9,+-]+(?:;[A-Z]+=[A-Z0-9,+-]+)*", text):
        raise _Wrong(_UNREADABLE)
    pairs = [part.partition("=") for part in text.split(";")]
    names = [name for name, _, _ in pairs]
    if len(set(names)) < len(names):
        raise _Wrong(_UNREADABLE)
    if not set(names) <= {"FREQ", "BYDAY", "UNTIL", *_NUMBERS, *_LISTS}:
        raise _Wrong(_UNKNOWN)
    return {name: value for name, _, value in pairs}


def _number(text: str, name: str) -> int:
    lowest, highest = _NUMBERS[name]
    if not re.fullmatch(r"[0-9]{1,4}", text):
        raise _Wrong(_UNREADABLE)
    if not lowest <= int(text) <= highest:
        raise _Wrong(_OUT_OF_RANGE)
    return int(text)


def _list(text: str | None, highest: int) -> tuple[int, ...]:
    if text is None:
        return ()
    values = text.split(",")
    if len(values) > _LONGEST_LIST or not all(re.fullmatch(r"[+-]?[0-9]{1,3}", each) for each in values):
        raise _Wrong(_UNREADABLE)
    if not all(1 <= abs(int(each)) <= highest for each in values):
        raise _Wrong(_OUT_OF_RANGE)
    return tuple(dict.fromkeys(int(each) for each in values))


def _by_day(text: str | None) -> tuple[tuple[int, int], ...]:
    found = [_BYDAY.fullmatch(each) for each in text.split(",")] if text else []
    if len(found) > _LONGEST_LIST or not all(found):
        raise _Wrong(_UNREADABLE)
    days = [(_WEEKDAYS.index(each[2]), int(each[1] or 0)) for each in found if each]
    return tuple(dict.fromkeys(days))


def _until(text: str | None) -> date | None:
    if text is None:
        return None
    if not re.fullmatch(r"2[0-9]{7}", text):
        raise _Wrong(_UNREADABLE)
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise _Wrong(_UNREADABLE) from error


def _check_together(rule: Recurrence) -> None:
    highest = {"MONTHLY": 5, "YEARLY": 53}.get(rule.frequency, 0)
    if any(abs(which) > highest for _, which in rule.by_day):
        raise _Wrong(_TOGETHER if highest == 0 else _OUT_OF_RANGE)
    together = (
        not (rule.count and rule.until),
        not (rule.frequency == "WEEKLY" and rule.by_month_day),
        not (rule.by_set_pos and not (rule.by_day or rule.by_month_day)),
        # The library takes "each Monday" and "the first Tuesday" for both at once.
        len({which == 0 for _, which in rule.by_day}) < 2,
        # Which Monday of the year, and at the same time which day of a month, says two things.
        not (rule.by_month_day and any(which for _, which in rule.by_day)),
    )
    if not all(together):
        raise _Wrong(_TOGETHER)


def _options(rule: Recurrence, starts_on: date, begin: date, until: date) -> dict[str, Any]:
    """What the library is told: also what the rule leaves to its first day, since it may begin later."""
    options: dict[str, Any] = {
        "freq": _FREQUENCIES[rule.frequency],
        "interval": rule.interval,
        "dtstart": datetime.combine(begin, datetime.min.time()),
        "until": datetime.combine(until, datetime.min.time()),
        "wkst": rrule.MO,
        "bysetpos": rule.by_set_pos or None,
        "bymonthday": rule.by_month_day or None,
        "byweekday": [rrule.weekday(day, which or None) for day, which in rule.by_day] or None,
    }
    if rule.by_day or rule.by_month_day or rule.frequency == "DAILY":
        return options
    if rule.frequency == "WEEKLY":
        return options | {"byweekday": starts_on.weekday()}
    in_month = {"bymonth": starts_on.month} if rule.frequency == "YEARLY" else {}
    return options | in_month | {"bymonthday": starts_on.day}


def _moved(rule: Recurrence, starts_on: date, first: date) -> date:
    """A later day from which the rule falls on the same days as from its first, so that the past costs nothing."""
    if first <= starts_on:
        return starts_on
    if rule.frequency in ("DAILY", "WEEKLY"):
        step = rule.interval * (1 if rule.frequency == "DAILY" else 7)
        whole = (first - starts_on).days // step - 1
        return starts_on + timedelta(days=max(0, whole) * step)
    months = rule.interval * (1 if rule.frequency == "MONTHLY" else 12)
    passed = (first.year - starts_on.year) * 12 + first.month - starts_on.month
    whole = passed // months - 1
    if whole < 1:
        return starts_on
    begin = starts_on if rule.frequency == "MONTHLY" else starts_on.replace(month=1)
    return month_after(begin, whole * months)
