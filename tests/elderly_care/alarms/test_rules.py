"""The ladder, the roster and the states, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.elderly_care.alarms import rules
from service.elderly_care.alarms.errors import ImpossibleDuty, LadderNeedsSteps
from service.elderly_care.alarms.rules import AlarmStatus, DutyTime, Step, Whom
from service.kit.clock import local_date
from service.kit.errors import WrongState

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
LADDER = [
    Step(0, (Whom.CONTACTS, Whom.DUTY_DESK)),
    Step(2, (Whom.GRID_WORKER,)),
    Step(5, (Whom.COMMUNITY_WORKER,)),
    Step(10, (Whom.STREET,)),
]


def minutes(steps: object) -> list[int]:
    return [step.after_minutes for step in steps]  # type: ignore[attr-defined]


def test_steps_follow_each_other_from_the_one_that_rang_last() -> None:
    assert minutes(rules.steps_after(LADDER, None, late=False)) == [0, 2, 5, 10]
    assert minutes(rules.steps_after(LADDER, 0, late=False)) == [2, 5, 10]
    assert minutes(rules.steps_after(LADDER, 10, late=False)) == []


def test_a_step_that_is_no_more_on_the_ladder_is_no_stumbling_block() -> None:
    assert minutes(rules.steps_after(LADDER, 3, late=False)) == [5, 10]


def test_a_late_alarm_begins_with_the_workers_and_stays_there() -> None:
    assert minutes(rules.steps_after(LADDER, None, late=True)) == [5, 10]
    assert minutes(rules.steps_after(LADDER, 5, late=True)) == []
    assert minutes(rules.steps_after(LADDER[:2], None, late=True)) == [0, 2]


def test_all_who_rang_ring_again_from_the_last_down() -> None:
    assert minutes(rules.downwards(LADDER, 10)) == [10, 5, 2, 0]
    assert minutes(rules.downwards(LADDER, 5)) == [5, 2, 0]


def test_the_next_ring_is_counted_from_the_beginning_and_above_the_last_from_now() -> None:
    repeat_at = NOW + timedelta(hours=1)

    assert rules.next_ring_at(LADDER, 2, NOW, repeat_at, late=False) == NOW + timedelta(minutes=5)
    assert rules.next_ring_at(LADDER, 10, NOW, repeat_at, late=False) == repeat_at
    assert rules.next_ring_at(LADDER, 5, NOW, repeat_at, late=True) == repeat_at


@pytest.mark.parametrize("steps", [[1, 2], [0, 5, 5], []])
def test_a_ladder_begins_at_once_and_has_each_minute_once(steps: list[int]) -> None:
    with pytest.raises(LadderNeedsSteps):
        rules.check_ladder([Step(each, (Whom.STREET,)) for each in steps])


@pytest.mark.parametrize(("status", "to"), [(s, t) for s in AlarmStatus for t in AlarmStatus])
def test_an_alarm_moves_only_as_it_may(status: AlarmStatus, to: AlarmStatus) -> None:
    allowed = {
        ("ringing", "acknowledged"),
        ("acknowledged", "ringing"),
        ("ringing", "closed"),
        ("acknowledged", "closed"),
    }
    if (status.value, to.value) in allowed:
        rules.check_move(status, to)
    else:
        with pytest.raises(WrongState):
            rules.check_move(status, to)


def test_late_is_what_happened_longer_ago_than_the_setting() -> None:
    assert not rules.is_late(None, NOW, 30)
    assert not rules.is_late(NOW - timedelta(minutes=30), NOW, 30)
    assert rules.is_late(NOW - timedelta(minutes=30, seconds=1), NOW, 30)
    assert not rules.is_late(NOW + timedelta(days=9), NOW, 30)


def test_a_night_on_duty_goes_over_midnight_and_ends_where_the_next_begins() -> None:
    night = DutyTime(NOW.replace(hour=9, minute=30), NOW.replace(hour=0, minute=30) + timedelta(days=1))

    assert not rules.is_on_duty(night, night.starts_at - timedelta(seconds=1))
    assert rules.is_on_duty(night, night.starts_at)
    assert rules.is_on_duty(night, NOW.replace(hour=16))
    assert not rules.is_on_duty(night, night.ends_at)


@given(
    hours=st.integers(1, 7 * 24),
    weeks=st.integers(0, 8),
    spare_days=st.integers(0, 6),
    after_minutes=st.integers(-60, 10 * 7 * 24 * 60),
)
def test_a_weekly_duty_is_the_same_as_all_its_nights_one_by_one(
    hours: int, weeks: int, spare_days: int, after_minutes: int
) -> None:
    until = local_date(NOW) + timedelta(days=7 * weeks + spare_days)
    weekly = DutyTime(NOW, NOW + timedelta(hours=hours), until)
    single = [DutyTime(NOW + n * WEEK, NOW + timedelta(hours=hours) + n * WEEK) for n in range(weeks + 1)]
    moment = NOW + timedelta(minutes=after_minutes)

    rules.check_duty(weekly)
    assert rules.is_on_duty(weekly, moment) == any(rules.is_on_duty(each, moment) for each in single)
    assert rules.over_at(weekly) == single[-1].ends_at


@pytest.mark.parametrize(
    ("length", "until"),
    [
        (timedelta(0), None),
        (-timedelta(hours=1), None),
        (WEEK + timedelta(seconds=1), None),
        (timedelta(hours=8), date(2026, 3, 1)),
    ],
)
def test_an_impossible_duty_is_refused(length: timedelta, until: date | None) -> None:
    with pytest.raises(ImpossibleDuty):
        rules.check_duty(DutyTime(NOW, NOW + length, until))
