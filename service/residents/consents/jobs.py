"""What is forgotten of consents by the clock."""

from datetime import datetime

from service.kit.retention import kept_for
from service.kit.work import UnitOfWork
from service.residents.consents import actions


@kept_for("consent_days")
def forget_ended_consents(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop consents that ended long ago, with the sheets on which they were signed."""
    return actions.forget_ended(work, oldest, limit)
