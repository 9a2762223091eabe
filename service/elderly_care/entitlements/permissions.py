"""Who checks, publicises and decides: the street finds the facts, the district grants, nobody else."""

from collections.abc import Sequence

from service.elderly_care import permissions
from service.kit.actor import Actor, Function, Role

_STREET = frozenset({Role.STREET_STAFF})


def may_check(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor finds the facts for the street in which this place lies."""
    return actor.is_system or actor.serves(path, _STREET, Function.CARE)


def may_publicise(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor publicises what was found, and settles objections to it: the street or the district."""
    return may_check(actor, path) or permissions.may_govern_at(actor, path)
