"""Rooms over HTTP."""

from service.living_rooms.rooms.routes import closures as closure_routes
from service.living_rooms.rooms.routes import rooms as room_routes
from service.living_rooms.rooms.routes import screens as screen_routes

living_rooms = room_routes.living_rooms
closures = closure_routes.closures

__all__ = ["closure_routes", "closures", "living_rooms", "room_routes", "screen_routes"]
