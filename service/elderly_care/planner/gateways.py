"""What the planner needs of the outside world, and what stands behind it here."""

from service.elderly_care.planner.pyvrp_routes import PyvrpRoutes
from service.elderly_care.planner.solver import RouteSolver
from service.kit.house import House


def hand_in(house: House) -> None:
    """Let routes be found by PyVRP."""
    house.providers[RouteSolver] = PyvrpRoutes()
