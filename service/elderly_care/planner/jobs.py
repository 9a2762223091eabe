"""Proposals step by step in the background, and forgotten by the clock."""

from datetime import datetime

from service.elderly_care.planner import actions, queries
from service.kit.background import BackgroundRun, in_background
from service.kit.retention import kept_for
from service.kit.work import UnitOfWork


@in_background(actions.KIND)
def planning_step(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Plan a round of a day."""
    return actions.step(work, run)


@kept_for("care_schedule_days")
def forget_schedules(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Delete proposals of long ago; what was applied of them stands in the visits."""
    return actions.forget(work, queries.ids_asked_before(work, oldest, limit))
