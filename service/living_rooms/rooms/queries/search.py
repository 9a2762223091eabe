"""Rooms with a free stretch, the nearest first: one statement for the rooms and their time, the rest in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Float,
    Row,
    Select,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    null,
    or_,
    select,
)

from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.living_rooms.rooms import rules
from service.living_rooms.rooms.models import LivingRoom, RoomPolicy
from service.living_rooms.rooms.queries.availability import grains_within, timeline_of
from service.living_rooms.rooms.queries.facts import (
    closures_within,
    dated_hours,
    weekly_hours,
)
from service.living_rooms.rooms.rules import OpenTo, Stretch
from service.regions import queries as regions

# So many rooms are looked at, the nearest first; a district has some two hundred.
_MOST_CANDIDATES = 500
_EARTH_RADIUS_M = 6_371_000


@dataclass(frozen=True, slots=True)
class FoundRoom:
    """A room that has time; `distance_m` is None when no place was given or the room has none."""

    id: UUID
    name: str
    region_code: str
    address: str
    latitude: float | None
    longitude: float | None
    capacity_max: int
    brand: str | None
    distance_m: int | None
    stretches: Sequence[Stretch]


def rooms_with_time(
    work: UnitOfWork,
    day: date,
    *,
    opens: int,
    closes: int,
    minutes: int,
    headcount: int | None,
    region_code: str | None,
    near: tuple[float, float] | None,
    resident_path: Sequence[str] | None,
    limit: int,
) -> list[FoundRoom]:
    """Rooms with a free stretch of so many minutes between two minutes of a day.

    With a `resident_path` only rooms that this resident may book, for times within their lead and horizon.
    """
    window = Stretch(rules.at_minute(day, opens), rules.at_minute(day, closes))
    query = _candidates(window, day, near)
    if headcount is not None:
        query = query.where(LivingRoom.capacity_min <= headcount, LivingRoom.capacity_max >= headcount)
    if region_code is not None:
        query = query.where(LivingRoom.region_code.in_(regions.below([region_code])))
    if resident_path is not None:
        query = query.where(*_bookable(work, day, minutes, resident_path))
    found: list[FoundRoom] = []
    for row in work.session.execute(query.limit(_MOST_CANDIDATES)):
        if resident_path is not None and not rules.is_open_to(row.path, row.open_to, resident_path):
            continue
        room = _with_stretches(work, row, day, window, minutes, is_resident=resident_path is not None)
        if room.stretches:
            found.append(room)
        if len(found) == limit:
            break
    return found


def _candidates(window: Stretch, day: date, near: tuple[float, float] | None) -> Select[Any]:
    distance = _distance(near) if near else cast(null(), Float)
    wanted = rules.grains(rules.at_minute(day, 0), rules.at_minute(day, rules.DAY_MINUTES))
    return (
        select(
            LivingRoom.id,
            LivingRoom.name,
            LivingRoom.region_code,
            LivingRoom.address,
            LivingRoom.latitude,
            LivingRoom.longitude,
            LivingRoom.capacity_max,
            LivingRoom.brand,
            distance.label("distance"),
            regions.path_array(LivingRoom.region_code).label("path"),
            RoomPolicy.open_to,
            RoomPolicy.slot_minutes,
            RoomPolicy.buffer_minutes,
            RoomPolicy.lead_minutes,
            weekly_hours().label("weekly"),
            dated_hours(day, day).label("dated"),
            closures_within(*window).label("closures"),
            grains_within(wanted.start, wanted.stop).label("taken"),
        )
        .join_from(LivingRoom, RoomPolicy, RoomPolicy.living_room_id == LivingRoom.id)
        .order_by(distance.asc().nulls_last(), LivingRoom.id)
    )


def _distance(near: tuple[float, float]) -> ColumnElement[float]:
    """Metres on a sphere from a place (haversine)."""
    latitude, longitude = (cast(literal(each), Float) for each in near)
    north = func.sin(func.radians(cast(LivingRoom.latitude, Float) - latitude) / 2)
    east = func.sin(func.radians(cast(LivingRoom.longitude, Float) - longitude) / 2)
    across = func.cos(func.radians(latitude)) * func.cos(func.radians(cast(LivingRoom.latitude, Float)))
    haversine = north * north + across * east * east
    # Rounding may go past the antipodes; LEAST would take a room without a place for one there.
    no_more_than_one = case((haversine > 1, 1.0), else_=haversine)
    return 2 * _EARTH_RADIUS_M * func.asin(func.sqrt(no_more_than_one), type_=Float)


def _bookable(
    work: UnitOfWork, day: date, minutes: int, resident_path: Sequence[str]
) -> list[ColumnElement[bool]]:
    """What the database can tell beforehand of the rooms a resident may book that day; may let through too many."""
    days_ahead = (day - local_date(work.now)).days
    return [
        RoomPolicy.max_minutes >= minutes,
        RoomPolicy.advance_days >= days_ahead,
        _within_reach(resident_path),
    ]


def _within_reach(resident_path: Sequence[str]) -> ColumnElement[bool]:
    official = rules.official_codes(resident_path)
    tops = dict(zip((OpenTo.COMMUNITY, OpenTo.STREET, OpenTo.DISTRICT), reversed(official), strict=False))
    return or_(
        false(),
        *(
            and_(RoomPolicy.open_to == open_to, LivingRoom.region_code.in_(regions.below([top])))
            for open_to, top in tops.items()
        ),
    )


def _with_stretches(
    work: UnitOfWork, row: Row[Any], day: date, window: Stretch, minutes: int, *, is_resident: bool
) -> FoundRoom:
    soonest = work.now + timedelta(minutes=row.lead_minutes) if is_resident else work.now
    return FoundRoom(
        id=row.id,
        name=row.name,
        region_code=row.region_code,
        address=row.address,
        latitude=row.latitude,
        longitude=row.longitude,
        capacity_max=row.capacity_max,
        brand=row.brand,
        distance_m=None if row.distance is None else round(row.distance),
        stretches=timeline_of(row, day, day).free_stretches(window, minutes, soonest),
    )
