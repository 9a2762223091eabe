"""Who may do what with rooms. Everybody who is logged in may read of them: they are there for all."""

from collections.abc import Sequence

from service.kit.actor import Actor, Function, Role

# In which matter a resident's proxy may act here.
PROXY_SCOPE = "booking"
KEEPERS_NEAREST_FIRST = (Role.COMMUNITY_WORKER, Role.STREET_STAFF, Role.DISTRICT_STAFF)
KEEPERS = frozenset(KEEPERS_NEAREST_FIRST)


def may_keep(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor looks after the rooms at this place: its community's workers, its street, its district."""
    return actor.serves(path, KEEPERS, Function.ROOMS)
