"""A caregiver's timetable while a day is being planned: whether one more stop fits, and how much longer the ways become.

It reckons as `visits.rules.retimed` does when the proposal is applied; a test compares the two.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from service.elderly_care.planner.rules.days import Span, Ways, Worker, minute_of
from service.elderly_care.visits.rules import REACH, Stop, Where
from service.kit.grains import GRAIN_MINUTES

_REACH_MINUTES = int(REACH.total_seconds()) // 60


@dataclass(frozen=True, slots=True)
class Entry:
    """A stop by minutes, with the minutes of the way there."""

    id: UUID
    starts: int
    ends: int
    where: Where | None
    travel: int = 0
    is_new: bool = False

    @property
    def first_grain(self) -> int:
        return (self.starts - self.travel) // GRAIN_MINUTES

    @property
    def end_grain(self) -> int:
        return -(-self.ends // GRAIN_MINUTES)


@dataclass(frozen=True, slots=True)
class Fit:
    """A stop where it fits; `later` is what comes after it on another way, `extra` how much longer all ways become."""

    entry: Entry
    later: Entry | None
    extra: int


class Timetable:
    """What one caregiver does, in the order of time."""

    def __init__(self, worker: Worker, ways: Ways, span: Span) -> None:
        self.worker = worker
        self.shifts = worker.shifts(span)
        self._ways = ways
        self._span = span
        ordered = sorted(worker.stops, key=lambda stop: stop.starts_at)
        self.entries = [_standing(stop) for stop in ordered]

    @property
    def minutes(self) -> int:
        """How long they are with people."""
        return sum(each.ends - each.starts for each in self.entries)

    @property
    def travel(self) -> int:
        """How long they are on their way."""
        return sum(each.travel for each in self.entries)

    def works_at(self, starts: int, ends: int) -> bool:
        """Whether they work then: within one shift, and are not absent."""
        return self.is_on_shift(starts, ends) and not any(
            begins < ends and until > starts for begins, until in self.worker.absences
        )

    def is_on_shift(self, starts: int, ends: int) -> bool:
        """Whether a stretch lies within one shift."""
        return any(begins <= starts and ends <= until for begins, until in self.shifts)

    def fit(self, stop_id: UUID, starts: int, ends: int, where: Where | None) -> Fit | None:
        """This stop where it would stand; None where there is no time for it."""
        if not self.works_at(starts, ends):
            return None
        place = bisect_right([each.starts for each in self.entries], starts)
        travel = self._ways.minutes(self._place_before(place, starts), where)
        entry = Entry(stop_id, starts, ends, where, travel, is_new=True)
        if place and self.entries[place - 1].end_grain > entry.first_grain:
            return None
        if place < len(self.entries) and self.entries[place].first_grain < entry.end_grain:
            return None
        later = self._later(place, entry)
        if later is not None and later.first_grain < self._end_before(later, entry):
            return None
        grown = later.travel - self._now(later).travel if later else 0
        return Fit(entry, later, travel + grown)

    def add(self, fit: Fit) -> None:
        """Let a stop stand that fits."""
        kept = [fit.later if fit.later and each.id == fit.later.id else each for each in self.entries]
        self.entries = sorted([*kept, fit.entry], key=lambda each: each.starts)

    def without(self, stop_id: UUID) -> "Timetable | None":
        """The timetable as it would be without one of the stops that were added; None where the others then do not fit."""
        found = Timetable(self.worker, self._ways, self._span)
        for each in self.entries:
            if not each.is_new or each.id == stop_id:
                continue
            fit = found.fit(each.id, each.starts, each.ends, each.where)
            if fit is None:
                return None
            found.add(fit)
        return found

    def arrival(self, entry: Entry) -> int:
        """From when on they can be there, having made what comes before."""
        place = self.entries.index(entry)
        if not place:
            return entry.starts
        before = next(self._placed_before(place, entry.starts), None)
        there = before.ends + entry.travel if before else entry.starts
        return min(entry.starts, max(there, self.entries[place - 1].ends))

    def _place_before(self, place: int, starts: int) -> Where | None:
        before = next(self._placed_before(place, starts), None)
        return before.where if before else None

    def _placed_before(self, place: int, starts: int) -> Iterator[Entry]:
        """What they come from, the nearest in time first; whoever was free for longer sets out in time by themself."""
        return (
            each
            for each in reversed(self.entries[:place])
            if each.where is not None and starts <= each.ends + _REACH_MINUTES
        )

    def _later(self, place: int, entry: Entry) -> Entry | None:
        """The first stop after this one that is reached by a way from here, with that way."""
        if entry.where is None:
            return None
        following = next((each for each in self.entries[place:] if each.where is not None), None)
        if following is None or following.starts > entry.ends + _REACH_MINUTES:
            return None
        return replace(following, travel=self._ways.minutes(entry.where, following.where))

    def _end_before(self, later: Entry, entry: Entry) -> int:
        """The last grain that is taken before a later stop, this one's or of a call in between."""
        between = [each.end_grain for each in self.entries if entry.starts < each.starts < later.starts]
        return max([entry.end_grain, *between])

    def _now(self, entry: Entry) -> Entry:
        return next(each for each in self.entries if each.id == entry.id)


def _standing(stop: Stop) -> Entry:
    return Entry(stop.id, minute_of(stop.starts_at), minute_of(stop.ends_at), stop.where, stop.travel_minutes)
