"""What is done with rooms, their time, their closures and their screens."""

from service.living_rooms.rooms.actions.grains import (
    claim_grains,
    hand_over_grains,
    move_grains,
    release_grains,
)

__all__ = ["claim_grains", "hand_over_grains", "move_grains", "release_grains"]
