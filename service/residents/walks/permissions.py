"""Who walks where."""

from collections.abc import Sequence

from service.kit.actor import Actor, Function, Role

# Telephones in full are in the hands of who calls and visits; streets and the district do neither.
WALKERS = frozenset({Role.GRID_WORKER, Role.COMMUNITY_WORKER})


def may_walk(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor calls on the people of this place."""
    return actor.serves(path, WALKERS, Function.PEOPLE)


def roles_at(actor: Actor, path: Sequence[str]) -> list[Role]:
    """In which roles the actor has people in hand there; tags say by whom they are seen."""
    return [role for role in Role if actor.serves(path, (role,), Function.PEOPLE)]
