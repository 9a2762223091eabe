"""Inspecting, mending, verifying, and what climbs when nothing is mended."""

from service.elderly_care.inspections.actions.inspecting import inspect, mend, verify
from service.elderly_care.inspections.actions.reading import read_photo
from service.elderly_care.inspections.actions.telling import tell_of_inspection, tell_of_move, tell_overdue

__all__ = [
    "inspect",
    "mend",
    "read_photo",
    "tell_of_inspection",
    "tell_of_move",
    "tell_overdue",
    "verify",
]
