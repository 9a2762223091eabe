"""Jobs: each slot once, however many processes run; a failed one again for the same slot."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from service.kit import jobs
from service.kit.clock import local
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.jobs import DailyAt, Every, Job, JobRun, WeeklyAt
from service.kit.work import UnitOfWork
from tests.clock import StoppedClock

START = datetime(2020, 1, 1, tzinfo=UTC)
moments = st.timedeltas(timedelta(0), timedelta(days=7300)).map(lambda since: START + since)


@given(now=moments, seconds=st.integers(1, 100_000))
def test_the_latest_slot_of_a_period_is_not_after_now_and_less_than_a_period_ago(
    now: datetime, seconds: int
) -> None:
    schedule = Every(timedelta(seconds=seconds))

    slot = schedule.latest(now)

    assert slot <= now < slot + schedule.period
    assert schedule.latest(slot) == slot


@given(now=moments, minute=st.integers(0, 1439))
def test_the_latest_slot_of_a_day_shows_its_time_on_the_districts_clock(now: datetime, minute: int) -> None:
    at = time(minute // 60, minute % 60)

    slot = DailyAt(at).latest(now)

    assert slot <= now < slot + timedelta(days=1)
    assert local(slot).time() == at


@given(now=moments, weekday=st.integers(0, 6), minute=st.integers(0, 1439))
def test_the_latest_slot_of_a_week_is_on_its_day_at_its_time(
    now: datetime, weekday: int, minute: int
) -> None:
    at = time(minute // 60, minute % 60)

    slot = WeeklyAt(weekday, at).latest(now)

    assert slot <= now < slot + timedelta(days=7)
    assert (local(slot).weekday(), local(slot).time()) == (weekday, at)


@pytest.fixture
def rings() -> list[datetime]:
    return []


@pytest.fixture
def bell(rings: list[datetime]) -> Job:
    """A job every minute, out of the timetable."""

    def ring(work: UnitOfWork) -> None:
        rings.append(work.now)

    return Job("tests.ring", ring, Every(timedelta(minutes=1)))


def runs(house: House) -> int:
    with unit_of_work(house) as work:
        return work.session.scalar(select(func.count()).select_from(JobRun)) or 0


def test_a_slot_runs_once_however_often_it_is_tried(
    house: House, clock: StoppedClock, bell: Job, rings: list[datetime]
) -> None:
    first = [jobs.run_job(house, bell) for _ in range(3)]
    clock.move(seconds=59)
    same_slot = jobs.run_job(house, bell)
    clock.move(seconds=1)
    next_slot = jobs.run_job(house, bell)

    assert first == [True, False, False]
    assert same_slot is False
    assert next_slot is True
    assert len(rings) == 2


def test_slots_missed_while_nobody_ran_are_not_made_up_for(
    house: House, clock: StoppedClock, bell: Job, rings: list[datetime]
) -> None:
    jobs.run_job(house, bell)
    clock.move(hours=5)
    jobs.run_job(house, bell)
    jobs.run_job(house, bell)

    assert len(rings) == 2


def test_a_clock_that_is_put_back_repeats_no_slot_and_one_put_forward_runs_one(
    house: House, clock: StoppedClock, bell: Job, rings: list[datetime]
) -> None:
    jobs.run_job(house, bell)
    clock.move(minutes=1)
    jobs.run_job(house, bell)

    clock.move(minutes=-1)
    put_back = [jobs.run_job(house, bell) for _ in range(3)]
    clock.move(hours=3)
    put_forward = [jobs.run_job(house, bell) for _ in range(3)]

    assert put_back == [False, False, False]
    assert put_forward == [True, False, False]
    assert len(rings) == 3


def test_a_clock_that_was_ahead_holds_nothing_up_until_the_time_that_it_had_shown(
    house: House, clock: StoppedClock, bell: Job, rings: list[datetime]
) -> None:
    for _ in range(30):
        jobs.run_job(house, bell)
        clock.move(minutes=1)

    clock.move(minutes=-25)
    before = len(rings)
    for _ in range(10):
        jobs.run_job(house, bell)
        clock.move(minutes=1)

    assert 7 <= len(rings) - before < 10


def test_a_clock_that_was_hours_ahead_repeats_no_day(
    house: House, clock: StoppedClock, rings: list[datetime]
) -> None:
    nightly = Job("tests.nightly", lambda work: rings.append(work.now), DailyAt(time(10)))
    clock.move(hours=2)
    jobs.run_job(house, nightly)

    clock.move(hours=-2)
    put_back = jobs.run_job(house, nightly)
    clock.move(hours=2)
    at_its_time = jobs.run_job(house, nightly)

    assert (put_back, at_its_time) == (True, False)
    assert len(rings) == 2


def test_a_clock_that_was_days_ahead_loses_no_day(
    house: House, clock: StoppedClock, rings: list[datetime]
) -> None:
    nightly = Job("tests.nightly", lambda work: rings.append(work.now), DailyAt(time(8)))
    clock.move(days=3)
    jobs.run_job(house, nightly)
    clock.move(days=-3)

    ran = []
    for _ in range(4):
        ran.append(jobs.run_job(house, nightly))
        clock.move(days=1)

    assert ran == [True, True, True, True]


def test_a_day_without_a_job_process_is_caught_up_with_once(
    house: House, clock: StoppedClock, rings: list[datetime]
) -> None:
    nightly = Job("tests.nightly", lambda work: rings.append(work.now), DailyAt(time(3, 10)))
    jobs.run_job(house, nightly)

    clock.move(days=2)
    after_a_restart = [jobs.run_job(house, nightly) for _ in range(2)]

    assert after_a_restart == [True, False]
    assert len(rings) == 2


def test_a_job_that_fails_leaves_its_slot_to_the_next_try(house: House) -> None:
    attempts = []

    def stumble(work: UnitOfWork) -> None:
        attempts.append(work.now)
        if len(attempts) == 1:
            raise RuntimeError

    stumbling = Job("tests.stumble", stumble, Every(timedelta(minutes=1)))

    assert [jobs.run_job(house, stumbling) for _ in range(3)] == [False, True, False]
    assert runs(house) == 1


def test_old_notes_on_runs_are_dropped(house: House, clock: StoppedClock, bell: Job) -> None:
    jobs.run_job(house, bell)
    clock.move(days=15)
    jobs.run_job(house, bell)

    with unit_of_work(house) as work:
        jobs.forget_old_runs(work)

    assert runs(house) == 1


def test_every_job_has_a_name_and_says_what_it_does(house: House) -> None:
    for job in jobs.all_jobs():
        assert jobs.job(job.name) is job
        assert job.action.__doc__, f"{job.name} does not say what it does"


def test_the_kits_housekeeping_runs(house: House) -> None:
    for name in (
        "kit.housekeeping.forget",
        "kit.housekeeping.forget_old_audit",
        "kit.housekeeping.measure_outbox",
    ):
        assert jobs.run_job(house, jobs.job(name)) is True
