"""Who calls on people, who sees what was found, and who sets grades."""

from collections.abc import Sequence

from service.elderly_care.permissions import may_govern, may_handle, may_watch
from service.kit.actor import Actor, Function, Role

# Who knocks and telephones; the street and the district see that it is done.
CALLERS = frozenset({Role.GRID_WORKER, Role.COMMUNITY_WORKER})


def may_call(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor calls on the people of this place, and reads there what others found."""
    return actor.is_system or actor.serves(path, CALLERS, Function.CARE)


def may_set_grade(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor may raise somebody's grade: who calls there and who handles care there."""
    return may_watch(actor, path)


def may_lower_grade(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor may set less than the policy asks: the community, its street, its district."""
    return may_handle(actor, path)


def may_set_policy(actor: Actor) -> bool:
    """Whether the actor lays down who is called on how often: the district."""
    return may_govern(actor)
