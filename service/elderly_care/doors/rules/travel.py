"""How long a way takes, by the straight line; as good as a guess can be without roads."""

from dataclasses import dataclass
from math import ceil

from service.elderly_care.doors.rules.places import distance_m
from service.elderly_care.rules import Point


@dataclass(frozen=True, slots=True)
class Reckoning:
    """By what a way is reckoned: how much longer it is than the straight line, how fast one goes, what comes on top."""

    detour: float
    metres_per_minute: int
    fixed_minutes: int
    unknown_minutes: int
    most_minutes: int
    same_place_m: int


def travel_minutes(start: Point | None, end: Point | None, by: Reckoning) -> int:
    """Whole minutes between two places, none within one; a place that is not on record has a time of its own."""
    if start is None or end is None:
        return min(by.unknown_minutes, by.most_minutes)
    straight = distance_m(start, end)
    if straight <= by.same_place_m:
        return 0
    minutes = ceil(straight * by.detour / by.metres_per_minute) + by.fixed_minutes
    return min(minutes, by.most_minutes)
