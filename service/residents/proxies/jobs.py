"""What ends by the clock."""

from service.kit.jobs import daily_at
from service.kit.work import UnitOfWork
from service.residents.proxies import actions


@daily_at("00:10")
def expire_proxies(work: UnitOfWork) -> None:
    """End the proxies whose last day is over; each use looks at the day as well."""
    actions.expire_proxies(work)


@daily_at("09:00")
def remind_of_end(work: UnitOfWork) -> None:
    """Tell of proxies that end soon, at an hour when people are awake."""
    actions.remind_of_end(work)
