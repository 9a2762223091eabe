"""The rules of booking, pure."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.kit.clock import at_local, local
from service.kit.errors import WrongState
from service.living_rooms.bookings import rules
from service.living_rooms.bookings.rules import STANDING, Act, BookingStatus, Terms
from service.living_rooms.errors import MoveTooLate, OffGrid, TooFarAhead, TooLate, TooLong
from service.living_rooms.rooms.rules import OpenTo, Policy

POLICY = Policy(
    slot_minutes=30,
    advance_days=7,
    lead_minutes=60,
    max_minutes=240,
    cancel_before_minutes=60,
    checkin_before_minutes=15,
    checkin_after_minutes=30,
    buffer_minutes=0,
    active_quota=2,
    monthly_minutes_quota=1200,
    organisation_active_quota=4,
    organisation_monthly_minutes_quota=2400,
    approval_headcount=20,
    approval_hold_minutes=1440,
    offer_minutes=30,
    no_show_limit=3,
    no_show_window_days=90,
    suspension_days=7,
    open_to=OpenTo.COMMUNITY,
)
NOW = at_local(date(2026, 3, 2)) + timedelta(hours=9)

moments = st.integers(0, 4 * 24 * 365 * 5).map(lambda quarters: NOW + timedelta(minutes=15 * quarters))
lengths = st.integers(1, 4 * 24 * 70).map(lambda quarters: timedelta(minutes=15 * quarters))


@given(moments, lengths)
def test_the_months_share_all_minutes_and_each_only_its_own(starts_at: datetime, length: timedelta) -> None:
    by_month = rules.minutes_by_month(starts_at, starts_at + length)

    assert sum(by_month.values()) == length.total_seconds() // 60
    assert list(by_month) == sorted(by_month)
    assert min(by_month.values()) > 0
    assert min(by_month) == f"{local(starts_at):%Y-%m}"


@given(
    st.dictionaries(st.sampled_from("abc"), st.integers(1, 9)),
    st.dictionaries(st.sampled_from("abc"), st.integers(1, 9)),
)
def test_what_changes_turns_the_old_into_the_new(old: dict[str, int], new: dict[str, int]) -> None:
    changed = dict(old)
    for period, amount in rules.difference(old, new).items():
        changed[period] = changed.get(period, 0) + amount

    assert {period: amount for period, amount in changed.items() if amount} == new


def test_counters_are_locked_standing_first_then_by_month() -> None:
    periods = ["2026-11", rules.ACTIVE, "2026-02"]

    assert sorted(periods, key=rules.in_locking_order) == [rules.ACTIVE, "2026-02", "2026-11"]


@given(st.lists(st.sampled_from(Act)))
def test_whatever_is_done_a_booking_ends_once_and_for_all(acts: list[Act]) -> None:
    status = BookingStatus.PENDING
    for act in acts:
        try:
            moved = rules.after(status, act)
        except WrongState:
            assert not rules.is_possible(status, act)
            continue
        assert status in STANDING
        status = moved


def test_every_state_can_be_reached_and_every_act_leads_somewhere() -> None:
    reached = {
        rules.after(status, act) for status in STANDING for act in Act if rules.is_possible(status, act)
    }

    assert reached == set(BookingStatus)
    assert all(any(rules.is_possible(status, act) for status in STANDING) for act in Act)


@pytest.mark.parametrize(
    ("starts", "minutes", "refusal"),
    [(0, 240, None), (15, 60, OffGrid), (0, 45, OffGrid), (0, 270, TooLong)],
)
def test_a_stretch_lies_on_the_grid_and_is_not_too_long(
    starts: int, minutes: int, refusal: type[Exception] | None
) -> None:
    starts_at = NOW + timedelta(minutes=starts)

    if refusal is None:
        rules.check_stretch(POLICY, starts_at, starts_at + timedelta(minutes=minutes))
        return
    with pytest.raises(refusal):
        rules.check_stretch(POLICY, starts_at, starts_at + timedelta(minutes=minutes))


@given(st.integers(-10_000, 20_000))
def test_notice_is_between_the_lead_and_the_last_day(minutes: int) -> None:
    starts_at = NOW + timedelta(minutes=minutes)
    last_moment = at_local(date(2026, 3, 10))

    try:
        rules.check_notice(POLICY, starts_at, NOW, Terms())
    except TooLate:
        assert minutes < 60
    except TooFarAhead:
        assert starts_at >= last_moment
    else:
        assert minutes >= 60
        assert starts_at < last_moment


def test_at_the_desk_the_slot_that_runs_can_still_be_booked() -> None:
    terms = Terms(free_of_lead=True)

    rules.check_notice(POLICY, NOW, NOW + timedelta(minutes=29), terms)
    with pytest.raises(TooLate):
        rules.check_notice(POLICY, NOW, NOW + timedelta(minutes=30), terms)


def test_a_pending_booking_holds_its_time_never_beyond_its_start() -> None:
    assert rules.held_until(POLICY, NOW + timedelta(hours=3), NOW) == NOW + timedelta(hours=3)
    assert rules.held_until(POLICY, NOW + timedelta(hours=30), NOW) == NOW + timedelta(hours=24)


def test_approval_begins_above_the_headcount_if_there_is_one() -> None:
    assert not rules.needs_approval(POLICY, 20)
    assert rules.needs_approval(POLICY, 21)
    assert not rules.needs_approval(replace(POLICY, approval_headcount=None), 1000)


def test_what_is_late_to_cancel_is_late_to_move() -> None:
    starts_at = NOW + timedelta(minutes=60)

    assert not rules.is_late_to_cancel(POLICY, starts_at, NOW)
    rules.check_move(POLICY, starts_at, NOW)
    with pytest.raises(MoveTooLate):
        rules.check_move(POLICY, starts_at, NOW + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("base", "earlier", "days"), [(7, 0, 7), (7, 1, 14), (7, 2, 28), (7, 9, 30), (90, 3, 90)]
)
def test_suspensions_double_up_to_a_limit_and_end_at_midnight(base: int, earlier: int, days: int) -> None:
    until = rules.suspended_until(replace(POLICY, suspension_days=base), earlier, NOW)

    assert until == at_local(date(2026, 3, 2) + timedelta(days=days + 1))
