"""Routes by PyVRP behind the planner's interface; loaded where it is needed, which web workers never do."""

from service.elderly_care.planner.rules import Routes, Routing
from service.elderly_care.planner.solver import Solved


class PyvrpRoutes:
    """Routes by iterated local search, whose iterations are counted: the same seed finds the same."""

    def improve(
        self, routing: Routing, routes: Routes, *, seed: int, iterations: int, seconds: float
    ) -> Solved:
        """Better routes than these."""
        from service.elderly_care.planner import pyvrp_model  # noqa: PLC0415 - memory that only jobs need

        return pyvrp_model.solved(routing, routes, seed=seed, iterations=iterations, seconds=seconds)
