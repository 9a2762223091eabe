"""What entitlements ask for by the clock: reminding, comparing each month, forgetting who objected."""

from datetime import datetime

from service.elderly_care.entitlements import actions
from service.kit.jobs import daily_at, every
from service.kit.retention import kept_for
from service.kit.work import UnitOfWork


@daily_at("08:35")
def tell_of_waiting_entitlements(work: UnitOfWork) -> None:
    """Remind who owes a step of an application, and let climb what is late."""
    actions.tell_waiting(work)


@every(minutes=15)
def compare_entitlements(work: UnitOfWork) -> None:
    """Compare what was granted with deaths, moves and stays in hospital, some at a time, from the third of the month."""
    actions.compare_month(work)


@kept_for("care_objection_days")
def forget_objectors(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Forget who objected to a publication."""
    return actions.forget_objectors(work, oldest, limit)
