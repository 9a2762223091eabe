"""Who keeps the tree below a community: those who work for that community."""

from collections.abc import Sequence

from service.kit.actor import COMMUNITY_STAFF, Actor
from service.regions.rules import LOCAL, Level


def may_add_below(actor: Actor, parent_path: Sequence[str]) -> bool:
    """A community's workers add places inside it; a duty's functions do not matter, since places serve them all."""
    return actor.is_system or actor.serves(parent_path, COMMUNITY_STAFF)


def may_change(actor: Actor, level: Level, path: Sequence[str]) -> bool:
    """The official levels change by import only, the others by the workers of the community they lie in."""
    return level in LOCAL and may_add_below(actor, path)
