"""Routing problems on standard input, one a line, their routes by OR-Tools on standard output; docs/decisions/0029."""

import json
import resource
import sys
from typing import Any

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

_UNPLACED = 100_000
_FORBIDDEN = 1_000_000
_GRAIN_MINUTES = 15


class Problem:
    """The routing model: visits first, then for each stint where it begins and where it ends."""

    def __init__(self, asked: dict[str, Any]) -> None:
        self.asked = asked
        self.openings, self.stints = asked["openings"], asked["stints"]
        begin = len(self.openings)
        places = [each[4] for each in self.openings]
        for _, _, start, end, *_ in self.stints:
            places += [start, end]
        starts = [begin + 2 * number for number in range(len(self.stints))]
        ends = [each + 1 for each in starts]
        self.manager = pywrapcp.RoutingIndexManager(len(places), len(starts), starts, ends)
        self.model = pywrapcp.RoutingModel(self.manager)
        self.minutes = [[self._way(start, end) for end in places] for start in places]
        self._add_costs()
        self._add_time()
        self._add_load()
        for number in range(begin):
            self.model.AddDisjunction([self.manager.NodeToIndex(number)], _UNPLACED)

    def solved(self) -> list[list[int]]:
        search = pywrapcp.DefaultRoutingSearchParameters()
        search.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
        search.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
        search.time_limit.FromMilliseconds(int(self.asked["seconds"] * 1000))
        given = None
        if any(self.asked["routes"]):
            self.model.CloseModelWithParameters(search)
            given = self.model.ReadAssignmentFromRoutes(self.asked["routes"], True)
        if given is None:
            return self._told(self.model.SolveWithParameters(search))
        return self._told(self.model.SolveFromAssignmentWithParameters(given, search))

    def _way(self, start: int | None, end: int | None) -> int:
        return 0 if start is None or end is None else self.asked["ways"][start][end]

    def _add_costs(self) -> None:
        """The minutes of the way, and what speaks against the caregiver; one matrix for all stints of somebody."""
        known: dict[str, int] = {}
        for number, against in enumerate(self.asked["costs"]):
            key = json.dumps(against)
            if key not in known:
                added = [_FORBIDDEN if each is None else each for each in against]
                added += [0] * (2 * len(self.stints))
                matrix = [[way + more for way, more in zip(row, added, strict=True)] for row in self.minutes]
                known[key] = self.model.RegisterTransitMatrix(matrix)
            self.model.SetArcCostEvaluatorOfVehicle(known[key], number)

    def _add_time(self) -> None:
        lengths = [*(each[2] for each in self.openings), *[0] * (2 * len(self.stints))]
        spares = [*[0] * len(self.openings), *(spare for each in self.stints for spare in each[5:])]
        spent = [
            [
                length + max(0, -(-way // _GRAIN_MINUTES) - spare - beyond)
                for way, beyond in zip(row, spares, strict=True)
            ]
            for length, spare, row in zip(lengths, spares, self.minutes, strict=True)
        ]
        zero = min(each[0] for each in [*self.openings, *self.stints])
        last = max(each[1] for each in [*self.openings, *self.stints]) - zero
        self.model.AddDimension(self.model.RegisterTransitMatrix(spent), last, last, False, "time")
        time = self.model.GetDimensionOrDie("time")
        for number, (first, until, *_) in enumerate(self.openings):
            time.CumulVar(self.manager.NodeToIndex(number)).SetRange(first - zero, max(first, until) - zero)
        for number, (begins, ends, *_) in enumerate(self.stints):
            for index in (self.model.Start(number), self.model.End(number)):
                time.CumulVar(index).SetRange(begins - zero, ends - zero)

    def _add_load(self) -> None:
        shares = [*(each[3] for each in self.openings), *[0] * (2 * len(self.stints))]
        load = self.model.RegisterUnaryTransitVector(shares)
        rooms = [each[4] for each in self.stints]
        self.model.AddDimensionWithVehicleCapacity(load, 0, rooms, True, "load")

    def _told(self, solution: Any) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in self.stints]
        if solution is None:
            return found
        for number, route in enumerate(found):
            index = solution.Value(self.model.NextVar(self.model.Start(number)))
            while not self.model.IsEnd(index):
                route.append(self.manager.IndexToNode(index))
                index = solution.Value(self.model.NextVar(index))
        return found


if __name__ == "__main__":
    for line in sys.stdin:
        routes = Problem(json.loads(line)).solved()
        used = resource.getrusage(resource.RUSAGE_SELF)
        told = {
            "routes": routes,
            "processor": used.ru_utime + used.ru_stime,
            "megabytes": used.ru_maxrss // 1024,
        }
        print(json.dumps(told), flush=True)
