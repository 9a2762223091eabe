"""The routing problem as PyVRP takes it: each stint a vehicle, each visit a client that may be left out at a high price.

Time is in grains, which makes every beginning a quarter of an hour; distance is in minutes of the way, to which is added
what speaks against the caregiver.
"""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyvrp
from pyvrp.search import (
    OPERATORS,
    LocalSearch,
    NeighbourhoodParams,
    PerturbationManager,
    PerturbationParams,
    compute_neighbours,
)
from pyvrp.stop import MaxIterations, MaxRuntime, MultipleCriteria

from service.elderly_care.planner.rules import Routes, Routing, Stint
from service.elderly_care.planner.solver import Solved
from service.kit.grains import GRAIN_MINUTES

# A visit is left out rather than given to who may not come, and never because the way is long.
_LEFT_OUT = 100_000
_FORBIDDEN = 1_000_000
# For some dozens of visits and a few hundred iterations, where PyVRP's own are for thousands: how many neighbours of a visit
# are tried, how many visits are moved before each descent, and how long a worse way is remembered (bench/PLANNER.md).
_NEIGHBOURS, _MOST_SHAKEN, _MEMORY = 20, 8, 20
# A square of whole numbers, for which PyVRP and numpy have different types.
_Matrix = Any
_Profile = tuple[int | None, ...]
# Where a stint begins or ends, and the grains beyond it in which the way there is made.
_Depot = tuple[int, int]
# The depot of who comes from anywhere and goes anywhere.
_ANYWHERE = 0


def solved(routing: Routing, routes: Routes, *, seed: int, iterations: int, seconds: float) -> Solved:
    """Better routes than these, by at most so many iterations."""
    problem = _Problem(routing)
    limits = MultipleCriteria([MaxIterations(iterations), MaxRuntime(seconds)])
    with warnings.catch_warnings():
        # It warns of penalties that it can not raise any more, where nothing fits: what is left out has a reason of ours.
        warnings.simplefilter("ignore")
        result = _search(problem, routes, seed).run(limits, collect_stats=False)
    return Solved(
        problem.routes(result.best),
        time_limit_hit=result.num_iterations < iterations,
        seconds=result.runtime,
    )


def _search(problem: "_Problem", routes: Routes, seed: int) -> pyvrp.IteratedLocalSearch:
    """What `pyvrp.solve` makes, but that routes which are given are improved as a whole before they are shaken."""
    data = problem.data
    random = pyvrp.RandomNumberGenerator(seed=seed)
    neighbours = compute_neighbours(data, NeighbourhoodParams(num_neighbours=_NEIGHBOURS))
    descent = LocalSearch(data, random, neighbours, PerturbationManager(PerturbationParams(1, _MOST_SHAKEN)))
    for operator in OPERATORS:
        if operator.supports(data):
            descent.add_operator(operator(data))
    penalty = pyvrp.PenaltyParams()
    penalties = pyvrp.PenaltyManager(penalty.midpoint_penalties(data), penalty)
    first = problem.solution(routes) if any(routes) else pyvrp.Solution.make_random(data, random)
    return pyvrp.IteratedLocalSearch(
        data,
        penalties,
        descent,
        descent(first, penalties.max_cost_evaluator(), exhaustive=True),
        pyvrp.IteratedLocalSearchParams(history_length=_MEMORY),
    )


class _Problem:
    """The problem with the places of its depots: locations are depots first, then visits."""

    def __init__(self, routing: Routing) -> None:
        self.routing = routing
        known = sorted({each for stint in routing.stints for each in self._ends(stint) if each is not None})
        self.depots = {depot: 1 + number for number, depot in enumerate(known)}
        self.first_visit = 1 + len(known)
        self.zero = min(
            [*(each.first for each in routing.openings), *(each.begins for each in routing.stints)]
        )
        self.minutes = self._minutes([place for place, _ in known])
        self.profiles = list(
            dict.fromkeys(tuple(routing.costs[each.caregiver_id]) for each in routing.stints)
        )
        self.data = pyvrp.ProblemData(
            locations=[pyvrp.Location(0, 0)] * (self.first_visit + len(routing.openings)),
            clients=self._clients(),
            depots=[pyvrp.Depot(location) for location in range(self.first_visit)],
            vehicle_types=[self._vehicle(stint) for stint in routing.stints],
            distance_matrices=[self._distances(profile) for profile in self.profiles],
            duration_matrices=[self._durations([spare for _, spare in known])] * len(self.profiles),
        )

    def solution(self, routes: Routes) -> pyvrp.Solution:
        """Routes as PyVRP has them."""
        return pyvrp.Solution(
            self.data,
            [pyvrp.Route(self.data, list(route), number) for number, route in enumerate(routes) if route],
        )

    def routes(self, solution: pyvrp.Solution) -> Sequence[Sequence[int]]:
        """Routes as the planner has them."""
        found: list[list[int]] = [[] for _ in self.routing.stints]
        for route in solution.routes():
            found[route.vehicle_type()] = [each.idx for each in route if each.is_client()]
        return found

    def _minutes(self, depots: Sequence[int]) -> _Matrix:
        """The ways between all locations; those of the depot anywhere take no time."""
        visits = [self.routing.place(each.task.where) for each in self.routing.openings]
        ways = np.pad(np.array(self.routing.ways, dtype=np.int64), ((0, 1), (0, 1)))
        places = np.array([len(self.routing.ways), *depots, *visits])
        minutes = ways[np.ix_(places, places)]
        np.fill_diagonal(minutes, 0)
        return minutes

    def _durations(self, spares: Sequence[int]) -> _Matrix:
        """The grains that ways take of a stint: those from and to what lies beyond a break only what the break has not."""
        grains = -(-self.minutes // GRAIN_MINUTES)
        spare = np.zeros(len(grains), dtype=np.int64)
        spare[1 : self.first_visit] = spares
        return np.maximum(0, grains - spare[:, None] - spare[None, :])

    def _distances(self, profile: _Profile) -> _Matrix:
        """The ways of a caregiver, longer by what speaks against them where they arrive."""
        against = np.array([_FORBIDDEN if each is None else each for each in profile], dtype=np.int64)
        distances = self.minutes.copy()
        distances[:, self.first_visit :] += against
        np.fill_diagonal(distances, 0)
        return distances

    def _clients(self) -> list[pyvrp.Client]:
        return [
            pyvrp.Client(
                self.first_visit + number,
                delivery=[each.task.minutes],
                service_duration=each.task.length,
                tw_early=each.first - self.zero,
                tw_late=max(each.first, each.last) - self.zero,
                prize=_LEFT_OUT,
                required=False,
            )
            for number, each in enumerate(self.routing.openings)
        ]

    def _vehicle(self, stint: Stint) -> pyvrp.VehicleType:
        start, end = (_ANYWHERE if each is None else self.depots[each] for each in self._ends(stint))
        return pyvrp.VehicleType(
            capacity=[stint.room],
            start_depot=start,
            end_depot=end,
            tw_early=stint.begins - self.zero,
            tw_late=stint.ends - self.zero,
            profile=self.profiles.index(tuple(self.routing.costs[stint.caregiver_id])),
        )

    def _ends(self, stint: Stint) -> tuple[_Depot | None, _Depot | None]:
        start, end = self.routing.place(stint.start), self.routing.place(stint.end)
        return (
            None if start is None else (start, stint.spare_before),
            None if end is None else (end, stint.spare_after),
        )
