"""What happens to the tree by the clock."""

from service.kit.jobs import daily_at
from service.kit.work import UnitOfWork
from service.regions import actions


@daily_at("00:00")
def apply_planned_changes(work: UnitOfWork) -> None:
    """Let names and moves take hold that were planned for today."""
    actions.catch_up(work)
