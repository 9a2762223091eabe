"""Between two doors: an interface to what knows how long ways take, and what knows it by the straight line.

A house is handed one as `house.providers[TravelTimes]`; a road engine can take its place without anybody's noticing.
"""

from typing import Protocol

from config import Settings
from service.elderly_care.doors.rules.travel import Reckoning, travel_minutes
from service.elderly_care.rules import Point


class TravelTimes(Protocol):
    """Tells how long caregivers are on their way."""

    def minutes(self, start: Point | None, end: Point | None) -> int:
        """Whole minutes from one place to another; None is a place that is not on record."""


class StraightLines:
    """Great circles with a detour, at one speed for all."""

    def __init__(self, settings: Settings) -> None:
        self._reckoning = Reckoning(
            detour=settings.care_travel_detour,
            metres_per_minute=settings.care_travel_metres_per_minute,
            fixed_minutes=settings.care_travel_fixed_minutes,
            unknown_minutes=settings.care_travel_unknown_minutes,
            most_minutes=settings.care_travel_most_minutes,
            same_place_m=settings.care_travel_same_place_m,
        )

    def minutes(self, start: Point | None, end: Point | None) -> int:
        """Whole minutes from one place to another."""
        return travel_minutes(start, end, self._reckoning)
