"""The rules of a room's time: opening hours, the slot grid, what is free, the policy, and the check-in code."""

from service.kit.grains import GRAIN_MINUTES, grain_of, grains, moment_of
from service.living_rooms.rooms.rules.check_in_codes import code_told
from service.living_rooms.rooms.rules.hours import (
    DAY_MINUTES,
    ClosedTime,
    DatedHours,
    Hours,
    Stretch,
    WeekdayHours,
    at_minute,
    clock_time_of,
    days,
    minutes_of,
    overlapping,
)
from service.living_rooms.rooms.rules.policy import OpenTo, Policy, is_open_to, official_codes, reach_of
from service.living_rooms.rooms.rules.slots import SlotState, Timeline, is_on_grid, timeline, told_slots

__all__ = [
    "DAY_MINUTES",
    "GRAIN_MINUTES",
    "ClosedTime",
    "DatedHours",
    "Hours",
    "OpenTo",
    "Policy",
    "SlotState",
    "Stretch",
    "Timeline",
    "WeekdayHours",
    "at_minute",
    "clock_time_of",
    "code_told",
    "days",
    "grain_of",
    "grains",
    "is_on_grid",
    "is_open_to",
    "minutes_of",
    "moment_of",
    "official_codes",
    "overlapping",
    "reach_of",
    "timeline",
    "told_slots",
]
