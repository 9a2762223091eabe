"""Who may see and change what of the register."""

from collections.abc import Sequence

from service.kit.actor import REGION_STAFF, Actor, Function, Role

KEEPERS = frozenset({Role.COMMUNITY_WORKER, Role.STREET_STAFF, Role.DISTRICT_STAFF})
WHO_MEETS_PEOPLE = frozenset({Role.GRID_WORKER, Role.COMMUNITY_WORKER})


def served_regions(actor: Actor) -> list[str]:
    """The tops of the subtrees whose residents the actor may see."""
    return actor.served_regions(REGION_STAFF, Function.PEOPLE)


def may_keep(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor may register, verify, reject and change residents of this place."""
    return actor.is_system or actor.serves(path, KEEPERS, Function.PEOPLE)


def may_read_sensitive(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor, for a stated purpose, may see phone and ID number in full: who meets the people there."""
    return actor.serves(path, WHO_MEETS_PEOPLE, Function.PEOPLE)
