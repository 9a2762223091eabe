"""Questions about proposals, and about the days that are to be planned."""

from service.elderly_care.planner.queries.days import day_of
from service.elderly_care.planner.queries.schedules import (
    ListedSchedule,
    ShownSchedule,
    given_up,
    idle_run_of,
    ids_asked_before,
    is_under_way,
    proposed,
    readable,
    schedules,
    shown,
    status_of,
)

__all__ = [
    "ListedSchedule",
    "ShownSchedule",
    "day_of",
    "given_up",
    "idle_run_of",
    "ids_asked_before",
    "is_under_way",
    "proposed",
    "readable",
    "schedules",
    "shown",
    "status_of",
]
