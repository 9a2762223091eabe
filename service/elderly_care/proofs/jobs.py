"""What proofs do by the clock: watch for who does not come, let silence count, look for anomalies, forget."""

from datetime import datetime

from service.elderly_care.proofs import actions
from service.kit.background import BackgroundRun, in_background
from service.kit.jobs import daily_at, every
from service.kit.retention import kept_for
from service.kit.work import UnitOfWork


@every(minutes=1)
def miss_visits(work: UnitOfWork) -> None:
    """Let visits be missed to which nobody came in time."""
    actions.miss(work)


@every(minutes=1)
def tell_late_visits(work: UnitOfWork) -> None:
    """Tell dispatchers of visits that have not begun."""
    actions.tell_late(work)


@every(minutes=5)
def tell_unfinished_visits(work: UnitOfWork) -> None:
    """Tell dispatchers of visits of which nothing says that they are over."""
    actions.tell_unfinished(work)


@every(minutes=1)
def climb_misses(work: UnitOfWork) -> None:
    """Let missed visits climb that nobody explains."""
    actions.climb(work)


@every(minutes=5)
def settle_silent_visits(work: UnitOfWork) -> None:
    """Let proved visits count as confirmed after days without a word."""
    actions.settle_silent(work)


@daily_at("01:40")
def look_for_anomalies(work: UnitOfWork) -> None:
    """Begin to look at the visits done since the last time."""
    actions.ask(work)


@in_background(actions.RUN)
def examine_visits(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Look at one batch of visits for anomalies."""
    return actions.examine_some(work, run)


@kept_for("care_mark_place_days")
def forget_mark_places(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Forget where caregivers checked in."""
    return actions.forget_places(work, oldest, limit)


@kept_for("care_report_days")
def forget_visit_reports(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop what was reported at visits of long ago."""
    return actions.forget_reports(work, oldest, limit)
