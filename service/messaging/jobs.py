"""What messaging forgets by the clock."""

from datetime import datetime

from service.kit.retention import kept_for
from service.kit.work import UnitOfWork
from service.messaging import actions


@kept_for("inbox_days")
def forget_old_messages(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop what people were told long ago."""
    return actions.forget_told_before(work, oldest, limit)
