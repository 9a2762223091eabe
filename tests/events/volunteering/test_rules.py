"""How much is credited, how days are told apart, and what can be passed on."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.events.volunteering.rules import (
    Caps,
    Credit,
    Withheld,
    by_day,
    credit,
    shares,
    transferable,
)
from service.kit.clock import at_local, local_date

CAPS = Caps(day=480, month=3600)
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
amounts = st.integers(0, 5_000)


@pytest.mark.parametrize(
    ("minutes", "of_day", "of_month", "told"),
    [
        (120, 0, 0, Credit(120)),
        (480, 0, 0, Credit(480)),
        (481, 0, 0, Credit(480, Withheld.DAY)),
        (60, 450, 450, Credit(30, Withheld.DAY)),
        (60, 0, 3_590, Credit(10, Withheld.MONTH)),
        (60, 480, 480, Credit(0, Withheld.DAY)),
        (60, 0, 3_700, Credit(0, Withheld.MONTH)),
    ],
)
def test_the_narrower_cap_says_how_much_is_credited(
    minutes: int, of_day: int, of_month: int, told: Credit
) -> None:
    assert credit(minutes, CAPS, used_on_day=of_day, used_in_month=of_month) == told


@given(minutes=st.integers(1, 1440), of_day=amounts, of_month=amounts)
def test_no_credit_goes_beyond_a_cap_and_none_is_withheld_without_a_reason(
    minutes: int, of_day: int, of_month: int
) -> None:
    given_now = credit(minutes, CAPS, used_on_day=of_day, used_in_month=of_month)

    assert 0 <= given_now.minutes <= minutes
    assert of_day + given_now.minutes <= max(CAPS.day, of_day)
    assert of_month + given_now.minutes <= max(CAPS.month, of_month)
    assert (given_now.withheld is None) == (given_now.minutes == minutes)


def test_what_lies_beyond_midnight_in_the_district_is_the_next_days() -> None:
    last_evening = datetime(2026, 3, 31, 15, 30, tzinfo=UTC)

    assert list(by_day(last_evening, 90)) == [(date(2026, 3, 31), 30), (date(2026, 4, 1), 60)]
    assert list(by_day(at_local(date(2026, 4, 1)), 60)) == [(date(2026, 4, 1), 60)]


def test_nobody_serves_on_a_day_after_the_end() -> None:
    evening, midnight = datetime(2026, 3, 31, 15, 30, tzinfo=UTC), at_local(date(2026, 4, 1))

    assert list(by_day(evening, 90, midnight)) == [(date(2026, 3, 31), 90)]
    assert list(by_day(evening, 90, midnight + timedelta(minutes=1))) == [
        (date(2026, 3, 31), 30),
        (date(2026, 4, 1), 60),
    ]
    assert list(by_day(evening, 1440, evening + timedelta(hours=1))) == [
        (date(2026, 3, 31), 30),
        (date(2026, 4, 1), 1410),
    ]


@given(
    begins=st.integers(0, 366 * 24 * 3600).map(lambda seconds: NEW_YEAR + timedelta(seconds=seconds)),
    minutes=st.integers(1, 4_000),
)
def test_days_lose_no_minute_and_none_is_longer_than_a_day(begins: datetime, minutes: int) -> None:
    parts = list(by_day(begins, minutes))

    assert sum(part for _, part in parts) == minutes
    assert all(0 < part <= 1440 for _, part in parts)
    days = [day for day, _ in parts]
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]
    assert days[0] == local_date(begins)


@given(balance=amounts, earned=st.integers(-500, 5_000), passed_on=amounts)
def test_nobody_passes_on_more_than_they_earned_or_have(balance: int, earned: int, passed_on: int) -> None:
    can = transferable(balance=balance, earned=earned, passed_on=passed_on)

    assert 0 <= can <= balance
    assert can == 0 or can + passed_on <= earned


@given(balances=st.lists(amounts, max_size=4), minutes=amounts)
def test_accounts_give_together_what_is_asked_as_far_as_they_have_it(
    balances: list[int], minutes: int
) -> None:
    given_by = shares(balances, minutes)

    assert sum(given_by) == min(minutes, sum(balances))
    assert all(0 <= part <= balance for part, balance in zip(given_by, balances, strict=True))
