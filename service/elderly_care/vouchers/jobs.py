"""What vouchers ask for by the clock."""

from service.elderly_care.vouchers import actions
from service.kit.jobs import every
from service.kit.work import UnitOfWork


@every(minutes=5)
def issue_vouchers(work: UnitOfWork) -> None:
    """Issue what is granted for the month and not issued yet, some at a time, and tell who has it."""
    actions.issue_due(work)


@every(minutes=15)
def expire_vouchers(work: UnitOfWork) -> None:
    """Let what is left of months that can not be settled any more expire, some at a time."""
    actions.expire_due(work)
