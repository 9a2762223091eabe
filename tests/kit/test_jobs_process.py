"""The timetable of who leads: nothing is lost that fell due while nobody did, or that failed."""

import threading
from datetime import datetime, time, timedelta
from threading import Event, Thread
from types import SimpleNamespace

import pytest
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from service.kit import background, deliveries, jobs, jobs_process
from service.kit.clock import DISTRICT_ZONE
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.jobs import DailyAt, Every, WeeklyAt

START = datetime(2026, 1, 1, tzinfo=DISTRICT_ZONE)
moments = st.timedeltas(timedelta(0), timedelta(days=1500)).map(lambda since: START + since)


@given(now=moments, minute=st.integers(0, 1439))
def test_a_daily_job_is_tried_in_time_and_again_within_minutes(now: datetime, minute: int) -> None:
    schedule = DailyAt(time(minute // 60, minute % 60))
    trigger = jobs_process._trigger(schedule)

    soon = trigger.get_next_fire_time(None, now)
    in_time = schedule.latest(now + timedelta(days=1))
    at_its_time = trigger.get_next_fire_time(None, in_time)

    assert soon - now <= timedelta(minutes=10)
    assert at_its_time == in_time


@given(now=moments, weekday=st.integers(0, 6), minute=st.integers(0, 1439))
def test_a_weekly_job_is_tried_on_its_day_and_again_within_minutes(
    now: datetime, weekday: int, minute: int
) -> None:
    schedule = WeeklyAt(weekday, time(minute // 60, minute % 60))
    trigger = jobs_process._trigger(schedule)

    soon = trigger.get_next_fire_time(None, now)
    in_time = schedule.latest(now + timedelta(days=7))

    assert soon - now <= timedelta(minutes=10)
    assert trigger.get_next_fire_time(None, in_time) == in_time


def test_who_leads_when_the_clock_is_put_back_waits_for_no_time_that_it_had_shown(
    house: House, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, due = [datetime.now(DISTRICT_ZONE) + timedelta(hours=1)], []
    scheduler = BackgroundScheduler(timezone=DISTRICT_ZONE)
    trigger = jobs_process._trigger(Every(timedelta(minutes=1)))
    scheduler.add_job(len, trigger, args=("ring",), id="bell", next_run_time=shown[0] + timedelta(minutes=1))
    monkeypatch.setattr(jobs_process, "_now", lambda: shown[0])
    monkeypatch.setattr(jobs_process, "_scheduler", lambda _: scheduler)

    def beat(_: float) -> bool:
        due.append(scheduler.get_job("bell").next_run_time)
        shown[0] = datetime.now(DISTRICT_ZONE)
        return len(due) == 2

    with engine.connect() as connection:
        jobs_process._lead(house, connection, SimpleNamespace(wait=beat), 0)  # type: ignore[arg-type]

    assert due[0] > shown[0] + timedelta(minutes=59)
    assert due[1] <= shown[0] + timedelta(minutes=1)


def test_a_hand_that_is_stuck_holds_up_no_other(
    house: House, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    free, went_on, stop = Event(), Event(), Event()

    def idle(_: House) -> bool:
        return False

    def stuck(_: House) -> bool:
        return free.wait(60)

    def busy(_: House) -> None:
        went_on.set()

    for module, name in ((deliveries, "deliver_due"), (background, "advance"), (jobs_process, "store_some")):
        monkeypatch.setattr(module, name, idle)
    monkeypatch.setattr(jobs, "all_hands", lambda: [stuck, busy])
    monkeypatch.setattr(jobs_process, "_is_leader", lambda _: False)
    process = Thread(target=jobs_process.run, args=(house, database_url, stop))
    process.start()
    others_worked = went_on.wait(20)
    stop.set()
    free.set()
    process.join()

    assert others_worked


def test_no_hand_waits_for_the_connection_of_another(
    house: House, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = house.settings.database_pool_size + 2
    all_at_once, stop = threading.Barrier(number + 1), Event()

    def hold(house: House) -> None:
        with unit_of_work(house) as work:
            work.session.execute(text("SELECT 1"))
            all_at_once.wait(20)
        stop.wait()

    monkeypatch.setattr(jobs_process, "_hands", lambda: [hold] * number)
    monkeypatch.setattr(jobs_process, "_is_leader", lambda _: False)
    process = Thread(target=jobs_process.run, args=(house, database_url, stop))
    process.start()
    try:
        all_at_once.wait(20)
    finally:
        stop.set()
        process.join()


def test_a_machine_that_vanishes_is_noticed_within_half_a_minute(engine: Engine) -> None:
    """The tests' server is reached by a socket in a folder, which has no keepalives: what is asked for is looked at."""
    with engine.connect() as connection:
        asked = connection.connection.driver_connection.info.get_parameters()

    ours = asked["keepalives_idle"], asked["keepalives_interval"], asked["keepalives_count"]
    theirs = dict(each.split("=") for each in asked["options"].split() if "=" in each)
    assert (ours, asked["tcp_user_timeout"]) == (("10", "5", "3"), "25000")
    assert {name: value for name, value in theirs.items() if name.startswith("tcp_")} == {
        "tcp_keepalives_idle": "10",
        "tcp_keepalives_interval": "5",
        "tcp_keepalives_count": "3",
        "tcp_user_timeout": "25000",
    }


def test_the_timetable_has_a_connection_for_each_job_that_runs_at_a_time(house: House) -> None:
    scheduler = jobs_process._scheduler(house)
    scheduler.start(paused=True)

    workers = scheduler._lookup_executor("default")._pool._max_workers
    scheduler.shutdown()

    assert workers == jobs_process._TIMETABLE_THREADS


def test_who_begins_to_lead_tries_every_job_at_once(house: House) -> None:
    scheduler = jobs_process._scheduler(house)

    waiting = scheduler.get_jobs()

    assert {each.id for each in waiting} == {each.name for each in jobs.all_jobs()}
    assert all(each.next_run_time <= datetime.now(DISTRICT_ZONE) for each in waiting)


def test_what_the_timetable_has_missed_is_caught_up_with_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "all_jobs", list)
    scheduler = jobs_process._scheduler(house)
    now, rang, rings = datetime.now(DISTRICT_ZONE), threading.Event(), []

    def ring() -> None:
        rings.append(now)
        rang.set()

    missed = IntervalTrigger(minutes=10, start_date=now - timedelta(minutes=55))
    scheduler.add_job(ring, missed, next_run_time=now - timedelta(minutes=45))
    scheduler.start()
    rang.wait(timeout=30)
    scheduler.shutdown(wait=True)

    assert len(rings) == 1


def test_who_has_lost_the_lock_leads_no_longer(
    house: House, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheduler, beats = BackgroundScheduler(timezone=DISTRICT_ZONE), []
    monkeypatch.setattr(jobs_process, "_scheduler", lambda _: scheduler)

    def beat(_: float) -> bool:
        beats.append(_)
        if len(beats) == 1:
            with engine.connect() as other:
                other.execute(text("SELECT pg_terminate_backend(:backend)"), {"backend": backend})
        return len(beats) == 3

    with engine.connect() as connection:
        backend = connection.scalar(text("SELECT pg_backend_pid()"))
        connection.commit()
        with pytest.raises(SQLAlchemyError):
            jobs_process._lead(house, connection, SimpleNamespace(wait=beat), 0)  # type: ignore[arg-type]
        connection.invalidate()

    assert (len(beats), scheduler.running) == (1, False)
