"""Who looks at what residents have written."""

from collections.abc import Sequence

from service.kit.actor import Actor, Function, Role

REVIEWERS = (Role.COMMUNITY_WORKER, Role.STREET_STAFF, Role.DISTRICT_STAFF)


def may_review(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor answers for what is shown at this place."""
    return actor.serves(path, REVIEWERS, Function.NOTICES)


def tops(actor: Actor) -> list[str]:
    """The tops of the subtrees for which the actor answers."""
    return actor.served_regions(REVIEWERS, Function.NOTICES)
