"""Who may do what with a booking; acting for somebody else is decided by `residents`."""

from collections.abc import Sequence

from service.kit.actor import Actor, Function
from service.living_rooms.rooms import permissions as rooms


def may_keep(actor: Actor, room_path: Sequence[str]) -> bool:
    """Whether the actor looks after the bookings of a room at this place: approves, cancels, checks in."""
    return actor.is_system or rooms.may_keep(actor, room_path)


def may_book_at_desk(actor: Actor) -> bool:
    """Whether the actor books for others as a worker."""
    return actor.is_staff and bool(actor.served_regions(rooms.KEEPERS, Function.ROOMS))
