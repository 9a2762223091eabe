"""Who may do what with activities; acting for somebody else is decided by `residents`."""

from collections.abc import Sequence

from service.kit.actor import REGION_STAFF, Actor, Function, Role

# In which matter a resident's proxy may act here: the same as with living rooms.
PROXY_SCOPE = "booking"
ORGANISERS_NEAREST_FIRST = (Role.COMMUNITY_WORKER, Role.STREET_STAFF, Role.DISTRICT_STAFF)
ORGANISERS = frozenset(ORGANISERS_NEAREST_FIRST)


def may_organise(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor looks after the activities of this place: makes, publishes, changes and cancels them."""
    return actor.is_system or actor.serves(path, ORGANISERS, Function.NOTICES)


def may_receive(actor: Actor, path: Sequence[str]) -> bool:
    """Whether the actor notes there who comes: who organises there, and in a grid also its worker."""
    return actor.is_system or actor.serves(path, REGION_STAFF, Function.NOTICES)
