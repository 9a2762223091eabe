"""What happens by the clock: actions on a schedule, each slot once however many processes run.

The row `(job, slot)` is claimed in the job's own transaction, so a job fires once per slot; the leader's lock
(jobs_process.py) only saves work.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import structlog
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from service.kit import metrics
from service.kit.clock import CLOCKS_DIFFER, at_local, local
from service.kit.database import Table
from service.kit.edge import run_in_work
from service.kit.house import House
from service.kit.work import UnitOfWork

log = structlog.get_logger()

Action = Callable[[UnitOfWork], None]
Hand = Callable[[House], object]
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_RUNS_KEPT = timedelta(days=14)


class JobRun(Table):
    """That a job has run for a slot."""

    __tablename__ = "job_runs"

    job: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[datetime] = mapped_column(primary_key=True)
    ran_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True, slots=True)
class Every:
    """Again and again, `period` apart, counted from one moment for all processes."""

    period: timedelta

    def latest(self, now: datetime) -> datetime:
        """The newest scheduled time that is not after `now`."""
        return EPOCH + (now - EPOCH) // self.period * self.period


@dataclass(frozen=True, slots=True)
class DailyAt:
    """Once a day at a time on the district's wall clock."""

    at: time
    period = timedelta(days=1)

    def latest(self, now: datetime) -> datetime:
        today = at_local(local(now).date(), self.at)
        return today if today <= now else at_local(local(now).date() - self.period, self.at)


@dataclass(frozen=True, slots=True)
class WeeklyAt:
    """Once a week, on a weekday (Monday is 0) at a time on the district's wall clock."""

    weekday: int
    at: time
    period = timedelta(days=7)

    def latest(self, now: datetime) -> datetime:
        today = local(now).date()
        day = today - timedelta(days=(today.weekday() - self.weekday) % 7)
        this_week = at_local(day, self.at)
        return this_week if this_week <= now else at_local(day - self.period, self.at)


Schedule = Every | DailyAt | WeeklyAt


@dataclass(frozen=True, slots=True)
class Job:
    """An action with its schedule; `name` is `domain.action` and keys its notes in the database."""

    name: str
    action: Action
    schedule: Schedule


_jobs: dict[str, Job] = {}
_hands: list[Hand] = []


def every(*, seconds: int = 0, minutes: int = 0, hours: int = 0) -> Callable[[Action], Action]:
    """Run the action again and again, this far apart."""
    return _on(Every(timedelta(seconds=seconds, minutes=minutes, hours=hours)))


def daily_at(clock_time: str) -> Callable[[Action], Action]:
    """Run the action each day at `HH:MM` of the district's wall clock."""
    return _on(DailyAt(time.fromisoformat(clock_time)))


def weekly_at(weekday: int, clock_time: str) -> Callable[[Action], Action]:
    """Run the action each week on this day (Monday is 0) at `HH:MM` of the district's wall clock."""
    return _on(WeeklyAt(weekday, time.fromisoformat(clock_time)))


def again_and_again(hand: Hand) -> Hand:
    """Do this in a thread of its own in every job process, without a pause while it answers that there was something.

    Several processes do it at once: it must lease what it takes up, so that the others pass it by.
    """
    _hands.append(hand)
    return hand


def all_hands() -> list[Hand]:
    """What is done again and again."""
    return list(_hands)


def all_jobs() -> list[Job]:
    """The whole timetable."""
    return list(_jobs.values())


def job(name: str) -> Job:
    """The job with this name; raises KeyError."""
    return _jobs[name]


def run_job(house: House, wanted: Job) -> bool:
    """Run the job for its latest slot, unless that was done; whether it ran here."""
    slot = wanted.schedule.latest(house.clock.now())
    try:
        ran = run_in_work(house, lambda work: _claim_and_run(work, wanted, slot))
    except Exception as error:
        metrics.JOBS.labels(wanted.name, "failed").inc()
        log.error("job_failed", job=wanted.name, slot=slot.isoformat(), exc_info=error)
        return False
    metrics.JOBS.labels(wanted.name, "ran" if ran else "done_elsewhere").inc()
    return ran


def forget_old_runs(work: UnitOfWork) -> None:
    """Drop notes on runs of long ago."""
    work.session.execute(delete(JobRun).where(JobRun.ran_at < work.now - _RUNS_KEPT))


def _claim_and_run(work: UnitOfWork, wanted: Job, slot: datetime) -> bool:
    _forget_what_has_not_come(work, wanted)
    claim = insert(JobRun).values(job=wanted.name, slot=slot, ran_at=work.now)
    if work.session.scalar(claim.on_conflict_do_nothing().returning(JobRun.job)) is None:
        return False
    wanted.action(work)
    return True


def _forget_what_has_not_come(work: UnitOfWork, wanted: Job) -> None:
    """Drop notes on slots that lie ahead: a clock that was put back since made them, and they would be passed over."""
    ahead = work.now + max(CLOCKS_DIFFER, wanted.schedule.period / 2)
    work.session.execute(delete(JobRun).where(JobRun.job == wanted.name, JobRun.slot > ahead))


def _on(schedule: Schedule) -> Callable[[Action], Action]:
    def register(action: Action) -> Action:
        name = f"{action.__module__.removeprefix('service.').removesuffix('.jobs')}.{action.__name__}"
        _jobs[name] = Job(name, action, schedule)
        return action

    return register
