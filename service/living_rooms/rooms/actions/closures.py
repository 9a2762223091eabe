"""Closing a room for some time, and opening it again."""

from datetime import datetime, timedelta
from uuid import UUID

from service.kit.errors import InvalidInput, OutOfScope
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.living_rooms.rooms import permissions, queries
from service.living_rooms.rooms.messages import RoomClosed, TimeFreed
from service.living_rooms.rooms.models import Closure

LONGEST_CLOSURE = timedelta(days=731)

_ENDS_FIRST = Text("结束时间应晚于开始时间。", "It has to end after it starts.")
_OVER_ALREADY = Text("结束时间已经过去。", "That time is over already.")
_TOO_LONG = Text("一次停用最长两年。", "A room is closed for two years at most.")


def close_room(
    work: UnitOfWork, room_id: UUID, *, starts_at: datetime, ends_at: datetime, reason: str
) -> Closure:
    """Put a room out of use for some time; what stands in it is cancelled after this, and told why."""
    path = work.found(queries.path_of_room(work, room_id))
    work.require(permissions.may_keep(work.actor, path), OutOfScope)
    _check_time(work, starts_at, ends_at)
    queries.lock_room(work, room_id, to_close=True)
    closure = Closure(
        id=work.new_id(),
        living_room_id=room_id,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason,
        closed_by=work.actor.account_id,
        created_at=work.now,
    )
    work.session.add(closure)
    work.announce(
        RoomClosed(
            closure_id=closure.id, living_room_id=room_id, starts_at=starts_at, ends_at=ends_at, reason=reason
        )
    )
    return closure


def reopen_room(work: UnitOfWork, closure_id: UUID) -> None:
    """End a closure early or call it off; what it had cancelled does not come back."""
    closure = work.found(queries.closure(work, closure_id))
    path = work.found(queries.path_of_room(work, closure.living_room_id))
    work.require(permissions.may_keep(work.actor, path), OutOfScope)
    work.expect(closure)
    work.session.delete(closure)
    starts_at = max(closure.starts_at, work.now)
    if starts_at < closure.ends_at:
        work.announce(
            TimeFreed(living_room_id=closure.living_room_id, starts_at=starts_at, ends_at=closure.ends_at)
        )


def _check_time(work: UnitOfWork, starts_at: datetime, ends_at: datetime) -> None:
    wrong = (
        (ends_at <= starts_at, _ENDS_FIRST),
        (ends_at <= work.now, _OVER_ALREADY),
        (ends_at - starts_at > LONGEST_CLOSURE, _TOO_LONG),
    )
    for is_wrong, text in wrong:
        if is_wrong:
            raise InvalidInput({"ends_at": text})
