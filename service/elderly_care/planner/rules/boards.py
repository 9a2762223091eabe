"""The board on which a day is put together: everybody's timetable, and which time of elders is taken."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from service.elderly_care.planner.rules.days import Day, Task, Worker
from service.elderly_care.planner.rules.timetables import Entry, Fit, Timetable
from service.kit.grains import GRAIN_MINUTES

# What speaks against somebody, in minutes that one would rather be on the way.
NOT_WISHED_FOR = 3
NOT_KNOWN = 1
# So many minutes with people weigh as much as one on the way, when somebody is looked for one by one.
_LOAD_WORTH = 60


def strangeness(task: Task, caregiver_id: UUID) -> int:
    """What speaks against a caregiver whom an elder does not wish for or does not know, in minutes."""
    is_other = bool(task.preferred) and caregiver_id not in task.preferred
    is_unknown = bool(task.known) and caregiver_id not in task.known
    return NOT_WISHED_FOR * is_other + NOT_KNOWN * is_unknown


@dataclass(frozen=True, slots=True)
class Placement:
    """A visit where it is put: who comes in addition, and the grain at which it begins."""

    task: Task
    caregiver_ids: tuple[UUID, ...]
    start: int


@dataclass(frozen=True, slots=True)
class _Place:
    caregiver_id: UUID
    fit: Fit
    cost: int


class Board:
    """A day while it is being put together; what is placed on it fits."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.timetables = {each.id: Timetable(each, day.ways, day.span) for each in day.workers}
        self.placements: dict[UUID, Placement] = {}
        self._taken = {elder_id: dict(grains) for elder_id, grains in day.taken.items()}
        self._candidates: dict[UUID, list[Worker]] = {}

    @property
    def travel(self) -> int:
        """How long all are on their way, to what stands already as well."""
        return sum(each.travel for each in self.timetables.values())

    def candidates(self, task: Task) -> list[Worker]:
        """Who may make a visit if there is time."""
        if task.visit_id not in self._candidates:
            found = [worker for worker in self.day.workers if worker.may_come(task)]
            self._candidates[task.visit_id] = found
        return self._candidates[task.visit_id]

    def is_elder_free(self, task: Task, start: int) -> bool:
        """Whether nobody else is with the elder then."""
        taken = self._taken.get(task.elder_id)
        if not taken or not task.takes_elders_time:
            return True
        grains = range(start, start + task.length)
        return all(taken.get(grain, task.visit_id) == task.visit_id for grain in grains)

    def free_starts(self, task: Task, earliest: int | None = None) -> Iterator[int]:
        """The grains at which a visit may begin, by what the elder has to do."""
        first = task.first if earliest is None else max(task.first, earliest)
        return (start for start in range(first, task.last + 1) if self.is_elder_free(task, start))

    def fit(self, task: Task, caregiver_id: UUID, start: int) -> Fit | None:
        """Where this caregiver could make a visit then."""
        starts = start * GRAIN_MINUTES
        return self.timetables[caregiver_id].fit(task.visit_id, starts, starts + task.minutes, task.where)

    def place(self, task: Task, start: int, made_by: Iterable[tuple[UUID, Fit]]) -> None:
        """Put a visit where it fits."""
        found = list(made_by)
        for caregiver_id, fit in found:
            self.timetables[caregiver_id].add(fit)
        if task.takes_elders_time:
            grains = range(start, start + task.length)
            self._taken.setdefault(task.elder_id, {}).update(dict.fromkeys(grains, task.visit_id))
        self.placements[task.visit_id] = Placement(task, tuple(each for each, _ in found), start)

    def place_if_it_fits(self, task: Task, start: int, caregiver_ids: Iterable[UUID]) -> bool:
        """Let these caregivers make a visit then; whether all of them can."""
        if start not in task.starts or not self.is_elder_free(task, start):
            return False
        able = {each.id for each in self.candidates(task)}
        found = [(whose, self.fit(task, whose, start) if whose in able else None) for whose in caregiver_ids]
        fits = [(whose, fit) for whose, fit in found if fit is not None]
        if len(fits) < len(found) or len(fits) != task.lacking:
            return False
        self.place(task, start, fits)
        return True

    def place_at_once(self, task: Task, caregiver_id: UUID, earliest: int | None = None) -> bool:
        """Let a caregiver make a visit as early as they can; whether they can."""
        for start in self.free_starts(task, earliest):
            fit = self.fit(task, caregiver_id, start)
            if fit is not None:
                self.place(task, start, [(caregiver_id, fit)])
                return True
        return False

    def place_best(self, task: Task) -> bool:
        """Put a visit where it costs least, all who are lacking at the same time; whether there is a place."""
        best: tuple[int, int, Sequence[_Place]] | None = None
        for start in self.free_starts(task):
            places = sorted(self._places(task, start), key=lambda each: (each.cost, each.caregiver_id))
            if len(places) < task.lacking:
                continue
            chosen = places[: task.lacking]
            cost = sum(each.cost for each in chosen)
            if best is None or cost < best[0]:
                best = cost, start, chosen
        if best is None:
            return False
        _, start, makers = best
        self.place(task, start, [(each.caregiver_id, each.fit) for each in makers])
        return True

    def move_to_best(self, task: Task) -> None:
        """Put a visit where it costs least now, if it stands elsewhere; nothing else moves."""
        standing = self.placements.get(task.visit_id)
        if standing is not None and self._take_away(standing) and not self.place_best(task):
            self.place_if_it_fits(task, standing.start, standing.caregiver_ids)

    def entry(self, task: Task, caregiver_id: UUID) -> Entry:
        """How a visit that was placed stands in a caregiver's timetable."""
        return next(each for each in self.timetables[caregiver_id].entries if each.id == task.visit_id)

    def _places(self, task: Task, start: int) -> Iterator[_Place]:
        for worker in self.candidates(task):
            fit = self.fit(task, worker.id, start)
            if fit is not None:
                load = self.timetables[worker.id].minutes // _LOAD_WORTH
                yield _Place(worker.id, fit, fit.extra + strangeness(task, worker.id) + load)

    def _take_away(self, placement: Placement) -> bool:
        """Take a visit from the board; not if the others could not reach each other without it."""
        task = placement.task
        former = {whose: self.timetables[whose] for whose in placement.caregiver_ids}
        without = {whose: each.without(task.visit_id) for whose, each in former.items()}
        if any(each is None for each in without.values()):
            return False
        self.timetables.update({whose: each for whose, each in without.items() if each is not None})
        del self.placements[task.visit_id]
        self._give_time_back(placement)
        return True

    def _give_time_back(self, placement: Placement) -> None:
        """Free the elder's time, but for what was theirs before anything was placed."""
        task = placement.task
        if not task.takes_elders_time:
            return
        taken, formerly = self._taken[task.elder_id], self.day.taken.get(task.elder_id, {})
        for grain in range(placement.start, placement.start + task.length):
            del taken[grain]
            if grain in formerly:
                taken[grain] = formerly[grain]
