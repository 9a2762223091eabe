"""What contracts ask for by the clock."""

from service.elderly_care.providers import actions
from service.kit.jobs import daily_at
from service.kit.work import UnitOfWork


@daily_at("08:30")
def warn_of_contract_ends(work: UnitOfWork) -> None:
    """Tell of contracts that end in 180, 90 or 30 days, at an hour when offices open."""
    actions.warn_of_ends(work)
