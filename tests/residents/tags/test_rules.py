"""Ages that have a tag, and spans that a tag may have."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.residents.tags.errors import ImpossibleTagSpan, TagNeedsEnd
from service.residents.tags.rules import births, check_span

TODAY = date(2026, 3, 2)
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 12, 31))


def age(born: date, today: date) -> int:
    """As a child counts: a year older on each birthday; who was born on 29 February on 1 March."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


@given(DAYS, DAYS, st.integers(0, 110), st.integers(1, 120))
def test_who_has_a_computed_tag_is_of_that_age(born: date, today: date, least: int, below: int) -> None:
    older = births(today, least, None)
    younger = births(today, None, below)

    assert older.include(born) is (age(born, today) >= least)
    assert younger.include(born) is (age(born, today) < below)


def test_a_birthday_makes_the_difference_of_a_day() -> None:
    eighty = births(TODAY, 80, None)

    assert eighty.include(date(1946, 3, 2))
    assert not eighty.include(date(1946, 3, 3))
    assert not eighty.include(None)


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"valid_from": TODAY + timedelta(days=1)}, "valid_from"),
        ({"valid_from": date(1939, 12, 31)}, "valid_from"),
        ({"valid_until": TODAY - timedelta(days=1)}, "valid_until"),
        ({"review_on": TODAY}, "review_on"),
    ],
)
def test_days_that_can_not_be_are_named(days: dict[str, date], field: str) -> None:
    asked = {"valid_from": TODAY, "valid_until": None, "review_on": None, **days}

    with pytest.raises(ImpossibleTagSpan) as refused:
        check_span(TODAY, born=date(1940, 1, 1), needs_end=False, **asked)

    assert refused.value.field == field


def test_a_tag_that_needs_an_end_is_not_set_without_one() -> None:
    with pytest.raises(TagNeedsEnd):
        check_span(TODAY, born=None, valid_from=TODAY, valid_until=None, review_on=None, needs_end=True)
