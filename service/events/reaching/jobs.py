"""What brings notices to every household by the clock and in the background."""

from datetime import datetime

from service.events.reaching import actions
from service.events.reaching.actions import climbing, gathering
from service.kit.background import BackgroundRun, in_background
from service.kit.jobs import every
from service.kit.retention import kept_for
from service.kit.work import UnitOfWork


@every(minutes=1)
def go_on(work: UnitOfWork) -> None:
    """Have the households taken on who have not answered in time, and gathered where that was given up."""
    actions.begin_where_given_up(work)
    actions.go_on_where_due(work)


@every(minutes=10)
def tell_workers(work: UnitOfWork) -> None:
    """Tell workers of the households that have come onto their lists."""
    actions.tell_workers(work)


@in_background(gathering.KIND, is_given_up=False)
def gather_households(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Note the households of the next stretch of addressees."""
    return actions.gather(work, run)


@in_background(climbing.KIND, is_given_up=False)
def climb(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Take the next households on to their next step."""
    return actions.climb(work, run)


@kept_for("notice_people_days")
def forget_people(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop who was to be reached by old notices; how many were, and how, stays."""
    return actions.forget_people_before(work, oldest, limit)
