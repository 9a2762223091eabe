"""What happens to checks by the clock."""

from datetime import datetime

from service.kit.house import House
from service.kit.jobs import again_and_again, every
from service.kit.retention import kept_for
from service.kit.work import UnitOfWork
from service.messaging.content_checks import actions


@again_and_again
def ask_machine(house: House) -> int:
    """Ask the machine about what waits for it."""
    return actions.ask_machine(house)


@every(minutes=1)
def give_up_on_machine(work: UnitOfWork) -> None:
    """Hand to workers what the machine did not answer in time."""
    actions.give_up_on_machine(work)


@kept_for("content_check_days")
def forget_old_checks(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop what was looked at long ago."""
    return actions.forget_submitted_before(work, oldest, limit)
