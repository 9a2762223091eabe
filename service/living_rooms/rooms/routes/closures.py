"""Closures of rooms over HTTP."""

from typing import Any
from uuid import UUID

from service.kit.api import Blueprint
from service.kit.errors import OutOfScope
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.living_rooms.rooms import actions, queries
from service.living_rooms.rooms.models import Closure
from service.living_rooms.rooms.routes.rooms import living_rooms
from service.living_rooms.rooms.schemas import ClosureFilterSchema, ClosureRequestSchema, ClosureSchema

closures = Blueprint("closures", url_prefix="/closures", description="停用: times in which a room is closed.")


@living_rooms.get("/<uuid:room_id>/closures")
@living_rooms.paged(ClosureSchema, ClosureFilterSchema)
def list_closures(work: UnitOfWork, wanted: dict[str, Any], room_id: UUID) -> Page[Closure]:
    """List a room's closures, the first to end first."""
    work.found(queries.path_of_room(work, room_id))
    return queries.closures(work, room_id, **wanted)


@living_rooms.post("/<uuid:room_id>/closures")
@living_rooms.arguments(ClosureRequestSchema)
@living_rooms.response(201, ClosureSchema)
@living_rooms.fails(OutOfScope)
def close_room(work: UnitOfWork, wanted: dict[str, Any], room_id: UUID) -> Closure:
    """Close a room for some time: cancels what stands in it, tells those people, counts against nobody."""
    return actions.close_room(work, room_id, **wanted)


@closures.get("/<uuid:closure_id>")
@closures.response(200, ClosureSchema)
def get_closure(work: UnitOfWork, closure_id: UUID) -> Closure:
    """Read a closure."""
    return work.found(queries.closure(work, closure_id))


@closures.delete("/<uuid:closure_id>")
@closures.response(204)
@closures.fails(OutOfScope)
def reopen_room(work: UnitOfWork, closure_id: UUID) -> None:
    """Open a room again before its closure ends; what was cancelled stays cancelled."""
    actions.reopen_room(work, closure_id)
