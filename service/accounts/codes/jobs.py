"""What codes need by the clock."""

from service.accounts.codes import actions
from service.kit.jobs import every
from service.kit.work import UnitOfWork


@every(hours=1)
def forget_old_codes(work: UnitOfWork) -> None:
    """Drop codes that are good no more, and counts that count no more."""
    actions.forget_old_codes(work)
