"""What accounts do by the clock."""

from service.accounts import actions
from service.accounts.passwords import failures
from service.kit.jobs import daily_at
from service.kit.work import UnitOfWork


@daily_at("03:20")
def forget_old_logins(work: UnitOfWork) -> None:
    """Drop logins and counts of failed ones that nobody needs any more."""
    actions.forget_old_logins(work)
    failures.forget_old_failures(work)
