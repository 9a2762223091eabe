"""What merging does by the clock."""

from service.kit.jobs import daily_at
from service.kit.work import UnitOfWork
from service.residents.merging import actions


@daily_at("03:10")
def find_duplicates(work: UnitOfWork) -> None:
    """Note who may be on record twice."""
    actions.find_duplicates(work)


@daily_at("03:20")
def forget_old_merges(work: UnitOfWork) -> None:
    """Drop what an undo would need, once the time for it is over."""
    actions.forget_old_merges(work)
