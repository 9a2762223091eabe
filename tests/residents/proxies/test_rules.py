"""How long a proxy lasts, what its scopes are called, and what a proxy or a record may become."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.kit.clock import at_local
from service.kit.errors import WrongState
from service.residents.errors import BeyondLongest
from service.residents.proxies.rules import (
    ANSWERED_WITHIN,
    check_valid_until,
    in_order,
    in_words,
    longest,
    status_now,
)
from service.residents.rules import (
    PROXY_MOVES,
    RESIDENT_MOVES,
    ProxyScope,
    ProxyStatus,
    ResidentStatus,
    check_proxy_move,
    check_resident_move,
)

TODAY = date(2026, 3, 2)
NOW = at_local(TODAY)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-10, 800))
def test_a_proxy_lasts_from_today_to_a_year_at_most(today: date, days: int) -> None:
    wanted = today + timedelta(days=days)
    if today <= wanted <= longest(today):
        check_valid_until(wanted, today)
    else:
        with pytest.raises(BeyondLongest):
            check_valid_until(wanted, today)


def test_a_year_from_a_leap_day_is_a_day() -> None:
    assert longest(date(2028, 2, 29)) == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("status", "asked_at", "valid_until", "now_is"),
    [
        (ProxyStatus.APPROVED, NOW, TODAY, ProxyStatus.APPROVED),
        (ProxyStatus.APPROVED, NOW - timedelta(days=300), TODAY, ProxyStatus.APPROVED),
        (ProxyStatus.APPROVED, NOW, TODAY - timedelta(days=1), ProxyStatus.EXPIRED),
        (ProxyStatus.PENDING, NOW - ANSWERED_WITHIN, TODAY, ProxyStatus.PENDING),
        (ProxyStatus.PENDING, NOW - ANSWERED_WITHIN - timedelta(seconds=1), TODAY, ProxyStatus.EXPIRED),
        (ProxyStatus.REVOKED, NOW, TODAY - timedelta(days=1), ProxyStatus.REVOKED),
    ],
)
def test_a_proxy_runs_out_by_itself(
    status: ProxyStatus, asked_at: datetime, valid_until: date, now_is: ProxyStatus
) -> None:
    assert status_now(status, asked_at, valid_until, NOW) is now_is


def test_scopes_are_kept_once_and_read_in_both_languages() -> None:
    kept = in_order([ProxyScope.CARE, ProxyScope.BOOKING, ProxyScope.CARE])

    assert kept == ["booking", "care"]
    assert in_words(kept) == ("预约、养老服务", "booking, care")


@given(st.sampled_from(ProxyStatus), st.sampled_from(ProxyStatus))
def test_proxies_move_by_their_table(present: ProxyStatus, wanted: ProxyStatus) -> None:
    if wanted in PROXY_MOVES[present]:
        check_proxy_move(present, wanted)
    else:
        with pytest.raises(WrongState):
            check_proxy_move(present, wanted)


@given(st.sampled_from(ResidentStatus), st.sampled_from(ResidentStatus))
def test_records_move_by_their_table(present: ResidentStatus, wanted: ResidentStatus) -> None:
    if wanted in RESIDENT_MOVES[present]:
        check_resident_move(present, wanted)
    else:
        with pytest.raises(WrongState):
            check_resident_move(present, wanted)
