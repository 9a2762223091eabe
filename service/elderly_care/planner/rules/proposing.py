"""How a day is planned around a solver: what needs several caregivers first, then routes, then what is left one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.elderly_care.planner.rules.boards import Board, Placement
from service.elderly_care.planner.rules.days import Day, Task, moment_at
from service.elderly_care.planner.rules.greedy import give_to_nearest, greedy, in_time
from service.elderly_care.planner.rules.reasons import UnplacedReason, reason
from service.elderly_care.planner.rules.routing import Routes, Routing, routing_of

ROUNDS = 5
"""In how many steps a day is improved; between two of them it can be cancelled and tells how far it is."""

Kept = Sequence[tuple[str, int, Sequence[str]]]
"""A day as it is kept between two steps: the ids of visits, the grains at which they begin, and who comes."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A day half planned: a board with what needs several caregivers at once, what is routed around it, the routes so far."""

    board: Board
    routing: Routing
    routes: Routes


@dataclass(frozen=True, slots=True)
class ProposedStop:
    """A visit on a caregiver's route; `version` is how the visit stood when this was proposed."""

    visit_id: UUID
    version: int
    caregiver_id: UUID
    arrives_at: datetime
    starts_at: datetime
    ends_at: datetime
    travel_minutes: int


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A visit that could not be placed."""

    visit_id: UUID
    reason: UnplacedReason


@dataclass(frozen=True, slots=True)
class DayProposal:
    """A day as it is proposed, with the minutes of all ways, and what greed would have made of it."""

    stops: Sequence[ProposedStop]
    unplaced: Sequence[Unplaced]
    travel_minutes: int
    greedy_travel_minutes: int
    greedy_unplaced: int


def begin(day: Day, told: Kept = ()) -> Draft:
    """A day as it was kept, or as greed fills it; what needs several caregivers is put where it now costs least."""
    sketch = _restored(day, told) if told else _filled(day)
    board = Board(day)
    for task in sorted(filter(_needs_several, day.tasks), key=_tightest_first):
        sketch.move_to_best(task)
        _place_alike(board, sketch, task)
    routing = routing_of(board)
    return Draft(board, routing, _routes(routing, sketch))


def follow(draft: Draft, routes: Routes) -> Board:
    """The draft's board with the visits of these routes on it, each as early as it goes after the one before."""
    in_order = sorted(zip(draft.routing.stints, routes, strict=True), key=lambda each: each[0].begins)
    for stint, route in in_order:
        earliest = stint.begins
        for number in route:
            task = draft.routing.openings[number].task
            if draft.board.place_at_once(task, stint.caregiver_id, earliest):
                earliest = draft.board.placements[task.visit_id].start
    return draft.board


def kept(board: Board) -> Kept:
    """What is known again when the day is read anew."""
    return [
        (str(each.task.visit_id), each.start, [str(whose) for whose in each.caregiver_ids])
        for each in board.placements.values()
    ]


def finish(board: Board) -> DayProposal:
    """The day as it stands on a board: whatever is left is placed one by one, or told with its reason."""
    for task in sorted(_left(board), key=_tightest_first):
        if not task.is_for_a_round:
            board.place_best(task)
    baseline = greedy(board.day)
    return DayProposal(
        stops=_stops(board),
        unplaced=[Unplaced(task.visit_id, reason(board, task)) for task in _left(board)],
        travel_minutes=board.travel,
        greedy_travel_minutes=baseline.travel,
        greedy_unplaced=len(_left(baseline)),
    )


def _filled(day: Day) -> Board:
    """What needs several caregivers where it costs least, and everybody else's visits as greed gives them."""
    board = Board(day)
    for task in sorted(filter(_needs_several, day.tasks), key=_tightest_first):
        board.place_best(task)
    for task in sorted(_left(board), key=in_time):
        give_to_nearest(board, task)
    return board


def _restored(day: Day, told: Kept) -> Board:
    """A day as it was kept, without what is no longer to be planned or no longer fits."""
    board = Board(day)
    tasks = {str(each.visit_id): each for each in day.tasks}
    for visit_id, start, caregiver_ids in told:
        if visit_id in tasks:
            board.place_if_it_fits(tasks[visit_id], start, [UUID(each) for each in caregiver_ids])
    return board


def _place_alike(board: Board, sketch: Board, task: Task) -> None:
    """Put a visit where a sketch has it, or where it costs least if that has no place for it."""
    found = sketch.placements.get(task.visit_id)
    if found is None or not board.place_if_it_fits(task, found.start, found.caregiver_ids):
        board.place_best(task)


def _routes(routing: Routing, sketch: Board) -> list[list[int]]:
    """For each stint the openings that a sketch has in it."""
    numbers = {each.task.visit_id: number for number, each in enumerate(routing.openings)}
    placed = sorted(sketch.placements.values(), key=lambda each: each.start)
    found: list[list[int]] = [[] for _ in routing.stints]
    for each in placed:
        number = numbers.get(each.task.visit_id)
        stint = _stint_of(routing, each) if number is not None else None
        if number is not None and stint is not None:
            found[stint].append(number)
    return found


def _stint_of(routing: Routing, placement: Placement) -> int | None:
    return next(
        (
            number
            for number, each in enumerate(routing.stints)
            if each.caregiver_id == placement.caregiver_ids[0] and each.begins <= placement.start < each.ends
        ),
        None,
    )


def _left(board: Board) -> list[Task]:
    return [task for task in board.day.tasks if task.visit_id not in board.placements]


def _needs_several(task: Task) -> bool:
    return task.lacking > 1 or bool(task.held)


def _tightest_first(task: Task) -> tuple[int, int, int, UUID]:
    return -task.lacking, task.last - task.first, task.first, task.visit_id


def _stops(board: Board) -> list[ProposedStop]:
    found = [
        _stop(board, each.task, caregiver_id)
        for each in board.placements.values()
        for caregiver_id in each.caregiver_ids
    ]
    return sorted(found, key=lambda each: (each.caregiver_id, each.starts_at))


def _stop(board: Board, task: Task, caregiver_id: UUID) -> ProposedStop:
    entry = board.entry(task, caregiver_id)
    return ProposedStop(
        visit_id=task.visit_id,
        version=task.version,
        caregiver_id=caregiver_id,
        arrives_at=moment_at(board.timetables[caregiver_id].arrival(entry)),
        starts_at=moment_at(entry.starts),
        ends_at=moment_at(entry.ends),
        travel_minutes=entry.travel,
    )
