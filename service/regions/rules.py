"""What kinds of places there are, which may stand under which, and how their history goes on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from service.regions.errors import ImpossibleDay, WrongParent


class Level(StrEnum):
    """What kind of place; from the top down."""

    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    ESTATE = "estate"
    GRID = "grid"
    BUILDING = "building"


# The levels of the national division codes come from a file; a community's workers keep those below.
OFFICIAL = (Level.CITY, Level.DISTRICT, Level.STREET, Level.COMMUNITY)
LOCAL = (Level.ESTATE, Level.GRID, Level.BUILDING)

# Every parent is of a higher level, so no chain of moves can close a circle.
PARENTS: dict[Level, tuple[Level, ...]] = {
    Level.CITY: (),
    Level.DISTRICT: (Level.CITY,),
    # A city without districts (such as Dongguan) has its streets at once below it.
    Level.STREET: (Level.DISTRICT, Level.CITY),
    Level.COMMUNITY: (Level.STREET,),
    Level.ESTATE: (Level.COMMUNITY,),
    Level.GRID: (Level.COMMUNITY, Level.ESTATE),
    Level.BUILDING: (Level.GRID,),
}

CHILDREN_LIMIT = 999
_PLANNED_AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Stay:
    """Under which parent, with which name, a region stands from a day until its next stay begins."""

    valid_from: date
    parent_code: str | None
    name: str


def check_parent(level: Level, parent_level: Level) -> None:
    """Raise WrongParent unless a region of `level` may stand under one of `parent_level`."""
    allowed = PARENTS[level]
    if parent_level not in allowed:
        raise WrongParent(field="parent_code", level=level, allowed=", ".join(allowed))


def check_day(day: date, today: date) -> None:
    """Raise ImpossibleDay for a change that would rewrite the past, or lies more than a year ahead."""
    if not today <= day <= today + _PLANNED_AHEAD:
        raise ImpossibleDay(field="valid_from")


def child_code(parent_code: str, number: int) -> str:
    """The code of the `number`-th region ever made under this parent."""
    return f"{parent_code}-{number:03d}"


def stay_on(stays: Sequence[Stay], day: date) -> Stay | None:
    """Where a region with this history (oldest first) stands on a day; None before it existed."""
    return next((stay for stay in reversed(stays) if stay.valid_from <= day), None)


def revised(
    stays: Sequence[Stay], day: date, *, name: str | None = None, parent_code: str | None = None
) -> list[Stay]:
    """The history (oldest first) with another name or parent from a day on.

    What was planned for later gives way to what is decided now, in this respect only: a new name leaves a
    planned move alone, and moving to where it stands already calls a planned move off. Nothing before the day changes.
    """
    before = [stay for stay in stays if stay.valid_from < day]
    present = stay_on(stays, day)
    from_then_on = [replace(present, valid_from=day)] if present else []
    from_then_on += [stay for stay in stays if stay.valid_from > day]
    history = before
    for stay in from_then_on:
        changed = replace(stay, name=name or stay.name, parent_code=parent_code or stay.parent_code)
        if not history or replace(history[-1], valid_from=changed.valid_from) != changed:
            history = [*history, changed]
    return history
