"""Who sees figures as they are."""

from collections.abc import Sequence

from service.kit.actor import Actor, Function


def may_see_exact(actor: Actor, path: Sequence[str]) -> bool:
    """Whether a duty with people in hand covers the whole place."""
    return actor.is_system or actor.serves(path, function=Function.PEOPLE)
