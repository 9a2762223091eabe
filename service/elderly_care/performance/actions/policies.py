"""Laying down what a score is worth."""

from service.elderly_care.performance import permissions, queries
from service.elderly_care.performance.errors import ThresholdsOrder
from service.elderly_care.performance.models import PerformancePolicy
from service.kit import locks
from service.kit.work import UnitOfWork

# What holds on where nothing else is said.
_STAYS = ("appeal_working_days", "decide_working_days")


def set_policy(
    work: UnitOfWork, *, excellent_from: int, passed_from: int, **columns: int
) -> PerformancePolicy:
    """Let another version hold for what is closed from now on, as the district. Raises ThresholdsOrder."""
    work.require(permissions.may_set_policy(work.actor))
    if excellent_from <= passed_from:
        raise ThresholdsOrder(field="excellent_from")
    locks.hold(work, "care_performance_policy")
    held = queries.policy(work)
    stays = {name: getattr(held, name) for name in _STAYS}
    row = PerformancePolicy(
        id=work.new_id(),
        number=held.number + 1,
        excellent_from=excellent_from,
        passed_from=passed_from,
        set_at=work.now,
        set_by=work.actor.account_id,
        **stays | columns,
    )
    work.session.add(row)
    return row
