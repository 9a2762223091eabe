"""Claiming and releasing time, as rows of quarters of an hour that the database keeps apart."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, and_, delete, exists, select, text, tuple_, update
from sqlalchemy.exc import IntegrityError

from service.kit.constraints import refusal_of
from service.kit.prepared import Prepared, array_text
from service.kit.work import UnitOfWork
from service.living_rooms.errors import RoomClosed
from service.living_rooms.rooms import rules
from service.living_rooms.rooms.messages import TimeFreed
from service.living_rooms.rooms.models import BookedGrain, Closure

_KEPT = timedelta(days=31)
_AT_ONCE = 100_000
_BLIND = {"synchronize_session": False}


def claim_grains(
    work: UnitOfWork,
    room_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    buffer_minutes: int,
    *,
    booking_id: UUID | None = None,
    waitlist_entry_id: UUID | None = None,
) -> None:
    """Claim a room's time, with the buffer after it, for a booking or an offer; raises SlotTaken, RoomClosed.

    This transaction must hold the room's key already, so that a closure made meanwhile is seen here: by the
    foreign key of a row it has just inserted, or by `lock_room`. After SlotTaken only a savepoint can go on.
    """
    wanted = rules.grains(starts_at, ends_at, buffer_minutes)
    claimed = _claim(
        work,
        room_id,
        wanted,
        (starts_at, ends_at),
        booking_id=booking_id,
        waitlist_entry_id=waitlist_entry_id,
    )
    if claimed < len(wanted):
        raise RoomClosed


def move_grains(
    work: UnitOfWork,
    room_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    buffer_minutes: int,
    *,
    booking_id: UUID,
) -> None:
    """Let a booking hold this time instead of its present one; raises SlotTaken, RoomClosed.

    The new time is claimed before the old one goes, so two that trade places are refused and never wait for
    each other. Call `lock_room` first.
    """
    wanted = rules.grains(starts_at, ends_at, buffer_minutes)
    if work.session.scalar(select(_closed(room_id, starts_at, ends_at))):
        raise RoomClosed
    held = BookedGrain.booking_id == booking_id
    own = set(work.session.scalars(select(BookedGrain.grain).where(held)))
    _claim(work, room_id, wanted, (starts_at, ends_at), booking_id=booking_id, but=own)
    _release(work, and_(held, ~BookedGrain.grain.between(wanted[0], wanted[-1])))


def release_grains(
    work: UnitOfWork,
    *,
    booking_id: UUID | None = None,
    waitlist_entry_id: UUID | None = None,
    from_: datetime | None = None,
) -> None:
    """Give back the time of a booking or an offer, or what is left of it `from_` a moment on; announces TimeFreed."""
    mine = (
        BookedGrain.booking_id == booking_id
        if booking_id is not None
        else BookedGrain.waitlist_entry_id == waitlist_entry_id
    )
    if from_ is not None:
        mine = and_(mine, BookedGrain.grain >= rules.grains(from_, from_).stop)
    _release(work, mine)


def hand_over_grains(work: UnitOfWork, *, waitlist_entry_id: UUID, booking_id: UUID) -> int:
    """Let a booking hold the time that an offer held, and tell how many grains that was."""
    result: CursorResult[Any] = work.session.execute(  # type: ignore[assignment]
        update(BookedGrain)
        .where(BookedGrain.waitlist_entry_id == waitlist_entry_id)
        .values(booking_id=booking_id, waitlist_entry_id=None)
    )
    return result.rowcount


def forget_past_grains(work: UnitOfWork) -> None:
    """Drop claims on time over a month ago, which nobody can want any more; the bookings stay."""
    last = rules.grain_of(work.now - _KEPT)
    key = tuple_(BookedGrain.living_room_id, BookedGrain.grain)
    past = select(BookedGrain.living_room_id, BookedGrain.grain).where(BookedGrain.grain < last)
    work.session.execute(delete(BookedGrain).where(key.in_(past.limit(_AT_ONCE))), execution_options=_BLIND)


def _closed(room_id: UUID, starts_at: datetime, ends_at: datetime) -> ColumnElement[bool]:
    return exists().where(
        Closure.living_room_id == room_id, Closure.starts_at < ends_at, Closure.ends_at > starts_at
    )


# The grains come as a list: from a series of them the database would plan this anew each time.
CLAIM = """
    INSERT INTO booked_grains (living_room_id, grain, booking_id, waitlist_entry_id)
    SELECT :living_room_id, grain, :booking_id, :waitlist_entry_id
      FROM unnest(CAST(:grains AS integer[])) AS grain
     WHERE NOT EXISTS (SELECT
                         FROM room_closures
                        WHERE room_closures.living_room_id = :living_room_id
                          AND starts_at < :ends_at
                          AND ends_at > :starts_at)
"""
# Who races for the same time waits in one order, so nobody deadlocks.
ASCENDING = "ORDER BY grain"
_CLAIM = Prepared(text(CLAIM + ASCENDING))


def _claim(
    work: UnitOfWork,
    room_id: UUID,
    wanted: range,
    time: tuple[datetime, datetime],
    *,
    booking_id: UUID | None = None,
    waitlist_entry_id: UUID | None = None,
    but: Collection[int] = (),
) -> int:
    try:
        return _CLAIM(
            work,
            living_room_id=room_id,
            grains=array_text(grain for grain in wanted if grain not in but),
            booking_id=booking_id,
            waitlist_entry_id=waitlist_entry_id,
            starts_at=time[0],
            ends_at=time[1],
        ).rowcount
    except IntegrityError as error:
        raise (refusal_of(error) or error) from error


def _release(work: UnitOfWork, which: ColumnElement[bool]) -> None:
    freed = work.session.execute(
        delete(BookedGrain).where(which).returning(BookedGrain.living_room_id, BookedGrain.grain)
    ).all()
    for room_id, first, last in _runs(sorted((row.living_room_id, row.grain) for row in freed)):
        work.announce(
            TimeFreed(
                living_room_id=room_id,
                starts_at=rules.moment_of(first),
                ends_at=rules.moment_of(last + 1),
            )
        )


def _runs(freed: list[tuple[UUID, int]]) -> list[tuple[UUID, int, int]]:
    """Grains that follow each other as one stretch: room, first and last grain."""
    runs: list[tuple[UUID, int, int]] = []
    for room_id, grain in freed:
        if runs and runs[-1][0] == room_id and runs[-1][2] == grain - 1:
            runs[-1] = (room_id, runs[-1][1], grain)
        else:
            runs.append((room_id, grain, grain))
    return runs
