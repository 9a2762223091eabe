"""Rooms, their free time, and the search over them."""

from typing import Any
from uuid import UUID

from service.kit.api import Blueprint
from service.kit.errors import NotFound, OutOfScope
from service.kit.files.errors import NoSuchFile
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.living_rooms.rooms import actions, queries
from service.living_rooms.rooms.models import LivingRoom
from service.living_rooms.rooms.schemas import (
    AvailabilityFilterSchema,
    AvailabilitySchema,
    FoundRoomsSchema,
    RoomChangesSchema,
    RoomFilterSchema,
    RoomRequestSchema,
    RoomSchema,
    RoomSearchSchema,
)

living_rooms = Blueprint(
    "living_rooms", url_prefix="/living-rooms", description="居民会客厅: rooms, their time and their screens."
)


@living_rooms.get()
@living_rooms.paged(RoomSchema, RoomFilterSchema)
def list_rooms(work: UnitOfWork, wanted: dict[str, Any]) -> Page[LivingRoom]:
    """List living rooms, by region and all below it, by name, by whom they are open to."""
    return queries.rooms(work, **wanted)


@living_rooms.post()
@living_rooms.arguments(RoomRequestSchema)
@living_rooms.response(201, RoomSchema)
@living_rooms.fails(OutOfScope, NoSuchFile)
def open_room(work: UnitOfWork, wanted: dict[str, Any]) -> LivingRoom:
    """Open a living room in one's community."""
    return actions.open_room(work, wanted)


@living_rooms.get("/search")
@living_rooms.arguments(RoomSearchSchema, location="query")
@living_rooms.response(200, FoundRoomsSchema)
@living_rooms.fails(NotFound, OutOfScope)
def search_rooms(work: UnitOfWork, wanted: dict[str, Any]) -> dict[str, Any]:
    """Find rooms with free time on a day, the nearest first; residents find those they may book."""
    return {"items": actions.search_rooms(work, **wanted), "next_cursor": None}


@living_rooms.get("/<uuid:room_id>")
@living_rooms.response(200, RoomSchema)
def get_room(work: UnitOfWork, room_id: UUID) -> LivingRoom:
    """Read a living room with its policy and hours."""
    return work.found(queries.room(work, room_id))


@living_rooms.patch("/<uuid:room_id>")
@living_rooms.arguments(RoomChangesSchema)
@living_rooms.response(200, RoomSchema)
@living_rooms.fails(OutOfScope, NoSuchFile)
def change_room(work: UnitOfWork, changes: dict[str, Any], room_id: UUID) -> LivingRoom:
    """Change a living room.

    New rules and hours hold for what is booked from then on; bookings that stand keep their time. To empty a
    room, close it.
    """
    return actions.change_room(work, room_id, changes)


@living_rooms.get("/<uuid:room_id>/availability")
@living_rooms.arguments(AvailabilityFilterSchema, location="query")
@living_rooms.response(200, AvailabilitySchema)
def get_availability(work: UnitOfWork, wanted: dict[str, Any], room_id: UUID) -> dict[str, Any]:
    """Read a room's slots over up to 31 days: free, taken (its buffer included), closed or past."""
    return {"slots": work.found(queries.availability(work, room_id, wanted["from_"], wanted["to"]))}
