"""What is sent by the clock, and forgotten by it."""

from datetime import datetime

from service.kit.retention import kept_for
from service.kit.work import UnitOfWork
from service.messaging.sendings import actions


@kept_for("sending_days")
def forget_old_sendings(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop what was to be sent long ago."""
    return actions.forget_made_before(work, oldest, limit)
