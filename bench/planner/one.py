"""Plan one made-up day with one solver and tell what it took; run by `bench.planner` in a process of its own."""

import json
import resource
import sys
import time
from importlib import import_module

from bench.planner.days import made_day
from config import load
from service.elderly_care.planner.rules import (
    ROUNDS,
    Board,
    begin,
    finish,
    greedy,
    kept,
    restored,
    strangeness,
)
from service.elderly_care.planner.solver import RouteSolver

_SOLVERS = {
    "pyvrp": ("service.elderly_care.planner.pyvrp_routes", "PyvrpRoutes"),
    "ortools": ("bench.planner.ortools_routes", "OrtoolsRoutes"),
}
# OR-Tools has no iterations that could be compared: it gets the time that PyVRP takes, or a little more.
_SECONDS = {50: 4, 200: 16, 800: 40}


def main(name: str, visits: int, caregivers: int) -> None:
    settings = load(env="testing", database_url="postgresql://nobody@localhost/nothing")
    day = made_day(visits, caregivers, settings)
    module, found = _SOLVERS[name]
    solver: RouteSolver = getattr(import_module(module), found)()
    iterations = settings.care_planner_iterations // ROUNDS
    began = time.perf_counter()
    board, told = None, {}
    for number in range(ROUNDS):
        board, routing = begin(day)
        routes = restored(routing, told)
        seconds = _SECONDS[visits] / ROUNDS if name == "ortools" else settings.care_planner_seconds
        routes = solver.improve(routing, routes, seed=number, iterations=iterations, seconds=seconds).routes
        told = kept(routing, routes)
    finish(board, routing, routes)
    took = time.perf_counter() - began
    apart = getattr(solver, "megabytes", 0)
    by_greed = greedy(day)
    print(
        json.dumps(
            {
                "solver": name,
                "visits": visits,
                "caregivers": caregivers,
                "seconds": took,
                "megabytes": apart or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "travel": board.travel,
                "placed": len(board.placements),
                "greedy_travel": by_greed.travel,
                "greedy_placed": len(by_greed.placements),
                "strange": _strange(board),
                "greedy_strange": _strange(by_greed),
            }
        )
    )


def _strange(board: Board) -> int:
    return sum(
        any(strangeness(each.task, caregiver_id) for caregiver_id in each.caregiver_ids)
        for each in board.placements
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
