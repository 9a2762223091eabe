"""On which days a service falls: against a calendar made by hand, day by day, from RFC 5545's words."""

import time
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.elderly_care.plans.errors import BadRecurrence, BadWindow
from service.elderly_care.plans.rules import (
    OnHolidays,
    Recurrence,
    days_of,
    in_words,
    occurrences,
    parse,
    window_in_words,
    window_of,
)
from service.elderly_care.plans.rules.recurrence import check_falls

DAY = timedelta(days=1)
MONDAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Item:
    rrule: str
    starts_on: date = MONDAY
    ends_on: date | None = None
    on_holidays: OnHolidays = OnHolidays.SERVE


@dataclass(frozen=True)
class Span:
    starts_on: date
    ends_on: date | None


def days(rule: str, first: date, last: date, **other: object) -> list[date]:
    return occurrences(Item(rule, **{"starts_on": first, **other}), [], first, last)  # type: ignore[arg-type]


def in_period(rule: Recurrence, start: date, day: date) -> list[date]:
    """The days of the week, month or year of a day that a rule names, before BYSETPOS."""
    if rule.frequency == "DAILY":
        whole = [day]
    elif rule.frequency == "WEEKLY":
        monday = day - day.weekday() * DAY
        whole = [monday + each * DAY for each in range(7)]
    elif rule.frequency == "MONTHLY":
        whole = [day.replace(day=each + 1) for each in range(monthrange(day.year, day.month)[1])]
    else:
        whole = [date(day.year, 1, 1) + each * DAY for each in range(365 + monthrange(day.year, 2)[1] - 28)]
    return [each for each in whole if named(rule, start, each, whole)]


def named(rule: Recurrence, start: date, day: date, whole: list[date]) -> bool:
    length = monthrange(day.year, day.month)[1]
    if not rule.by_day and not rule.by_month_day:
        return {
            "DAILY": True,
            "WEEKLY": day.weekday() == start.weekday(),
            "MONTHLY": day.day == start.day,
            "YEARLY": (day.month, day.day) == (start.month, start.day),
        }[rule.frequency]
    fits_month_day = not rule.by_month_day or any(
        day.day == each or day.day - length - 1 == each for each in rule.by_month_day
    )
    alike = [each for each in whole if each.weekday() == day.weekday()]
    place = alike.index(day)
    fits_day = not rule.by_day or any(
        day.weekday() == weekday and which in (0, place + 1, place - len(alike))
        for weekday, which in rule.by_day
    )
    return fits_month_day and fits_day


def periods_since(rule: Recurrence, start: date, day: date) -> int:
    if rule.frequency == "DAILY":
        return (day - start).days
    if rule.frequency == "WEEKLY":
        return ((day - day.weekday() * DAY) - (start - start.weekday() * DAY)).days // 7
    months = (day.year - start.year) * 12 + day.month - start.month
    return months if rule.frequency == "MONTHLY" else day.year - start.year


def chosen(rule: Recurrence, period: list[date]) -> list[date]:
    if not rule.by_set_pos:
        return period
    places = {each - 1 if each > 0 else len(period) + each for each in rule.by_set_pos}
    return [each for place, each in enumerate(period) if place in places]


def by_hand(rule: Recurrence, start: date, last: date) -> list[date]:
    found: list[date] = []
    seen: dict[int, list[date]] = {}
    day = start
    while day <= last:
        since = periods_since(rule, start, day)
        if since % rule.interval == 0:
            if since not in seen:
                seen[since] = chosen(rule, in_period(rule, start, day))
            if day in seen[since]:
                found.append(day)
        day += DAY
    if rule.until:
        found = [each for each in found if each <= rule.until]
    return found[: rule.count] if rule.count else found


@st.composite
def rules(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}"]
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 5))}")
    highest = {"MONTHLY": 5, "YEARLY": 53}.get(frequency, 0)
    weekday = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
    which = st.integers(-highest, highest).filter(bool)
    kind = draw(st.sampled_from(["plain", "days", "which", "month days", "both"]))
    if kind == "which" and highest:
        named_days = draw(st.lists(st.tuples(which, weekday), min_size=1, max_size=3, unique=True))
        parts.append("BYDAY=" + ",".join(f"{n}{day}" for n, day in named_days))
    elif kind in ("days", "both"):
        parts.append("BYDAY=" + ",".join(draw(st.lists(weekday, min_size=1, max_size=4, unique=True))))
    if kind in ("month days", "both") and frequency != "WEEKLY":
        number = st.integers(-31, 31).filter(bool)
        parts.append(
            "BYMONTHDAY=" + ",".join(map(str, draw(st.lists(number, min_size=1, max_size=3, unique=True))))
        )
    # In the first week RFC 5545 leaves open whether days before the start count as places.
    if len(parts) > 1 and "BY" in parts[-1] and frequency != "WEEKLY" and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from([1, 2, -1, -2]))}")
    end = draw(st.sampled_from(["", "count", "until"]))
    if end == "count":
        parts.append(f"COUNT={draw(st.integers(1, 40))}")
    if end == "until":
        parts.append(f"UNTIL={draw(st.dates(date(2024, 1, 1), date(2028, 12, 31))):%Y%m%d}")
    return ";".join(parts)


STARTS = st.dates(date(2023, 12, 1), date(2026, 12, 31))


@settings(max_examples=250, deadline=None)
@given(rules(), STARTS, st.integers(0, 900), st.integers(0, 120))
def test_rules_fall_as_a_calendar_by_hand_says(text: str, start: date, offset: int, length: int) -> None:
    rule = parse(text, field="rrule")
    first = start + offset * DAY
    last = first + length * DAY

    assert list(days_of(rule, start, first, last)) == [
        each for each in by_hand(rule, start, last) if each >= first
    ]


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-31", ["01-31", "03-31", "05-31", "07-31"]),
        ("FREQ=MONTHLY", "2026-01-31", ["01-31", "03-31", "05-31", "07-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-31", ["01-31", "02-28", "03-31", "04-30"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-01-01", ["01-30", "02-27", "03-31", "04-30"]),
        ("FREQ=MONTHLY;BYDAY=5FR", "2026-01-01", ["01-30", "05-29", "07-31", "10-30"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU", "2026-12-31", ["01-03", "01-12", "01-17", "01-26"]),
        ("FREQ=DAILY;INTERVAL=3", "2026-02-27", ["02-27", "03-02", "03-05", "03-08"]),
        ("FREQ=YEARLY", "2024-02-29", ["02-29", "02-29", "02-29", "02-29"]),
    ],
)
def test_month_ends_and_leap_days_are_as_rfc_5545_says(rule: str, start: str, expected: list[str]) -> None:
    begin = date.fromisoformat(start)

    found = days(rule, begin, begin + 13 * 366 * DAY)[:4]

    assert [f"{each:%m-%d}" for each in found] == expected


def test_in_a_leap_year_the_last_day_of_february_is_the_29th() -> None:
    assert days("FREQ=MONTHLY;BYMONTHDAY=-1", date(2028, 2, 1), date(2028, 2, 29)) == [date(2028, 2, 29)]


def test_what_began_decades_ago_costs_no_more_than_what_began_today() -> None:
    rule = parse("FREQ=DAILY", field="rrule")
    begun = time.process_time()
    for _ in range(50):
        found = list(days_of(rule, date(1900, 1, 1), MONDAY, MONDAY + 27 * DAY))
    taken = time.process_time() - begun

    assert len(found) == 28
    assert taken < 1


def test_a_rule_that_never_falls_is_found_out_soon() -> None:
    begun = time.process_time()
    for text in ("FREQ=DAILY;INTERVAL=7;BYDAY=TU", "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31;COUNT=3"):
        with pytest.raises(BadRecurrence):
            check_falls(parse(text, field="rrule"), date(2026, 2, 2), None, once=False, field="rrule")

    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "DAILY",
        "freq=daily",
        "RRULE:FREQ=DAILY",
        "FREQ=HOURLY",
        "INTERVAL=2",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;",
        "FREQ=DAILY;BYHOUR=9",
        "FREQ=DAILY;BYMONTH=3",
        "FREQ=DAILY;WKST=SU",
        "FREQ=DAILY;DTSTART=20260302",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=100",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=367",
        "FREQ=DAILY;COUNT=99999999999999999999",
        "FREQ=DAILY;COUNT=3;UNTIL=20260401",
        "FREQ=DAILY;UNTIL=20260230",
        "FREQ=DAILY;UNTIL=20260401T000000Z",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=",
        "FREQ=WEEKLY;BYMONTHDAY=3",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=3",
        "FREQ=MONTHLY;BYDAY=1MO,TU",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367",
        "FREQ=DAILY;BYDAY=" + ",".join(["MO"] * 100),
        "FREQ=每天",
        "FREQ=DAILY\n",
    ],
)
def test_what_is_no_rule_for_days_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(BadRecurrence) as refused:
        parse(text, field="items.0.rrule")

    assert refused.value.field == "items.0.rrule"
    assert refused.value.tell("zh-CN") != refused.value.tell("en")


@given(st.text(st.characters(codec="ascii"), max_size=220) | st.text(max_size=60))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        rule = parse(text, field="rrule")
    except BadRecurrence:
        return
    assert in_words(rule).zh


@pytest.mark.parametrize(
    ("text", "once", "is_refused"),
    [
        ("FREQ=DAILY;UNTIL=20260301", False, True),
        ("FREQ=DAILY;UNTIL=20260302", False, False),
        ("FREQ=DAILY", True, True),
        ("FREQ=DAILY;COUNT=2", True, True),
        ("FREQ=DAILY;COUNT=1", True, False),
    ],
)
def test_a_rule_falls_at_least_once_and_what_is_asked_for_once_once(
    text: str, once: bool, is_refused: bool
) -> None:
    rule = parse(text, field="rrule")
    try:
        check_falls(rule, MONDAY, None, once=once, field="rrule")
    except BadRecurrence:
        assert is_refused
    else:
        assert not is_refused


def test_a_rule_that_falls_only_after_the_plan_has_ended_is_refused() -> None:
    rule = parse("FREQ=MONTHLY;BYMONTHDAY=20", field="rrule")
    check_falls(rule, MONDAY, date(2026, 3, 20), once=False, field="rrule")

    with pytest.raises(BadRecurrence):
        check_falls(rule, MONDAY, date(2026, 3, 19), once=False, field="rrule")


def test_pauses_and_ends_take_days_out_and_count_goes_on_through_them() -> None:
    item = Item("FREQ=DAILY;COUNT=10", ends_on=date(2026, 3, 10))
    pauses = [Span(date(2026, 3, 4), date(2026, 3, 6)), Span(date(2026, 3, 10), None)]

    found = occurrences(item, pauses, date(2026, 3, 1), date(2026, 12, 31))

    assert [each.day for each in found] == [2, 3, 7, 8, 9]


@pytest.mark.parametrize(
    ("first", "last", "off"),
    [
        (date(2026, 2, 9), date(2026, 3, 1), [15, 16, 17, 18, 19, 20, 21, 22, 23]),
        (date(2026, 4, 1), date(2026, 4, 12), [4, 5, 6]),
        (date(2026, 5, 1), date(2026, 5, 12), [1, 2, 3, 4, 5]),
        (date(2026, 6, 15), date(2026, 6, 28), [19, 20, 21]),
        (date(2026, 9, 21), date(2026, 9, 30), [25, 26, 27]),
        (date(2026, 10, 1), date(2026, 10, 12), [1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_the_holidays_of_2026_are_served_unless_the_item_says_otherwise(
    first: date, last: date, off: list[int]
) -> None:
    served = Item("FREQ=DAILY", starts_on=first)
    skipped = replace(served, on_holidays=OnHolidays.SKIP)

    whole = occurrences(served, [], first, last)

    assert len(whole) == (last - first).days + 1
    assert sorted(set(whole) - set(occurrences(skipped, [], first, last))) == [
        first.replace(day=each) for each in off
    ]


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("FREQ=WEEKLY;BYDAY=TU,FR", "每周，周二、周五", "every week, on Tue, Fri"),
        ("FREQ=DAILY;INTERVAL=2;COUNT=5", "每 2 天，共 5 次", "every 2 days, 5 times in all"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "每月，倒数第 1 天", "every month, day 1 from the end"),
        ("FREQ=MONTHLY;BYDAY=2TU", "每月，第 2 个周二", "every month, on no. 2 Tue"),
        ("FREQ=YEARLY;UNTIL=20281231", "每年，至 2028-12-31", "every year, until 2028-12-31"),
    ],
)
def test_rules_are_said_in_both_languages(text: str, zh: str, en: str) -> None:
    assert in_words(parse(text, field="rrule")) == (zh, en)


@pytest.mark.parametrize(
    ("starts", "ends", "minutes", "expected"),
    [
        ("09:00", "11:00", 60, (540, 660)),
        ("09:00", "10:00", 60, (540, 600)),
        ("22:00", "24:00", 120, (1320, 1440)),
        ("22:00", "06:00", 480, (1320, 1800)),
        ("23:59", "12:00", 60, (1439, 2160)),
    ],
)
def test_windows_reach_into_the_next_day(
    starts: str, ends: str, minutes: int, expected: tuple[int, int]
) -> None:
    assert window_of(starts, ends, minutes, field="w") == expected


@pytest.mark.parametrize(
    ("starts", "ends", "minutes"),
    [("09:00", "09:59", 60), ("24:00", "24:00", 1), ("09:00", "09:00", 1), ("13:00", "12:01", 60)],
)
def test_windows_that_can_not_be_are_refused(starts: str, ends: str, minutes: int) -> None:
    with pytest.raises(BadWindow):
        window_of(starts, ends, minutes, field="w")


def test_windows_are_said_in_both_languages() -> None:
    assert window_in_words(1320, 1800) == ("22:00–次日 06:00", "22:00–06:00 of the next day")
    assert window_in_words(540, 1440) == ("09:00–24:00", "09:00–24:00")
