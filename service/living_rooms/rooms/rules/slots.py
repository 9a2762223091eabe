"""Which slots of a room's grid are free, taken, closed or past, and which stretches of them are long enough.

A month of half-hour slots is asked for often, so time is a row of bytes here, one for each grain.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from service.kit.clock import DISTRICT_ZONE, local
from service.kit.grains import GRAIN_MINUTES, grain_of, grains
from service.living_rooms.rooms.rules.hours import DAY_MINUTES, ClosedTime, Hours, Stretch, at_minute, days

_DAY_GRAINS = DAY_MINUTES // GRAIN_MINUTES
_CLEAR, _SET = 0, 1


class SlotState(StrEnum):
    """Whether a slot can be booked, by the room's time alone."""

    FREE = "free"
    TAKEN = "taken"
    CLOSED = "closed"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Timeline:
    """A room's time from one day to another: what is open and what is claimed."""

    first: date
    last: date
    slot_minutes: int
    buffer_minutes: int
    open: bytes
    taken: bytes

    def states(self, now: datetime) -> Iterator[tuple[date, list[SlotState]]]:
        """The states of each day's slots in order; a slot that has begun is past.

        A slot is taken as well when the buffer after it would reach into claimed time. Where the slot's length
        does not divide a day, its last slot is shorter.
        """
        step, buffer = self.slot_minutes // GRAIN_MINUTES, self.buffer_minutes // GRAIN_MINUTES
        bounds = [(start, min(start + step, _DAY_GRAINS)) for start in range(0, _DAY_GRAINS, step)]
        find_closed, find_taken = self.open.find, self.taken.find
        for number, day in enumerate(days(self.first, self.last)):
            midnight = number * _DAY_GRAINS
            begun = (now - at_minute(day, 0)).total_seconds() / 60 / GRAIN_MINUTES
            states = [
                SlotState.PAST
                if start < begun
                else SlotState.CLOSED
                if find_closed(_CLEAR, midnight + start, midnight + end) >= 0
                else SlotState.TAKEN
                if find_taken(_SET, midnight + start, midnight + end + buffer) >= 0
                else SlotState.FREE
                for start, end in bounds
            ]
            yield day, states

    def free_stretches(self, within: Stretch, minutes: int, now: datetime) -> list[Stretch]:
        """The longest stretches of free slots inside a window that hold so many minutes, the earliest first."""
        runs: list[Stretch] = []
        for slot in self._free_slots(now):
            if not within.covers(slot):
                continue
            if runs and runs[-1].ends_at == slot.starts_at:
                runs[-1] = Stretch(runs[-1].starts_at, slot.ends_at)
            else:
                runs.append(slot)
        return [run for run in runs if (run.ends_at - run.starts_at).total_seconds() >= minutes * 60]

    def _free_slots(self, now: datetime) -> Iterator[Stretch]:
        for day, states in self.states(now):
            for place, state in enumerate(states):
                if state is SlotState.FREE:
                    start = place * self.slot_minutes
                    end = min(start + self.slot_minutes, DAY_MINUTES)
                    yield Stretch(at_minute(day, start), at_minute(day, end))


def timeline(
    first: date,
    last: date,
    *,
    slot_minutes: int,
    buffer_minutes: int,
    hours: Hours,
    closures: Iterable[ClosedTime],
    taken: Collection[int],
) -> Timeline:
    """Lay hours, closures and claimed grains on the days from the first to the last."""
    origin = grain_of(at_minute(first, 0))
    length = ((last - first).days + 1) * _DAY_GRAINS
    open_grains = bytearray(length)
    for day_number, day in enumerate(days(first, last)):
        for opens, closes in hours.of(day):
            start, end = -(-opens // GRAIN_MINUTES), closes // GRAIN_MINUTES
            midnight = day_number * _DAY_GRAINS
            open_grains[midnight + start : midnight + end] = bytes([_SET]) * (end - start)
    for starts_at, ends_at, _ in closures:
        closed = grains(starts_at, ends_at)
        start, end = max(closed.start - origin, 0), min(closed.stop - origin, length)
        if start < end:
            open_grains[start:end] = bytes(end - start)
    taken_grains = bytearray(length + buffer_minutes // GRAIN_MINUTES)
    for grain in taken:
        if 0 <= grain - origin < len(taken_grains):
            taken_grains[grain - origin] = _SET
    return Timeline(first, last, slot_minutes, buffer_minutes, bytes(open_grains), bytes(taken_grains))


def told_slots(asked: Timeline, now: datetime) -> list[dict[str, str]]:
    """All slots as the contract shows them: moments as text, since a month has some 1,500 slots."""
    told = []
    for day, states in asked.states(now):
        offset = at_minute(day, 0).astimezone(DISTRICT_ZONE).isoformat()[19:]
        today = day.isoformat()
        moments = [today + each for each in _times_of_day(asked.slot_minutes, offset)]
        moments.append(f"{day + timedelta(days=1)}T00:00:00{offset}")
        told += [
            {"starts_at": starts_at, "ends_at": ends_at, "state": state}
            for starts_at, ends_at, state in zip(moments, moments[1:], states, strict=False)
        ]
    return told


@lru_cache(maxsize=64)
def _times_of_day(slot_minutes: int, offset: str) -> tuple[str, ...]:
    return tuple(
        f"T{minute // 60:02}:{minute % 60:02}:00{offset}" for minute in range(0, DAY_MINUTES, slot_minutes)
    )


def is_on_grid(moment: datetime, slot_minutes: int) -> bool:
    """Whether a slot begins then; the grid counts from 00:00 of each day, so every midnight lies on it."""
    here = local(moment)
    if here.second or here.microsecond:
        return False
    return (here.hour * 60 + here.minute) % slot_minutes == 0
