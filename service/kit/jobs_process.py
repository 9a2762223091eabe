"""The job process: one leader among several runs the timetable; all of them deliver the outbox, do long work and send.

What is taken up by one is leased, so that the others pass it by, and succeed it when it dies.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

import structlog
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from service.kit import background, deliveries, jobs
from service.kit.clock import DISTRICT_ZONE
from service.kit.database import connect
from service.kit.files.storing import store_some
from service.kit.house import House, new_sessions

log = structlog.get_logger()

_LEADER_LOCK = 5_202_611
_HEARTBEAT_SECONDS = 5
_PAUSE_SECONDS = 0.5
_TRY_AGAIN_MINUTES = 10
_TIMETABLE_THREADS = 6


def run(
    house: House, database_url: str, stop: threading.Event, *, heartbeat_seconds: float = _HEARTBEAT_SECONDS
) -> None:
    """Work, and lead when nobody does, until told to stop. The lock needs a connection of its own, past PgBouncer."""
    hands = _hands()
    with _connections(house, database_url, len(hands) + _TIMETABLE_THREADS):
        _work(house, database_url, stop, hands, heartbeat_seconds)


def _hands() -> list[jobs.Hand]:
    """What is done again and again, each by a thread of its own."""
    return [
        deliveries.deliver_inside,
        *deliveries.hands_outside(),
        background.advance,
        store_some,
        *jobs.all_hands(),
    ]


@contextmanager
def _connections(house: House, database_url: str, number: int) -> Iterator[None]:
    """One for each hand and each thread of the timetable: nobody waits for a connection that another has, however long."""
    kept = house.engine, house.sessions
    house.engine = connect(house.settings, database_url, pool_size=number)
    house.sessions = new_sessions(house.engine)
    try:
        yield
    finally:
        house.engine.dispose()
        house.engine, house.sessions = kept


def _work(
    house: House, database_url: str, stop: threading.Event, wanted: list[jobs.Hand], heartbeat_seconds: float
) -> None:
    engine = connect(house.settings, house.settings.direct_database_url or database_url, pool_size=1)
    hands = [
        threading.Thread(target=_again_and_again, args=(house, stop, hand), daemon=True) for hand in wanted
    ]
    for hand in hands:
        hand.start()
    while not stop.is_set():
        with suppress(SQLAlchemyError), engine.connect() as connection:
            if _is_leader(connection):
                _lead(house, connection, stop, heartbeat_seconds)
        engine.dispose()
        stop.wait(heartbeat_seconds)
    for hand in hands:
        hand.join()


def _is_leader(connection: Connection) -> bool:
    led = bool(connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": _LEADER_LOCK}))
    connection.commit()
    return led


def _lead(house: House, connection: Connection, stop: threading.Event, heartbeat_seconds: float) -> None:
    log.info("jobs_lead")
    scheduler = _scheduler(house)
    scheduler.start()
    last_seen = _now()
    try:
        while not stop.wait(heartbeat_seconds):
            connection.scalar(text("SELECT 1"))
            connection.commit()
            if _now() < last_seen:
                log.warning("clock_put_back", since=last_seen.isoformat())
                _begin_anew(scheduler)
            last_seen = _now()
    finally:
        scheduler.shutdown(wait=True)
        log.info("jobs_resigned")


def _scheduler(house: House) -> BackgroundScheduler:
    """The timetable; a new leader begins with every job, since its latest slot may have found nobody leading."""
    scheduler = BackgroundScheduler(
        timezone=DISTRICT_ZONE,
        executors={"default": ThreadPoolExecutor(_TIMETABLE_THREADS)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 3600},
    )
    for job in jobs.all_jobs():
        scheduler.add_job(
            jobs.run_job,
            _trigger(job.schedule),
            args=(house, job),
            id=job.name,
            next_run_time=_now(),
        )
    scheduler.add_listener(_report, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
    return scheduler


def _begin_anew(scheduler: BackgroundScheduler) -> None:
    """Let every job be tried now: by a clock that was put back each would wait until the time that it had shown."""
    for job in scheduler.get_jobs():
        job.modify(next_run_time=_now())


def _now() -> datetime:
    """By the clock that the timetable goes by."""
    return datetime.now(DISTRICT_ZONE)


def _trigger(schedule: jobs.Schedule) -> BaseTrigger:
    """When to try; what is done once a day or week is tried again for the same slot until it has gone well."""
    if isinstance(schedule, jobs.Every):
        return _every(int(schedule.period.total_seconds()))
    weekday = schedule.weekday if isinstance(schedule, jobs.WeeklyAt) else None
    on_time = CronTrigger(
        day_of_week=weekday, hour=schedule.at.hour, minute=schedule.at.minute, timezone=DISTRICT_ZONE
    )
    return OrTrigger([on_time, _every(60 * _TRY_AGAIN_MINUTES)])


def _every(seconds: int) -> BaseTrigger:
    return IntervalTrigger(seconds=seconds, start_date=jobs.EPOCH, timezone=DISTRICT_ZONE)


def _report(event: JobExecutionEvent) -> None:
    log.error("job_missed_or_failed", job=event.job_id, scheduled_for=str(event.scheduled_run_time))


def _again_and_again(house: House, stop: threading.Event, do: jobs.Hand) -> None:
    """Do it without a pause while there is something to do, else look again soon; a fault ends no hand."""
    while not stop.is_set():
        did_something: object = False
        try:
            did_something = do(house)
        except SQLAlchemyError as error:
            log.warning("work_paused", work=do.__name__, error=type(error).__name__)
        except Exception as error:
            log.error("work_failed", work=do.__name__, exc_info=error)
        if not did_something:
            stop.wait(_PAUSE_SECONDS)
