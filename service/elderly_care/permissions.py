"""Who stands where in care: the district, the street, the community's workers, operators and their people."""

from collections.abc import Sequence
from uuid import UUID

from service.kit.actor import REGION_STAFF, Actor, Function, Role

# In which matter a resident's proxy may act here.
PROXY_SCOPE = "care"
DISTRICT = frozenset({Role.DISTRICT_STAFF})
WORKERS_NEAREST_FIRST = (Role.COMMUNITY_WORKER, Role.STREET_STAFF, Role.DISTRICT_STAFF)
WORKERS = frozenset(WORKERS_NEAREST_FIRST)
MANAGERS = frozenset({Role.OPERATOR_MANAGER})
PLANNERS = frozenset({Role.OPERATOR_MANAGER, Role.DISPATCHER})


def may_govern(actor: Actor) -> bool:
    """Whether the actor settles what holds for the whole district: its staff who have care in hand."""
    return actor.is_system or bool(actor.served_regions(DISTRICT, Function.CARE))


def may_govern_at(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor is the district's staff for care at this place."""
    return actor.is_system or actor.serves(path, DISTRICT, Function.CARE)


def may_handle(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor handles the care of people at this place: its community, its street, its district."""
    return actor.is_system or actor.serves(path, WORKERS, Function.CARE)


def may_watch(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor may see the care of people at this place; grid workers too, who knock at the doors."""
    return actor.is_system or actor.serves(path, REGION_STAFF, Function.CARE)


def may_manage(actor: Actor, organisation_id: UUID) -> bool:
    """Whether the actor manages this operator."""
    return organisation_id in actor.served_organisations(MANAGERS)


def may_plan(actor: Actor, organisation_id: UUID) -> bool:
    """Whether the actor plans the visits of this operator: its managers and dispatchers."""
    return organisation_id in actor.served_organisations(PLANNERS)


def works_for(actor: Actor, organisation_id: UUID) -> bool:
    """Whether the actor works for this operator in any role."""
    return organisation_id in actor.served_organisations()


def may_audit(actor: Actor) -> bool:
    """Whether the actor reads all of it and changes nothing."""
    return actor.has_role(Role.AUDITOR)
