"""Months begin and end where the calendar says so, leap years and all."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.kit.months import day_after, first_of, last_of, month_after

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@given(DAYS)
def test_a_month_ends_the_day_before_the_next_begins(day: date) -> None:
    assert first_of(day) <= day <= last_of(day)
    assert last_of(day) + timedelta(days=1) == month_after(day) == first_of(month_after(day))


@given(DAYS, st.integers(-400, 400))
def test_so_many_months_later_and_back_is_the_same_month(day: date, months: int) -> None:
    assert month_after(month_after(day, months), -months) == first_of(day)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 3, 2), 12, date(2027, 3, 2)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 4, 28)),
    ],
)
def test_so_many_months_later_it_is_the_same_day_if_every_month_has_it(
    day: date, months: int, later: date
) -> None:
    assert day_after(day, months) == later


def test_the_last_month_that_can_be_told_has_an_end() -> None:
    assert last_of(date.max) == date.max
