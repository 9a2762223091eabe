"""What visits ask for by the clock."""

from service.elderly_care.visits import actions
from service.kit.jobs import daily_at, every
from service.kit.work import UnitOfWork


@daily_at("03:20")
def forget_past_grains(work: UnitOfWork) -> None:
    """Drop claims on time that is long over."""
    actions.forget_past_grains(work)


@every(minutes=10)
def make_visits_ahead(work: UnitOfWork) -> None:
    """Make the visits of plans that come into reach."""
    actions.make_ahead(work)


@every(minutes=10)
def tell_of_tomorrow(work: UnitOfWork) -> None:
    """Each evening, from the hour that is policy, tell caregivers, elders and proxies of tomorrow, once."""
    actions.tell_of_tomorrow(work)
