"""Who may have an operator's days planned, and apply what is proposed; another operator never."""

from uuid import UUID

from service.elderly_care import permissions
from service.kit.actor import Actor


def may_plan(actor: Actor, organisation_id: UUID) -> bool:
    """Whether the actor has this operator's days planned: its managers and dispatchers."""
    return permissions.may_plan(actor, organisation_id)
