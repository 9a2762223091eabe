"""Who pauses, resumes or ends a plan for the elder."""

from collections.abc import Callable
from uuid import UUID

from service.elderly_care import permissions
from service.elderly_care.plans.models import CarePlan
from service.kit.acting import ActedBy, by_staff
from service.kit.actor import Actor, Function
from service.kit.work import UnitOfWork
from service.residents import actions as residents_actions


def steering(
    work: UnitOfWork, row: CarePlan, may_for_operator: Callable[[Actor, UUID], bool]
) -> ActedBy | None:
    """None for the elder, else their proxy, a worker, or whom the operator lets do it. Raises OutOfScope."""
    if may_for_operator(work.actor, row.organisation_id):
        return by_staff(work.actor)
    return residents_actions.act_for(work, row.elder_id, permissions.PROXY_SCOPE, Function.CARE)
