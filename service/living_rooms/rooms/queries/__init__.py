"""Questions about rooms, their time, their closures and their screens."""

from service.living_rooms.rooms.queries.availability import availability
from service.living_rooms.rooms.queries.facts import RoomFacts, lock_room, room_facts, room_facts_with_next
from service.living_rooms.rooms.queries.rooms import (
    closure,
    closures,
    path_of_room,
    room,
    rooms,
    screen_token,
    shows_code,
)
from service.living_rooms.rooms.queries.search import FoundRoom, rooms_with_time

__all__ = [
    "FoundRoom",
    "RoomFacts",
    "availability",
    "closure",
    "closures",
    "lock_room",
    "path_of_room",
    "room",
    "room_facts",
    "room_facts_with_next",
    "rooms",
    "rooms_with_time",
    "screen_token",
    "shows_code",
]
