"""What a month's voucher is worth, how vouchers of one scheme share a month, and which months may be settled."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.elderly_care.entitlements.rules import Unit
from service.elderly_care.vouchers import rules
from service.elderly_care.vouchers.rules import Part


@pytest.mark.parametrize(
    ("unit", "amount", "cap_fen", "worth"),
    [
        (Unit.HOURS, 45, 80_000, 2_700),
        (Unit.FEN, 60_000, 80_000, 60_000),
        (Unit.FEN, 80_001, 80_000, 80_000),
        (Unit.FEN, 80_001, None, 80_001),
    ],
)
def test_hours_are_counted_in_minutes_and_fen_never_exceed_the_schemes_cap(
    unit: Unit, amount: int, cap_fen: int | None, worth: int
) -> None:
    assert rules.amount_of(unit, amount, cap_fen) == worth


@pytest.mark.parametrize("days", [1, 10, 31])
def test_a_voucher_is_worth_the_whole_month_on_however_few_days(days: int) -> None:
    assert rules.entitled([Part(2_700, days, 0, 0)]) == [2_700]


def test_one_without_a_day_is_worth_nothing() -> None:
    assert rules.entitled([Part(2_700, 0, 2_700, 0)]) == [0]


def test_two_of_one_scheme_share_the_month_by_their_days() -> None:
    """45 hours until the tenth, 60 from the eleventh on: ten and twenty-one thirty-firsts."""
    assert rules.entitled([Part(2_700, 10, 0, 0), Part(3_600, 21, 0, 0)]) == [870, 2_438]


@pytest.mark.parametrize(
    ("parts", "moves"),
    [
        pytest.param([Part(2_700, 31, 0, 0)], [2_700], id="new"),
        pytest.param([Part(2_700, 31, 2_700, 500)], [0], id="as it was"),
        pytest.param([Part(2_700, 0, 2_700, 0)], [-2_700], id="stopped"),
        pytest.param([Part(2_700, 0, 2_700, 500)], [-2_200], id="stopped, what was used stays"),
        pytest.param([Part(2_700, 10, 2_700, 0), Part(3_600, 21, 0, 0)], [-1_830, 2_438], id="shared"),
        pytest.param([Part(2_700, 10, 2_700, 2_000), Part(3_600, 21, 0, 0)], [-700, 1_600], id="used before"),
        pytest.param([Part(2_700, 10, 2_700, 2_700), Part(1_000, 21, 0, 0)], [0, 0], id="all used before"),
    ],
)
def test_a_voucher_moves_to_what_it_is_worth(parts: list[Part], moves: list[int]) -> None:
    assert rules.moves(parts) == moves


_UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def standing(draw: st.DrawFn) -> list[Part]:
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        issued = draw(st.integers(0, 5_000))
        parts.append(
            Part(draw(st.integers(0, 5_000)), draw(st.integers(0, 31)), issued, draw(st.integers(0, issued)))
        )
    return parts


@_UNHURRIED
@given(standing())
def test_no_voucher_loses_what_was_used_and_together_they_never_grow_beyond_the_greatest(
    parts: list[Part],
) -> None:
    after = [each.issued + move for each, move in zip(parts, rules.moves(parts), strict=True)]

    most = max((each.granted for each in parts if each.days), default=0)
    assert all(now >= each.used for each, now in zip(parts, after, strict=True))
    assert sum(after) <= max(most, sum(each.issued for each in parts))
    assert all(
        now <= max(each.issued, worth)
        for each, now, worth in zip(parts, after, rules.entitled(parts), strict=True)
    )


@_UNHURRIED
@given(standing())
def test_what_has_moved_stays(parts: list[Part]) -> None:
    moved = [
        Part(each.granted, each.days, each.issued + move, each.used)
        for each, move in zip(parts, rules.moves(parts), strict=True)
    ]

    assert rules.moves(moved) == [0] * len(parts)


@pytest.mark.parametrize(
    ("today", "months"),
    [
        ("2026-03-03", ["2025-12-01", "2026-01-01", "2026-02-01", "2026-03-01"]),
        ("2026-03-04", ["2026-01-01", "2026-02-01", "2026-03-01"]),
        ("2026-04-03", ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"]),
        ("2026-04-04", ["2026-02-01", "2026-03-01", "2026-04-01"]),
        ("2027-01-31", ["2026-11-01", "2026-12-01", "2027-01-01"]),
    ],
)
def test_a_month_may_be_settled_until_so_many_days_after_it(today: str, months: list[str]) -> None:
    assert rules.open_months(date.fromisoformat(today), 62) == [date.fromisoformat(each) for each in months]


@_UNHURRIED
@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(1, 366))
def test_the_present_month_is_always_open_and_none_is_left_out(today: date, days: int) -> None:
    found = rules.open_months(today, days)

    assert found[-1] == today.replace(day=1)
    assert all(rules.open_until(each, days) >= today for each in found)
    assert rules.open_until(found[0] - timedelta(days=1), days) < today
