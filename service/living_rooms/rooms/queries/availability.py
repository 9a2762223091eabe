"""A room's slots over some days: asked by every screen that shows a calendar, so one statement of plain columns."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Integer, Row, bindparam, func, select

from service.kit.prepared import Bound, Prepared
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
    wanted = rules.grains(starts_at, ends_at)
    row = _TIMELINE(
        work,
        room_id=room_id,
        first=first,
        last=last,
        starts_at=starts_at,
        ends_at=ends_at,
        first_grain=wanted.start,
        after_last_grain=wanted.stop,
    ).fetchone()
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


def grains_within(first: Bound[int], after_last: Bound[int]) -> ColumnElement[list[int]]:
    """The claimed grains of the room selected, as far as its buffer reaches beyond the time asked for."""
    beyond = after_last + RoomPolicy.buffer_minutes // rules.GRAIN_MINUTES
    return (
        select(func.array_agg(BookedGrain.grain, type_=ARRAY(Integer)))
        .where(
            BookedGrain.living_room_id == LivingRoom.id,
            BookedGrain.grain >= first,
            BookedGrain.grain < beyond,
        )
        .correlate(LivingRoom, RoomPolicy)
        .scalar_subquery()
    )


_TIMELINE = Prepared(
    select(
        RoomPolicy.slot_minutes,
        RoomPolicy.buffer_minutes,
        weekly_hours().label("weekly"),
        dated_hours(bindparam("first"), bindparam("last")).label("dated"),
        closures_within(bindparam("starts_at"), bindparam("ends_at")).label("closures"),
        grains_within(
            bindparam("first_grain", type_=Integer), bindparam("after_last_grain", type_=Integer)
        ).label("taken"),
    )
    .join_from(LivingRoom, RoomPolicy, RoomPolicy.living_room_id == LivingRoom.id)
    .where(LivingRoom.id == bindparam("room_id"))
)
