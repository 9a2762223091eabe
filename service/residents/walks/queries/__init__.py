"""Questions of who walks from door to door."""

from service.residents.walks.queries.doors import Door, doors_in_order
from service.residents.walks.queries.stops import (
    Stop,
    WalkContact,
    WalkHome,
    WalkMatter,
    WalkPerson,
    WalkStop,
    WalkTag,
    number_of_homes,
    seen_at,
    stops,
)

__all__ = [
    "Door",
    "Stop",
    "WalkContact",
    "WalkHome",
    "WalkMatter",
    "WalkPerson",
    "WalkStop",
    "WalkTag",
    "doors_in_order",
    "number_of_homes",
    "seen_at",
    "stops",
]
