"""What caregivers' papers ask for by the clock."""

from service.elderly_care.caregivers import actions
from service.kit.jobs import daily_at
from service.kit.work import UnitOfWork


@daily_at("08:40")
def warn_of_certificates(work: UnitOfWork) -> None:
    """Tell of certificates that expire within a month."""
    actions.warn_of_expiry(work)
