"""Who may see and keep caregivers' records; another operator never."""

from uuid import UUID

from service.elderly_care import permissions
from service.kit.actor import Actor


def may_read(actor: Actor, organisation_id: UUID) -> bool:
    """Whether the actor may read the caregivers of this operator: who plans for it, and the district that judges it."""
    return permissions.may_plan(actor, organisation_id) or permissions.may_govern(actor)


def may_keep(actor: Actor, organisation_id: UUID) -> bool:
    """Whether the actor keeps the records of this operator's caregivers."""
    return permissions.may_plan(actor, organisation_id)
