"""Who writes, reviews and publishes notices, and who sees what became of them."""

from collections.abc import Collection, Iterable, Sequence

from service.kit.actor import REGION_STAFF, Actor, Function, Role

# In which matter a resident's proxy may act here.
PROXY_SCOPE = "notices"
NEAREST_FIRST = (Role.GRID_WORKER, Role.COMMUNITY_WORKER, Role.STREET_STAFF, Role.DISTRICT_STAFF)
REVIEWERS_NEAREST_FIRST = NEAREST_FIRST[1:]
WRITERS = REGION_STAFF
Path = Sequence[str]


def may_keep(actor: Actor, paths: Iterable[Path]) -> bool:
    """Whether the actor writes, changes and withdraws notices to all of these places."""
    return all(actor.serves(path, WRITERS, Function.NOTICES) for path in paths)


def may_review(actor: Actor, paths: Iterable[Path]) -> bool:
    """Whether the actor looks at what others wrote for all of these places: a community's workers, its street, its district."""
    return all(actor.serves(path, REVIEWERS_NEAREST_FIRST, Function.NOTICES) for path in paths)


def acts_as(actor: Actor, paths: Collection[Path]) -> Role | None:
    """In which role the actor has all of these places in hand, the widest of several."""
    for role in reversed(NEAREST_FIRST):
        if all(actor.serves(path, {role}, Function.NOTICES) for path in paths):
            return role
    return None


def tops(actor: Actor) -> list[str]:
    """The tops of the subtrees to whose people the actor may write."""
    return actor.served_regions(WRITERS, Function.NOTICES)


def tops_to_review(actor: Actor) -> list[str]:
    """The tops of the subtrees whose notices by others the actor may publish."""
    return actor.served_regions(REVIEWERS_NEAREST_FIRST, Function.NOTICES)


def sees_published(actor: Actor, target_paths: Iterable[Path], top_paths: Iterable[Path]) -> bool:
    """Whether what was published to these places is anything to the actor's people: at, below or above what they serve."""
    targets = [path[-1] for path in target_paths]
    above = {code for path in top_paths for code in path}
    return not above.isdisjoint(targets) or any(
        actor.serves(path, WRITERS, Function.NOTICES) for path in target_paths
    )
