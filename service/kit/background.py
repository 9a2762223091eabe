"""Long work, done in the job process step by step: importing a list, making somebody's copy, planning a day.

A step does a part of the work and notes in the same transaction where the next one begins, so that a kill in the
middle loses nothing and does nothing twice. Several processes may work at once; each run is in one's hands.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import CheckConstraint, Index, delete, or_, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.clock import CLOCKS_DIFFER
from service.kit.database import Identified, Table, Versioned
from service.kit.edge import run_in_work
from service.kit.errors import DomainError, WrongState
from service.kit.house import House
from service.kit.pauses import doubled
from service.kit.texts import Worded
from service.kit.work import UnitOfWork

log = structlog.get_logger()

_MOST_FAILURES = 5
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=2), timedelta(minutes=10)


class RunStatus(Worded):
    """Where long work stands."""

    QUEUED = "queued", "排队中", "queued"
    RUNNING = "running", "进行中", "running"
    DONE = "done", "已完成", "done"
    FAILED = "failed", "失败", "failed"
    CANCELLED = "cancelled", "已取消", "cancelled"


OPEN = (RunStatus.QUEUED, RunStatus.RUNNING)
_BEFORE_ALL = UUID(int=0)


class BackgroundRun(Identified, Versioned, Table):
    """One piece of long work; `checkpoint` is its own note of where the next step begins, `done` `of` its progress."""

    __tablename__ = "background_runs"
    __table_args__ = (
        Index(None, "next_try_at", "id", postgresql_where="status IN ('queued', 'running')"),
        Index(None, "asked_by", "id"),
        Index(None, "ended_at", postgresql_where="ended_at IS NOT NULL"),
        CheckConstraint("done >= 0", "done"),
    )

    kind: Mapped[str]
    status: Mapped[RunStatus]
    checkpoint: Mapped[dict[str, Any]]
    done: Mapped[int] = mapped_column(default=0)
    of: Mapped[int | None]
    asked_by: Mapped[UUID | None]
    asked_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    failures: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    refusal: Mapped[str | None]

    @property
    def after(self) -> UUID:
        """Of work that was asked for in stretches: the id behind which the next one begins."""
        return UUID(self.checkpoint["after"])

    def note_stretch(self, last: UUID | None) -> bool:
        """Note the last id of a stretch; whether it was the last stretch, which None says."""
        if last is not None:
            self.checkpoint = {**self.checkpoint, "after": str(last)}
        return last is None


Step = Callable[[UnitOfWork, BackgroundRun], bool]

_steps: dict[str, Step] = {}
_never_given_up: set[str] = set()


def in_background(kind: str, *, is_given_up: bool = True) -> Callable[[Step], Step]:
    """Declare who does the steps of a kind of long work; a step answers whether that was the last.

    What nobody waits for, and so nobody would ask for again, is not given up however often it fails.
    """

    def register(step: Step) -> Step:
        _steps[kind] = step
        if not is_given_up:
            _never_given_up.add(kind)
        return step

    return register


def ask_for(work: UnitOfWork, kind: str, **checkpoint: Any) -> BackgroundRun:
    """Queue long work of this kind; its first step begins soon after this transaction."""
    run = BackgroundRun(
        id=work.new_id(),
        kind=kind,
        status=RunStatus.QUEUED,
        checkpoint=checkpoint,
        asked_by=work.actor.account_id,
        asked_at=work.now,
        next_try_at=work.now,
    )
    work.session.add(run)
    return run


def ask_once(work: UnitOfWork, kind: str, **checkpoint: Any) -> BackgroundRun | None:
    """Queue long work of this kind, unless some of it is still to be done; then None."""
    under_way = select(BackgroundRun.id).where(BackgroundRun.kind == kind, BackgroundRun.status.in_(OPEN))
    if work.session.scalar(under_way.limit(1)) is not None:
        return None
    return ask_for(work, kind, **checkpoint)


def ask_for_stretches(work: UnitOfWork, kind: str, **checkpoint: Any) -> BackgroundRun:
    """Queue long work that goes through rows in the order of their ids, a stretch of them in each step."""
    return ask_for(work, kind, **checkpoint, after=str(_BEFORE_ALL))


def plan_anew(work: UnitOfWork) -> None:
    """Have the database plan each statement of this step for its own values, and for the tables as they are now.

    A step is about a few rows or about half a million, and fills tables faster than statistics follow; a plan that was
    kept from another step reads them whole.
    """
    work.session.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))


def cancel(work: UnitOfWork, run: BackgroundRun) -> None:
    """Let no further step begin; what the steps so far have done stays. Raises WrongState."""
    if run.status not in OPEN:
        raise WrongState(state=run.status)
    _end(work, run, RunStatus.CANCELLED)


def advance(house: House) -> bool:
    """Do one step of the run that has waited longest; whether there was one."""
    run_id = run_in_work(house, _next_due)
    if run_id is None:
        return False
    try:
        run_in_work(house, lambda work: _step(work, run_id))
    except Exception as error:
        refusal = error.code if isinstance(error, DomainError) else None
        log.error("background_step_failed", run=str(run_id), refusal=refusal, exc_info=error)
        run_in_work(house, lambda work: _note_failure(work, run_id, refusal))
    return True


def take_up_what_lies_ahead(work: UnitOfWork) -> None:
    """Let no run wait for a time that a clock had shown which was put back since."""
    ahead = work.now + CLOCKS_DIFFER
    waits = BackgroundRun.status.in_(OPEN), BackgroundRun.next_try_at > ahead
    is_of_that_clock = or_(BackgroundRun.asked_at > ahead, BackgroundRun.next_try_at > ahead + _LONGEST_PAUSE)
    at_once = update(BackgroundRun).where(*waits, is_of_that_clock).values(next_try_at=work.now)
    work.session.execute(at_once, execution_options={"synchronize_session": False})


def forget_ended(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop runs that ended before that moment; how many there were."""
    old = select(BackgroundRun.id).where(BackgroundRun.ended_at < oldest)
    batch = old.order_by(BackgroundRun.ended_at).limit(limit)
    dropped = delete(BackgroundRun).where(BackgroundRun.id.in_(batch)).returning(BackgroundRun.id)
    return len(work.session.execute(dropped).all())


def _next_due(work: UnitOfWork) -> UUID | None:
    due = select(BackgroundRun.id).where(
        BackgroundRun.status.in_(OPEN),
        BackgroundRun.next_try_at <= work.now,
        # What a newer version asks for while this one still runs is left to that one.
        BackgroundRun.kind.in_(_steps),
    )
    ordered = due.order_by(BackgroundRun.next_try_at, BackgroundRun.id).limit(1)
    return work.session.scalar(ordered.with_for_update(skip_locked=True))


def _step(work: UnitOfWork, run_id: UUID) -> None:
    run = _held(work, run_id)
    if run is None:
        return
    run.status = RunStatus.RUNNING
    # So that long runs take turns instead of making the shorter ones wait for their end.
    run.next_try_at = work.now
    is_last = _steps[run.kind](work, run)
    run.failures = 0
    if is_last:
        _end(work, run, RunStatus.DONE)


def _note_failure(work: UnitOfWork, run_id: UUID, refusal: str | None) -> None:
    """Try again later; a refusal stays one, and what fails again and again is given up where somebody would ask anew."""
    run = _held(work, run_id)
    if run is None:
        return
    run.failures += 1
    run.refusal = refusal
    run.next_try_at = work.now + doubled(_FIRST_PAUSE, run.failures - 1, _LONGEST_PAUSE)
    is_given_up = run.failures >= _MOST_FAILURES and run.kind not in _never_given_up
    if refusal is not None or is_given_up:
        _end(work, run, RunStatus.FAILED)


def _held(work: UnitOfWork, run_id: UUID) -> BackgroundRun | None:
    """The run, if it is still open and in nobody else's hands."""
    query = select(BackgroundRun).where(BackgroundRun.id == run_id, BackgroundRun.status.in_(OPEN))
    return work.session.scalar(query.with_for_update(skip_locked=True))


def _end(work: UnitOfWork, run: BackgroundRun, status: RunStatus) -> None:
    run.status = status
    run.ended_at = work.now
