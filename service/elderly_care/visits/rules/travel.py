"""A caregiver's stops and the ways between them: how much time each claims, and whether another one fits in."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from service.elderly_care.rules import Point
from service.kit.grains import grains, moment_of

REACH = timedelta(hours=3)
"""From how far back somebody comes to a stop; who has been free for longer sets out in time by themself."""

_MINUTE = timedelta(minutes=1)

Way = Callable[[Point | None, Point | None], int]


@dataclass(frozen=True, slots=True)
class Where:
    """Whose door or which centre it is (`at`), and its place if that is on record."""

    at: UUID
    place: Point | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Something that a caregiver does at a time; a call is made from anywhere (`where` is None)."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    where: Where | None
    travel_minutes: int = 0

    @property
    def claimed(self) -> range:
        """The grains that it takes, the way there included."""
        return grains(self.starts_at - self.travel_minutes * _MINUTE, self.ends_at)


def way_minutes(way: Way, start: Where | None, end: Where | None) -> int:
    """Minutes from one stop to another: none within one place, to a call, or from further back than REACH."""
    if start is None or end is None or start.at == end.at:
        return 0
    return min(way(start.place, end.place), REACH // _MINUTE)


def stop_before(stops: Iterable[Stop], stop: Stop) -> Stop | None:
    """From which stop a caregiver comes to this one: the last within reach that has a place."""
    within = [
        each
        for each in stops
        if each.where is not None
        and each.id != stop.id
        and each.starts_at < stop.starts_at <= each.ends_at + REACH
    ]
    return max(within, key=lambda each: each.starts_at, default=None)


def retimed(old: Sequence[Stop], new: Sequence[Stop], way: Way) -> list[Stop]:
    """The new stops with the travel that each takes; a stop that comes after the same one as before keeps its own.

    Between two stops that only something taken away has brought together, the way takes what time there is: so taking
    something away never fails.
    """
    known = {each.id: each for each in old}
    same = {each.id for each in new if each.id in known and _stands(known[each.id], each)}
    found = []
    for stop in new:
        before = stop_before(new, stop)
        if stop.id in same and _comes_as_ever(known[stop.id], before, old, same):
            found.append(replace(stop, travel_minutes=known[stop.id].travel_minutes))
            continue
        minutes = way_minutes(way, before.where if before else None, stop.where)
        if stop.id in same and (before is None or before.id in same):
            minutes = min(minutes, _room_before(new, stop))
        found.append(replace(stop, travel_minutes=minutes))
    return found


def is_clash(stops: Iterable[Stop]) -> bool:
    """Whether two of these stops claim the same time."""
    claimed = sorted((each.claimed.start, each.claimed.stop) for each in stops)
    return any(following < end for (_, end), (following, _) in pairwise(claimed))


def with_stop(stops: Sequence[Stop], stop: Stop, way: Way) -> Stop | None:
    """This stop with its travel if it fits between the others, those after it included."""
    together = retimed(stops, [*stops, stop], way)
    return None if is_clash(together) else together[-1]


def _stands(old: Stop, new: Stop) -> bool:
    return (old.starts_at, old.ends_at, old.where) == (new.starts_at, new.ends_at, new.where)


def _comes_as_ever(stop: Stop, before: Stop | None, old: Sequence[Stop], same: set[UUID]) -> bool:
    formerly = stop_before(old, stop)
    if before is None or formerly is None:
        return before is formerly
    return before.id == formerly.id and before.id in same


def _room_before(stops: Sequence[Stop], stop: Stop) -> int:
    """Whole minutes since the last grain that a stop before it takes."""
    ends = [each.claimed.stop for each in stops if each.id != stop.id and each.starts_at < stop.starts_at]
    return max(0, (stop.starts_at - moment_of(max(ends))) // _MINUTE) if ends else REACH // _MINUTE
