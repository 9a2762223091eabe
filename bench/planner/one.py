"""Plan one made-up day with one solver and tell what it took; run by `bench.planner` in a process of its own."""

import json
import resource
import sys
import time
from dataclasses import asdict, dataclass, replace

from bench.planner.days import made_day
from bench.planner.ortools_routes import OrtoolsRoutes
from config import Settings, load
from service.elderly_care.planner.pyvrp_routes import PyvrpRoutes
from service.elderly_care.planner.rules import (
    MOST_CAREGIVERS,
    ROUNDS,
    Board,
    Day,
    begin,
    finish,
    follow,
    greedy,
    kept,
)
from service.elderly_care.planner.searching import SWEEPS, improved
from service.elderly_care.planner.solver import RouteSolver


@dataclass(frozen=True)
class Measured:
    """What became of a day, by the plan and by greed; `searched` are the seconds that the solver took of all.

    `same` is the plan of only those visits that greed placed, the one whose whole travel compares with greed's.
    """

    seconds: float
    searched: float
    processor: float
    megabytes: int
    greedy_seconds: float
    plan: dict[str, int]
    greed: dict[str, int]
    same: dict[str, int]


def main(name: str, visits: int, caregivers: int, number: int, seconds: float) -> None:
    """Plan the day of this number; OR-Tools searches for so many seconds in all, PyVRP by iterations."""
    settings = load(env="testing", database_url="postgresql://nobody@localhost/nothing")
    day = made_day(visits, caregivers, settings, number)
    solver: RouteSolver = PyvrpRoutes()
    if name == "ortools":
        groups = -(-caregivers // MOST_CAREGIVERS)
        solver = OrtoolsRoutes(seconds / (ROUNDS * SWEEPS * groups))
    began = time.perf_counter()
    board, searched = _planned(day, solver, settings)
    took = time.perf_counter() - began
    whole, apart = _used(resource.RUSAGE_SELF), getattr(solver, "used", (0.0, 0))
    began = time.perf_counter()
    by_greed = greedy(day)
    greedy_seconds = time.perf_counter() - began
    measured = Measured(
        seconds=took,
        searched=searched,
        processor=whole[0] + apart[0],
        megabytes=whole[1] + apart[1],
        greedy_seconds=greedy_seconds,
        plan=_counted(board),
        greed=_counted(by_greed),
        same=_counted(_same_visits(day, board, by_greed, solver, settings)),
    )
    print(json.dumps(asdict(measured)))


def _same_visits(day: Day, board: Board, by_greed: Board, solver: RouteSolver, settings: Settings) -> Board:
    """The plan of what greed placed: the day's own where that is all that the plan placed too, and by the solver not chosen."""
    if board.placements.keys() == by_greed.placements.keys() or isinstance(solver, OrtoolsRoutes):
        return board
    placed = tuple(task for task in day.tasks if task.visit_id in by_greed.placements)
    return _planned(replace(day, tasks=placed), solver, settings)[0]


def _planned(day: Day, solver: RouteSolver, settings: Settings) -> tuple[Board, float]:
    """The day as the job process plans it, and how long the search was of that."""
    draft = begin(day)
    searched = 0.0
    for number in range(ROUNDS):
        began = time.perf_counter()
        solved = improved(
            solver,
            draft.routing,
            draft.routes,
            seed=number,
            iterations=-(-settings.care_planner_iterations // ROUNDS),
            seconds=settings.care_planner_seconds / ROUNDS,
        )
        searched += time.perf_counter() - began
        board = follow(draft, solved.routes)
        if number + 1 < ROUNDS:
            draft = begin(day, kept(board))
    finish(board)
    return board, searched


def _used(whose: int) -> tuple[float, int]:
    """Seconds of a processor and megabytes of memory."""
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def _counted(board: Board) -> dict[str, int]:
    made = board.placements.values()
    wishing = [each for each in made if each.task.preferred]
    knowing = [each for each in made if each.task.known]
    loads = [each.minutes for each in board.timetables.values()]
    return {
        "placed": len(made),
        "travel": board.travel,
        "wishing": len(wishing),
        "wished": sum(bool(each.task.preferred & {*each.caregiver_ids}) for each in wishing),
        "knowing": len(knowing),
        "known": sum(bool(each.task.known & {*each.caregiver_ids}) for each in knowing),
        "longest": max(loads),
        "shortest": min(loads),
    }


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]), float(sys.argv[5]))
