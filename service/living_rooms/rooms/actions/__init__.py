"""What is done with rooms, their time, their closures and their screens."""

from service.living_rooms.rooms.actions.closures import close_room, reopen_room
from service.living_rooms.rooms.actions.grains import (
    ASCENDING,
    CLAIM,
    claim_grains,
    forget_past_grains,
    hand_over_grains,
    move_grains,
    release_grains,
)
from service.living_rooms.rooms.actions.rooms import change_room, open_room
from service.living_rooms.rooms.actions.screens import (
    give_screen_token,
    is_valid_code,
    revoke_screen_token,
    screen_token,
    show_code,
    show_code_on_screen,
)
from service.living_rooms.rooms.actions.search import search_rooms

__all__ = [
    "ASCENDING",
    "CLAIM",
    "change_room",
    "claim_grains",
    "close_room",
    "forget_past_grains",
    "give_screen_token",
    "hand_over_grains",
    "is_valid_code",
    "move_grains",
    "open_room",
    "release_grains",
    "reopen_room",
    "revoke_screen_token",
    "screen_token",
    "search_rooms",
    "show_code",
    "show_code_on_screen",
]
