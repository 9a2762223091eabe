"""How routes are searched: caregivers in small groups, drawn anew for each sweep, so that time and memory grow with the day."""

from dataclasses import dataclass
from random import Random

from service.elderly_care.planner.rules import Part, Routes, Routing, cost, groups, linked, part
from service.elderly_care.planner.solver import RouteSolver, Solved

SWEEPS = 8
"""How often all caregivers have their turn in one search."""

_SEED_BITS = 31


def improved(
    solver: RouteSolver, routing: Routing, routes: Routes, *, seed: int, iterations: int, seconds: float
) -> Solved:
    """The best routes that any sweep has found, these among them; each group is searched by so many iterations in all."""
    search = _Search(solver, Random(seed), -(-iterations // SWEEPS), seconds)  # noqa: S311 - not a secret
    best, present = routes, routes
    for _ in range(SWEEPS):
        present = search.swept(routing, present)
        best = min(best, present, key=lambda each: cost(routing, each))
    return Solved(best, search.is_cut_short)


@dataclass(slots=True)
class _Search:
    """What all sweeps share: each group gets so many iterations, and may take what is left of the seconds of all."""

    solver: RouteSolver
    random: Random
    iterations: int
    seconds_left: float
    is_cut_short: bool = False

    def swept(self, routing: Routing, routes: Routes) -> Routes:
        """Routes after each group has been searched once, beside what the others then have."""
        whole = [list(route) for route in routes]
        for group in groups(routing, whole, self.random):
            piece = part(linked(routing, whole), whole, group)
            if piece.openings:
                piece.put_back(whole, self._found(piece))
        return whole

    def _found(self, piece: Part) -> Routes:
        solved = self.solver.improve(
            piece.routing,
            piece.routes,
            seed=self.random.getrandbits(_SEED_BITS),
            iterations=self.iterations,
            seconds=max(0.0, self.seconds_left),
        )
        self.seconds_left -= solved.seconds
        self.is_cut_short = self.is_cut_short or solved.time_limit_hit
        return solved.routes
