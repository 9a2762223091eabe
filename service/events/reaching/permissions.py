"""Who goes to people that a notice has not reached: the workers of their grid and community."""

from service.kit.actor import Actor, Function, Role

WORKERS = (Role.GRID_WORKER, Role.COMMUNITY_WORKER)


def tops(actor: Actor) -> list[str]:
    """The tops of the subtrees whose people the actor calls and visits."""
    return actor.served_regions(WORKERS, Function.NOTICES)
