"""What kinds of places there are, and which may stand under which."""

from enum import StrEnum


class Level(StrEnum):
    """What kind of place; from the top down."""

    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    ESTATE = "estate"
    GRID = "grid"
    BUILDING = "building"


OFFICIAL = frozenset({Level.CITY, Level.DISTRICT, Level.STREET, Level.COMMUNITY})
"""Levels of the national list of division codes: they come from a file, never from a worker."""

LOCAL = frozenset({Level.ESTATE, Level.GRID, Level.BUILDING})
"""Levels that a community's workers keep."""

PARENTS: dict[Level, frozenset[Level]] = {
    Level.CITY: frozenset(),
    Level.DISTRICT: frozenset({Level.CITY}),
    # A city without districts (such as Dongguan) has its streets at once below it.
    Level.STREET: frozenset({Level.DISTRICT, Level.CITY}),
    Level.COMMUNITY: frozenset({Level.STREET}),
    Level.ESTATE: frozenset({Level.COMMUNITY}),
    Level.GRID: frozenset({Level.COMMUNITY, Level.ESTATE}),
    Level.BUILDING: frozenset({Level.GRID}),
}
"""Under which levels each may stand. Every one is higher, so no chain of moves can close a circle."""
