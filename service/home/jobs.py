"""What workers are told by the clock."""

from service.home import actions
from service.kit.jobs import daily_at
from service.kit.work import UnitOfWork


@daily_at("08:30")
def tell_of_what_waits(work: UnitOfWork) -> None:
    """Tell workers at the beginning of their day what waits for their review."""
    actions.tell_of_what_waits(work)
