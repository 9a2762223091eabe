"""How a day is planned around a solver: what needs several caregivers first, then routes, then what is left one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.elderly_care.planner.rules.boards import Board
from service.elderly_care.planner.rules.days import Day, Task, moment_at
from service.elderly_care.planner.rules.greedy import greedy
from service.elderly_care.planner.rules.reasons import UnplacedReason, reason
from service.elderly_care.planner.rules.routing import Routes, Routing, routing_of

ROUNDS = 5
"""In how many steps a day is improved; between two of them it can be cancelled and tells how far it is."""

Kept = Mapping[tuple[str, int], Sequence[str]]
"""Routes as they are kept between two steps: by stint, the ids of visits in their order."""


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


def begin(day: Day) -> tuple[Board, Routing]:
    """A board on which what needs several caregivers at once is placed, and what is to be routed around it."""
    board = Board(day)
    for task in sorted(day.tasks, key=_tightest_first):
        if task.lacking > 1 or task.held:
            board.place_best(task)
    return board, routing_of(board)


def finish(board: Board, routing: Routing, routes: Routes) -> DayProposal:
    """The day by these routes: whatever in them does not fit after all is placed one by one, or told with its reason."""
    _follow(board, routing, routes)
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


def kept(routing: Routing, routes: Routes) -> dict[tuple[str, int], list[str]]:
    """Routes by what is known again when the day is read anew."""
    return {
        stint.key: [str(routing.openings[number].task.visit_id) for number in route]
        for stint, route in zip(routing.stints, routes, strict=True)
        if route
    }


def restored(routing: Routing, told: Kept) -> list[list[int]]:
    """Routes as they were kept, without what is no longer to be planned."""
    numbers = {str(each.task.visit_id): number for number, each in enumerate(routing.openings)}
    return [
        [
            numbers[visit_id]
            for visit_id in told.get(stint.key, ())
            if visit_id in numbers and routing.costs[stint.caregiver_id][numbers[visit_id]] is not None
        ]
        for stint in routing.stints
    ]


def _follow(board: Board, routing: Routing, routes: Routes) -> None:
    """Put the visits of the routes on the board, each as early as it goes after the one before."""
    in_time = sorted(zip(routing.stints, routes, strict=True), key=lambda each: each[0].begins)
    for stint, route in in_time:
        earliest = stint.begins
        for number in route:
            task = routing.openings[number].task
            if board.place_at_once(task, stint.caregiver_id, earliest):
                earliest = board.placements[-1].start


def _left(board: Board) -> list[Task]:
    placed = {each.task.visit_id for each in board.placements}
    return [task for task in board.day.tasks if task.visit_id not in placed]


def _tightest_first(task: Task) -> tuple[int, int, int, UUID]:
    return -task.lacking, task.last - task.first, task.first, task.visit_id


def _stops(board: Board) -> list[ProposedStop]:
    found = [
        _stop(board, each.task, caregiver_id)
        for each in board.placements
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
