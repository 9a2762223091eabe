"""The doors of a few people in the order in which one walks past them, for lists of whom to call on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.regions.queries import Step
from service.residents.homes.models import Home
from service.residents.models import Resident
from service.residents.walks import rules

_COMMUNITY, _BUILDING = "community", "building"


@dataclass(frozen=True, slots=True)
class Door:
    """Where somebody lives; `way` names the places from below the community down to theirs."""

    resident_id: UUID
    way: tuple[str, ...]
    unit: str | None
    room: str | None


def doors_in_order(work: UnitOfWork, resident_ids: Collection[UUID]) -> list[Door]:
    """The doors of these people, in walking order; who has no home on record comes last at their place."""
    query = (
        select(Resident.id, Resident.region_code, Home.unit, Home.room, Home.walk_order)
        .outerjoin(Home, Home.id == Resident.home_id)
        .where(Resident.id.in_(resident_ids), Resident.region_code.is_not(None))
    )
    rows = work.session.execute(query).all()
    ways = regions.steps_down_to(work, {row.region_code for row in rows})
    rows = sorted(rows, key=lambda row: _order(row, ways[row.region_code]))
    return [Door(row.id, _way(ways[row.region_code]), row.unit or None, row.room) for row in rows]


def _order(row: Any, steps: Sequence[Step]) -> tuple[Any, ...]:
    place = rules.in_walking_order([step.name for step in steps], is_building=steps[-1].level == _BUILDING)
    return place, row.region_code, row.walk_order is None, row.walk_order or "", row.id


def _way(steps: Sequence[Step]) -> tuple[str, ...]:
    levels = [str(step.level) for step in steps]
    first = levels.index(_COMMUNITY) + 1 if _COMMUNITY in levels else len(steps) - 1
    return tuple(step.name for step in steps[first:])
