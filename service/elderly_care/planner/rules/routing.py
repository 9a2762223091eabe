"""The day as a routing problem, free of any solver: visits with windows, free stretches of caregivers as vehicles."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby, pairwise
from uuid import UUID

from service.elderly_care.planner.rules.boards import Board, strangeness
from service.elderly_care.planner.rules.days import Span, Task
from service.elderly_care.planner.rules.timetables import Entry, Timetable
from service.elderly_care.visits.rules import REACH, Where
from service.kit.grains import GRAIN_MINUTES

# By how much somebody may have more than their share before visits are given to others, in per cent.
_TOLERANCE = 125
_REACH_GRAINS = REACH // timedelta(minutes=GRAIN_MINUTES)


@dataclass(frozen=True, slots=True)
class Stint:
    """A free stretch of a caregiver's time, in grains; `start` and `end` are where they come from and have to be then.

    `room` is how many minutes with people would be their fair share of it; `spare_before` and `spare_after` are the grains
    between it and those places, in which a way takes nothing of it.
    """

    caregiver_id: UUID
    begins: int
    ends: int
    start: Where | None
    end: Where | None
    room: int = 0
    spare_before: int = 0
    spare_after: int = 0

    @property
    def key(self) -> tuple[str, int]:
        """By which it is known again."""
        return str(self.caregiver_id), self.begins


@dataclass(frozen=True, slots=True)
class Opening:
    """A visit of one caregiver, with the grains in which it may begin, so that visits of one elder lie apart."""

    task: Task
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Routing:
    """Visits to be put on routes, one for each stint; `cost` is what speaks against a caregiver, None forbids them."""

    openings: Sequence[Opening]
    stints: Sequence[Stint]
    ways: Sequence[Sequence[int]]
    places: Mapping[UUID, int]
    costs: Mapping[UUID, Sequence[int | None]]

    def place(self, where: Where | None) -> int | None:
        """The row of `ways` of a place."""
        return None if where is None else self.places[where.at]

    def place_of(self, number: int) -> int | None:
        """The row of `ways` of a visit."""
        return self.place(self.openings[number].task.where)


Routes = Sequence[Sequence[int]]
"""For each stint the openings in the order in which they are made."""


def routing_of(board: Board) -> Routing:
    """What is left to be routed on a board: visits of one caregiver at a place, in the time that is free."""
    found = [each for each in board.day.tasks if _is_routed(board, each)]
    openings = list(_apart(board, found))
    stints = list(_stints(board, found))
    wheres = [each.task.where for each in openings]
    wheres += [where for stint in stints for where in (stint.start, stint.end)]
    known = {where.at: where for where in wheres if where is not None}
    places = {at: number for number, at in enumerate(known)}
    minutes = board.day.ways.minutes
    return Routing(
        openings=openings,
        stints=stints,
        ways=[[minutes(start, end) for end in known.values()] for start in known.values()],
        places=places,
        costs=_costs(board, found),
    )


def _is_routed(board: Board, task: Task) -> bool:
    is_single = task.lacking == 1 and not task.held and not task.is_for_a_round
    return is_single and task.where is not None and task.first <= task.last and bool(board.candidates(task))


def _costs(board: Board, tasks: Sequence[Task]) -> dict[UUID, list[int | None]]:
    candidates = [{worker.id for worker in board.candidates(task)} for task in tasks]
    return {
        worker.id: [
            strangeness(task, worker.id) if worker.id in may_come else None
            for task, may_come in zip(tasks, candidates, strict=True)
        ]
        for worker in board.day.workers
    }


def _apart(board: Board, tasks: Sequence[Task]) -> Iterator[Opening]:
    """The visits' windows in the order given, narrowed so that those of one elder do not meet."""
    narrowed: dict[UUID, Opening] = {}
    by_elder = sorted(tasks, key=lambda each: (each.elder_id, each.first, each.last, each.visit_id))
    for _, theirs in groupby(by_elder, key=lambda each: each.elder_id):
        earliest = 0
        several = list(theirs)
        for place, task in enumerate(several):
            first, last = _free_window(board, task, earliest)
            following = [each for each in several[place + 1 :] if each.first < last + task.length]
            if following and task.takes_elders_time:
                last = max(first, min(last, max(each.last for each in following) - task.length))
                earliest = max(earliest, (first + last) // 2 + task.length)
                last = earliest - task.length
            narrowed[task.visit_id] = Opening(task, first, last)
    return (narrowed[task.visit_id] for task in tasks)


def _free_window(board: Board, task: Task, earliest: int) -> Span:
    """The longest run of grains at which a visit may begin, from `earliest` on if there is one."""
    starts = list(board.free_starts(task, earliest)) or list(board.free_starts(task)) or [task.first]
    runs = [
        [start for _, start in run]
        for _, run in groupby(enumerate(starts), key=lambda each: each[1] - each[0])
    ]
    longest = max(runs, key=len)
    return longest[0], longest[-1]


def _stints(board: Board, tasks: Sequence[Task]) -> Iterator[Stint]:
    if not tasks:
        return
    free = {caregiver_id: list(_free(each)) for caregiver_id, each in board.timetables.items()}
    available = {whose: sum(each.ends - each.begins for each in stints) for whose, stints in free.items()}
    busy = sum(each.minutes for each in board.timetables.values())
    all_minutes = busy + sum(each.minutes for each in tasks)
    longest = max(each.minutes for each in tasks)
    whole = sum(available.values())
    for whose, stints in free.items():
        share = all_minutes * available[whose] * _TOLERANCE // (100 * whole) if whole else 0
        left = max(0, share - board.timetables[whose].minutes)
        for each in stints:
            room = max(longest, left * (each.ends - each.begins) // available[whose])
            yield Stint(each.caregiver_id, each.begins, each.ends, each.start, each.end, room)


def _free(timetable: Timetable) -> Iterator[Stint]:
    """The free stretches of a caregiver's shifts, between absences and what stands."""
    away = [Entry(timetable.worker.id, begins, until, None) for begins, until in timetable.worker.absences]
    standing = sorted([*timetable.entries, *away], key=lambda each: each.starts)
    for begins, ends in timetable.shifts:
        at, start = begins, None
        for each in standing:
            if each.ends <= begins or each.starts >= ends:
                continue
            yield from _stint(timetable, (at, each.starts), start, each.where)
            at, start = max(at, each.ends), each.where
        yield from _stint(timetable, (at, ends), start, None)


def _stint(timetable: Timetable, span: Span, start: Where | None, end: Where | None) -> Iterator[Stint]:
    begins, ends = -(-span[0] // GRAIN_MINUTES), span[1] // GRAIN_MINUTES
    if begins < ends:
        yield Stint(timetable.worker.id, begins, ends, start, end)


def linked(routing: Routing, routes: Routes) -> Routing:
    """The routing as these routes make it: stints end and begin where they go on after a break, so that the ways over it
    count, and have room for what their caregiver's other stints leave of their share.
    """
    stints = list(_with_room(routing, routes))
    for number, (former, following) in enumerate(pairwise(routing.stints)):
        gap = following.begins - former.ends
        is_one_day = former.caregiver_id == following.caregiver_id and gap <= _REACH_GRAINS
        if not is_one_day or former.end is not None or following.start is not None:
            continue
        last, first = _where_at(routing, routes[number], -1), _where_at(routing, routes[number + 1], 0)
        stints[number] = replace(stints[number], end=first, spare_after=gap)
        stints[number + 1] = replace(stints[number + 1], start=last, spare_before=gap)
    return replace(routing, stints=stints)


def _with_room(routing: Routing, routes: Routes) -> Iterator[Stint]:
    """Stints that may take what the others of their caregiver do not, and at least their own part of the share."""
    left = _room_left(routing, routes)
    for stint, route in zip(routing.stints, routes, strict=True):
        yield replace(stint, room=max(stint.room, left[stint.caregiver_id] + _minutes(routing, route)))


def _room_left(routing: Routing, routes: Routes) -> dict[UUID, int]:
    """How many minutes everybody has left of their share; less than none for who has more."""
    left: dict[UUID, int] = defaultdict(int)
    for stint, route in zip(routing.stints, routes, strict=True):
        left[stint.caregiver_id] += stint.room - _minutes(routing, route)
    return left


def _minutes(routing: Routing, route: Sequence[int]) -> int:
    return sum(routing.openings[number].task.minutes for number in route)


def _where_at(routing: Routing, route: Sequence[int], which: int) -> Where | None:
    return routing.openings[route[which]].task.where if route else None


def cost(routing: Routing, routes: Routes) -> tuple[int, int]:
    """How often a visit is left out or a caregiver has too much; then the minutes of all ways and what is strange."""
    routed = list(zip(routing.stints, routes, strict=True))
    left_out = len(routing.openings) - sum(map(len, routes))
    overfull = sum(left < 0 for left in _room_left(routing, routes).values())
    strange = sum(routing.costs[stint.caregiver_id][each] or 0 for stint, route in routed for each in route)
    by_caregiver = groupby(routed, key=lambda each: each[0].caregiver_id)
    return left_out + overfull, strange + sum(_way_through(routing, list(each)) for _, each in by_caregiver)


def _way_through(routing: Routing, routed: Sequence[tuple[Stint, Sequence[int]]]) -> int:
    """The minutes of a caregiver's ways, also of those over a break."""
    places: list[int | None] = []
    for stint, route in routed:
        places += [routing.place(stint.start), *map(routing.place_of, route), routing.place(stint.end)]
    return sum(
        routing.ways[here][there] for here, there in pairwise(each for each in places if each is not None)
    )
