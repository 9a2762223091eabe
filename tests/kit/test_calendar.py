"""China's working days and holidays."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.kit.calendar import DayKind, day_kind, holiday_name, is_working_day, working_day_after
from service.kit.texts import Text

NOT_YET_ANNOUNCED = date(2060, 2, 2)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 3, 4), DayKind.WORKDAY),
        (date(2026, 3, 7), DayKind.WEEKEND),
        (date(2026, 2, 14), DayKind.MAKE_UP_WORKDAY),
        (date(2026, 10, 10), DayKind.MAKE_UP_WORKDAY),
        (date(2026, 10, 1), DayKind.HOLIDAY),
        (date(2026, 10, 4), DayKind.HOLIDAY),
        (date(2024, 2, 29), DayKind.WORKDAY),
        (NOT_YET_ANNOUNCED, DayKind.UNANNOUNCED),
    ],
)
def test_a_day_is_what_was_announced(day: date, kind: DayKind) -> None:
    assert day_kind(day) is kind


def test_a_make_up_saturday_is_a_working_day_and_the_national_day_week_is_not() -> None:
    assert is_working_day(date(2026, 2, 28))
    assert not any(is_working_day(date(2026, 10, day)) for day in range(1, 8))


def test_in_a_year_not_yet_announced_monday_to_friday_are_working_days() -> None:
    assert is_working_day(date(2060, 2, 2))
    assert not is_working_day(date(2060, 2, 7))


def test_a_holiday_has_its_name_in_both_languages() -> None:
    assert holiday_name(date(2026, 2, 17)) == Text("春节", "Spring Festival")
    assert holiday_name(date(2026, 2, 14)) is None
    assert holiday_name(date(2026, 3, 7)) is None
    assert holiday_name(NOT_YET_ANNOUNCED) is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_every_day_there_is_can_be_asked(day: date) -> None:
    named = holiday_name(day) is not None

    assert named == (day_kind(day) is DayKind.HOLIDAY)
    assert not (named and is_working_day(day))


@pytest.mark.parametrize(
    ("day", "count", "last"),
    [
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
        (date(2026, 3, 2), 5, date(2026, 3, 9)),
        (date(2026, 3, 7), 0, date(2026, 3, 9)),
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 14), 1, date(2026, 2, 24)),
    ],
)
def test_deadlines_count_working_days_through_holidays_and_make_up_days(
    day: date, count: int, last: date
) -> None:
    assert working_day_after(day, count) == last
