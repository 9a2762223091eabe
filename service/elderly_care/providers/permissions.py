"""Who may read and keep contracts."""

from uuid import UUID

from service.elderly_care import permissions
from service.kit.actor import REGION_STAFF, Actor, Function, Role

_READERS = REGION_STAFF - {Role.GRID_WORKER}


def may_read_all(actor: Actor) -> bool:
    """Whether the actor may read every contract, its deposit and its targets: streets and the district, for care."""
    return actor.is_system or bool(actor.served_regions(_READERS, Function.CARE))


def may_read(actor: Actor, organisation_id: UUID) -> bool:
    """Whether the actor may read the contracts of this operator."""
    return may_read_all(actor) or permissions.may_plan(actor, organisation_id)
