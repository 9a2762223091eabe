"""What finds good routes: an interface to a solver, so that another can take its place without anybody's noticing.

A house is handed one as `house.providers[RouteSolver]`.
"""

from dataclasses import dataclass
from typing import Protocol

from service.elderly_care.planner.rules import Routes, Routing


@dataclass(frozen=True, slots=True)
class Solved:
    """Routes, whether the search was cut short by the clock, so that it may not come out the same again, and how long it was."""

    routes: Routes
    time_limit_hit: bool
    seconds: float = 0.0


class RouteSolver(Protocol):
    """Improves routes step by step."""

    def improve(
        self, routing: Routing, routes: Routes, *, seed: int, iterations: int, seconds: float
    ) -> Solved:
        """Better routes than these, the same for the same seed; it stops by iterations, by seconds only for safety."""
