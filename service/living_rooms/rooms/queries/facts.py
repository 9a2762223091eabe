"""What has to be known of a room to book it, in one statement of explicit columns; and the lock that goes with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, select

from service.kit.clock import local_date
from service.kit.prepared import Bound, Prepared
from service.kit.sending import Answer
from service.kit.work import UnitOfWork
from service.living_rooms.rooms.models import (
    Closure,
    HolidayHours,
    LivingRoom,
    OpeningHours,
    RoomPolicy,
)
from service.living_rooms.rooms.rules import (
    ClosedTime,
    DatedHours,
    Hours,
    OpenTo,
    Policy,
    WeekdayHours,
)
from service.regions.queries import path_array

POLICY_COLUMNS = [column for column in RoomPolicy.__table__.c if column.key != "living_room_id"]


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """What has to be known of a room to book it: closures and dated hours only around the time asked for."""

    living_room_id: UUID
    name: str
    region_code: str
    path: tuple[str, ...]
    capacity_min: int
    capacity_max: int
    policy: Policy
    hours: Hours
    closures: tuple[ClosedTime, ...]

    def closure_in(self, starts_at: datetime, ends_at: datetime) -> ClosedTime | None:
        """The first closure that overlaps this time."""
        return next(
            (each for each in self.closures if each.starts_at < ends_at and starts_at < each.ends_at), None
        )


def room_facts(
    work: UnitOfWork, room_id: UUID, starts_at: datetime, ends_at: datetime, *, lock: bool = False
) -> RoomFacts | None:
    """What has to be known to book this room for this time; None when there is no such room.

    With `lock` no closure can come in between from the end of this statement to the end of this transaction (see
    `lock_room`); one that this statement had to wait for is not among these facts yet.
    """
    ask = _FACTS_LOCKED if lock else _FACTS
    return _read(ask(work, **_asked(room_id, starts_at, ends_at)))


def room_facts_with_next(
    work: UnitOfWork, room_id: UUID, starts_at: datetime, ends_at: datetime
) -> Callable[[], RoomFacts | None]:
    """The same with `lock`, asked together with what this unit of work asks next; call it for the facts."""
    waiting = _FACTS_LOCKED.with_next(work, **_asked(room_id, starts_at, ends_at))
    return lambda: _read(waiting.answer)


def _asked(room_id: UUID, starts_at: datetime, ends_at: datetime) -> dict[str, Any]:
    return {
        "room_id": room_id,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "first": local_date(starts_at),
        "last": local_date(ends_at),
    }


def _read(answer: Answer) -> RoomFacts | None:
    row = answer.fetchone()
    return None if row is None else _as_facts(row)


def lock_room(work: UnitOfWork, room_id: UUID, *, to_close: bool = False) -> None:
    """Keep closing and booking of a room apart until this transaction ends.

    Who books takes KEY SHARE, as the foreign key of a new booking does by itself; bookings do not wait for each
    other. Who closes takes UPDATE: it waits for the bookings under way, and those that come later wait for it. It
    is a statement of its own because a lock that had to wait leaves its own statement with the old snapshot.
    """
    query = select(LivingRoom.id).where(LivingRoom.id == room_id)
    locked = query.with_for_update() if to_close else query.with_for_update(read=True, key_share=True)
    work.session.execute(locked)


def weekly_hours() -> ColumnElement[Any]:
    """The weekly hours of the room selected, as JSON."""
    stretch = func.jsonb_build_array(OpeningHours.weekday, OpeningHours.opens, OpeningHours.closes)
    return _gathered(stretch).where(OpeningHours.living_room_id == LivingRoom.id).scalar_subquery()


def dated_hours(first: Bound[date], last: Bound[date]) -> ColumnElement[Any]:
    """The hours of single dates of the room selected, as JSON."""
    stretch = func.jsonb_build_array(HolidayHours.date, HolidayHours.opens, HolidayHours.closes)
    return (
        _gathered(stretch)
        .where(HolidayHours.living_room_id == LivingRoom.id, HolidayHours.date.between(first, last))
        .scalar_subquery()
    )


def closures_within(starts_at: Bound[datetime], ends_at: Bound[datetime]) -> ColumnElement[Any]:
    """The closures of the room selected that overlap this time, as JSON."""
    closure = func.jsonb_build_array(Closure.starts_at, Closure.ends_at, Closure.reason)
    return (
        _gathered(closure)
        .where(
            Closure.living_room_id == LivingRoom.id, Closure.starts_at < ends_at, Closure.ends_at > starts_at
        )
        .scalar_subquery()
    )


def _gathered(value: ColumnElement[Any]) -> Select[Any]:
    return select(func.jsonb_agg(value))


def hours_of(row: Row[Any]) -> Hours:
    """The opening hours in a row with `weekly_hours` and `dated_hours`."""
    return Hours(
        weekly=[WeekdayHours(*each) for each in row.weekly or ()],
        dated=[DatedHours(date.fromisoformat(day), opens, closes) for day, opens, closes in row.dated or ()],
    )


def closures_of(row: Row[Any]) -> tuple[ClosedTime, ...]:
    """The closures in a row with `closures_within`, the earliest first."""
    return tuple(
        sorted(
            ClosedTime(datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at), reason)
            for starts_at, ends_at, reason in row.closures or ()
        )
    )


def policy_of(row: Row[Any]) -> Policy:
    """The policy in a row with all of the policy's columns."""
    values = {column.key: getattr(row, column.key) for column in POLICY_COLUMNS}
    return Policy(**{**values, "open_to": OpenTo(row.open_to)})


def _as_facts(row: Row[Any]) -> RoomFacts:
    return RoomFacts(
        living_room_id=row.id,
        name=row.name,
        region_code=row.region_code,
        path=tuple(row.path),
        capacity_min=row.capacity_min,
        capacity_max=row.capacity_max,
        policy=policy_of(row),
        hours=hours_of(row),
        closures=closures_of(row),
    )


_ROOM = (
    select(
        LivingRoom.id,
        LivingRoom.name,
        LivingRoom.region_code,
        path_array(LivingRoom.region_code).label("path"),
        LivingRoom.capacity_min,
        LivingRoom.capacity_max,
        weekly_hours().label("weekly"),
        dated_hours(bindparam("first"), bindparam("last")).label("dated"),
        closures_within(bindparam("starts_at"), bindparam("ends_at")).label("closures"),
        *POLICY_COLUMNS,
    )
    .join(RoomPolicy, RoomPolicy.living_room_id == LivingRoom.id)
    .where(LivingRoom.id == bindparam("room_id"))
)
_FACTS = Prepared(_ROOM)
_FACTS_LOCKED = Prepared(_ROOM.with_for_update(read=True, key_share=True, of=LivingRoom))
