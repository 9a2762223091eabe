"""The shapes of rooms, their time, their closures and their screens in JSON."""

from service.living_rooms.rooms.schemas.rooms import (
    RoomChangesSchema,
    RoomFilterSchema,
    RoomRequestSchema,
    RoomSchema,
)
from service.living_rooms.rooms.schemas.screens import (
    CheckInCodeSchema,
    NewScreenTokenSchema,
    ScreenTokenSchema,
)
from service.living_rooms.rooms.schemas.times import (
    AvailabilityFilterSchema,
    AvailabilitySchema,
    ClosureFilterSchema,
    ClosureRequestSchema,
    ClosureSchema,
    FoundRoomsSchema,
    RoomSearchSchema,
)

__all__ = [
    "AvailabilityFilterSchema",
    "AvailabilitySchema",
    "CheckInCodeSchema",
    "ClosureFilterSchema",
    "ClosureRequestSchema",
    "ClosureSchema",
    "FoundRoomsSchema",
    "NewScreenTokenSchema",
    "RoomChangesSchema",
    "RoomFilterSchema",
    "RoomRequestSchema",
    "RoomSchema",
    "RoomSearchSchema",
    "ScreenTokenSchema",
]
