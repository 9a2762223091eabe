"""Activities over HTTP."""

from service.events.activities.routes import activities as activity_routes
from service.events.activities.routes import attendance as attendance_routes
from service.events.activities.routes import people as people_routes
from service.events.activities.routes import results as result_routes

blueprint = activity_routes.activities

__all__ = ["activity_routes", "attendance_routes", "blueprint", "people_routes", "result_routes"]
