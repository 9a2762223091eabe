"""Who may bring lists in and take them out."""

from collections.abc import Sequence

from service.kit.actor import REGION_STAFF, Actor, Function
from service.kit.errors import Forbidden
from service.residents.errors import NoSuchCommunity
from service.residents.people import permissions as people


def may_import(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor may put the people of a list on record at this place."""
    return people.may_keep(actor, path)


def served_regions(actor: Actor) -> list[str]:
    """The tops of the subtrees into which the actor may import."""
    return actor.served_regions(people.KEEPERS, Function.PEOPLE)


def only_region(actor: Actor) -> str:
    """The one place that the actor serves. Raises NoSuchCommunity when there are several, Forbidden without any."""
    served = set(served_regions(actor))
    if not served:
        raise Forbidden
    if len(served) > 1:
        raise NoSuchCommunity(field="region_code")
    return served.pop()


def may_export(actor: Actor) -> bool:
    """Whether the actor may have lists made: who keeps records anywhere, or meets the people there."""
    return bool(people.served_regions(actor))


def exported_regions(actor: Actor, region_code: str | None) -> list[str]:
    """The tops of the subtrees whose people are in a list of one place, or of all that the actor serves."""
    return people.served_regions(actor) if region_code is None else [region_code]


def may_hold_list(actor: Actor, path: Sequence[str]) -> bool:
    """Whether a list of the people of this place is the actor's to have."""
    return actor.serves(path, REGION_STAFF, Function.PEOPLE)
