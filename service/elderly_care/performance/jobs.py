"""What performance asks for by the clock: months and years are closed, some at a time."""

from service.elderly_care.performance import actions
from service.kit.jobs import every
from service.kit.work import UnitOfWork


@every(minutes=30)
def close_performance(work: UnitOfWork) -> None:
    """Close the months that are over long enough, and years against whose months nothing can be said any more."""
    actions.close_months(work)
    actions.close_years(work)
