"""Who keeps the list of tags, and who sets or sees which tag on whom."""

from collections.abc import Iterable, Sequence

from service.kit.actor import REGION_STAFF, Actor, Function, Role
from service.residents.tags.models import Tag


def may_keep_list(actor: Actor) -> bool:
    """Whether the actor may change the list: the district's staff who have people in hand."""
    return any(
        duty.role is Role.DISTRICT_STAFF and Function.PEOPLE in duty.functions for duty in actor.duties
    )


def may_read_list(actor: Actor) -> bool:
    """Whether the actor may read the list: whoever has people in hand anywhere."""
    return bool(actor.served_regions(REGION_STAFF, Function.PEOPLE))


def may_set(actor: Actor, tag: Tag, path: Sequence[str]) -> bool:
    """Whether the actor may set and end this tag on people of this place."""
    return actor.is_system or actor.serves(path, _roles(tag.set_by), Function.PEOPLE)


def may_see(actor: Actor, tag: Tag, path: Sequence[str]) -> bool:
    """Whether the actor may see this tag on people of this place."""
    return actor.is_system or actor.serves(path, _roles(tag.seen_by), Function.PEOPLE)


def regions_where_seen(actor: Actor, tag: Tag) -> list[str]:
    """The tops of the subtrees on whose people the actor may see this tag."""
    return actor.served_regions(_roles(tag.seen_by), Function.PEOPLE)


def seen_wherever_served(
    actor: Actor, tags: Iterable[Tag], function: Function = Function.PEOPLE
) -> list[Tag]:
    """The tags that the actor may see on everybody whom they serve in a matter, else whom they may see at all."""
    served = set(actor.served_regions(REGION_STAFF, function))
    return [tag for tag in tags if served <= set(regions_where_seen(actor, tag))]


def _roles(names: Iterable[str]) -> frozenset[Role]:
    return frozenset(map(Role, names))
