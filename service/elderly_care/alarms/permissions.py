"""Who sees and answers alarms, keeps desks and devices, and sets the ladder."""

from collections.abc import Collection, Sequence

from service.elderly_care.permissions import WORKERS
from service.kit.actor import REGION_STAFF, Actor, Function, Role

# An alarm is care and emergency at once: a duty with either in hand is enough.
FUNCTIONS = (Function.CARE, Function.EMERGENCY)
DESK_KEEPERS = frozenset({Role.STREET_STAFF, Role.DISTRICT_STAFF})


def may_watch(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor sees and answers the alarms of this place: workers, grid workers, its street and district."""
    return actor.is_system or _serves(actor, path, REGION_STAFF)


def may_keep_devices(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor puts devices into the homes of this place and takes them away."""
    return actor.is_system or _serves(actor, path, WORKERS)


def may_keep_desk(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor says who is on duty for this place: its street and its district."""
    return actor.is_system or _serves(actor, path, DESK_KEEPERS)


def watched_regions(actor: Actor, roles: Collection[Role] = REGION_STAFF) -> list[str]:
    """The tops of the places whose alarms the actor sees."""
    return [code for each in FUNCTIONS for code in actor.served_regions(roles, each)]


def _serves(actor: Actor, path: Sequence[str], roles: Collection[Role]) -> bool:
    return any(actor.serves(path, roles, each) for each in FUNCTIONS)
