"""Who may bring lists in and take them out."""

from collections.abc import Sequence

from service.kit.actor import Actor, Function
from service.residents.people import permissions as people


def may_import(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor may put the people of a list on record at this place."""
    return people.may_keep(actor, path)


def served_regions(actor: Actor) -> list[str]:
    """The tops of the subtrees into which the actor may import."""
    return actor.served_regions(people.KEEPERS, Function.PEOPLE)
