"""A room's slots over some days: asked by every screen that shows a calendar, so one statement of plain columns."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Integer, Row, func, select

from service.kit.work import UnitOfWork
from service.living_rooms.rooms import rules
from service.living_rooms.rooms.models import BookedGrain, LivingRoom, RoomPolicy
from service.living_rooms.rooms.queries.facts import (
    closures_of,
    closures_within,
    dated_hours,
    hours_of,
    weekly_hours,
)


def availability(work: UnitOfWork, room_id: UUID, first: date, last: date) -> list[dict[str, str]] | None:
    """All slots of these days with their states, as told to clients; None when there is no such room."""
    starts_at, ends_at = rules.at_minute(first, 0), rules.at_minute(last, rules.DAY_MINUTES)
    row = work.session.execute(
        select(
            RoomPolicy.slot_minutes,
            RoomPolicy.buffer_minutes,
            weekly_hours().label("weekly"),
            dated_hours(first, last).label("dated"),
            closures_within(starts_at, ends_at).label("closures"),
            grains_within(rules.grains(starts_at, ends_at)).label("taken"),
        )
        .join_from(LivingRoom, RoomPolicy, RoomPolicy.living_room_id == LivingRoom.id)
        .where(LivingRoom.id == room_id)
    ).first()
    if row is None:
        return None
    return rules.told_slots(timeline_of(row, first, last), work.now)


def timeline_of(row: Row[Any], first: date, last: date) -> rules.Timeline:
    """The time of the room in a row with its hours, closures, claimed grains, slot and buffer."""
    return rules.timeline(
        first,
        last,
        slot_minutes=row.slot_minutes,
        buffer_minutes=row.buffer_minutes,
        hours=hours_of(row),
        closures=closures_of(row),
        taken=row.taken or (),
    )


def grains_within(wanted: range) -> ColumnElement[list[int]]:
    """The claimed grains of the room selected, as far as its buffer reaches beyond the time asked for."""
    beyond = wanted.stop + RoomPolicy.buffer_minutes // rules.GRAIN_MINUTES
    return (
        select(func.array_agg(BookedGrain.grain, type_=ARRAY(Integer)))
        .where(
            BookedGrain.living_room_id == LivingRoom.id,
            BookedGrain.grain >= wanted.start,
            BookedGrain.grain < beyond,
        )
        .correlate(LivingRoom, RoomPolicy)
        .scalar_subquery()
    )
