"""A proposal is made step by step: it can be stopped, it survives a kill, and what fails is told."""

from typing import Any

import pytest
from sqlalchemy import select

from service.elderly_care.caregivers.models import Caregiver
from service.elderly_care.planner.rules import Routes, Routing
from service.elderly_care.planner.searching import SWEEPS
from service.elderly_care.planner.solver import RouteSolver, Solved
from service.elderly_care.visits.models import Visit
from service.kit import background
from service.kit.background import BackgroundRun
from service.kit.house import House
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.elderly_care.planner.conftest import PATH, Plan, finish, makers


class Breaking:
    """A solver that breaks in a round, as a process does that is killed; then again the real one."""

    def __init__(self, real: RouteSolver, in_round: int) -> None:
        self.real, self.left = real, in_round * SWEEPS

    def improve(self, routing: Routing, routes: Routes, **search: Any) -> Solved:
        self.left -= 1
        if self.left == 0:
            raise RuntimeError("killed")
        return self.real.improve(routing, routes, **search)


class Hurried:
    """A solver whose time is over before it has begun."""

    def improve(self, routing: Routing, routes: Routes, **search: Any) -> Solved:
        return Solved(routes, time_limit_hit=True)


@pytest.fixture
def solver(house: House) -> Any:
    """The solver of the house, put back after the test."""
    real = house.provider(RouteSolver)
    yield real
    house.providers[RouteSolver] = real


def test_it_tells_how_far_it_is(
    day: list[Visit], dispatcher: ApiClient, wish: dict[str, Any], house: House
) -> None:
    asked = dispatcher.post(PATH, wish).json
    assert (asked["status"], asked["progress"]) == ("queued", {"done": 0, "of": 5})

    background.advance(house)
    background.advance(house)

    seen = dispatcher.get(f"{PATH}/{asked['id']}").json
    assert (seen["status"], seen["progress"], seen["routes"]) == ("running", {"done": 2, "of": 5}, [])


def test_it_can_be_stopped_half_way(
    day: list[Visit], dispatcher: ApiClient, wish: dict[str, Any], house: House
) -> None:
    asked = dispatcher.post(PATH, wish).json
    background.advance(house)

    stopped = dispatcher.post(f"{PATH}/{asked['id']}/cancel")
    finish(house)

    assert (stopped.status_code, stopped.json["status"]) == (200, "cancelled")
    assert dispatcher.get(f"{PATH}/{asked['id']}").json["status"] == "cancelled"
    for verb in ("cancel", "apply"):
        refused = dispatcher.post(f"{PATH}/{asked['id']}/{verb}")
        assert (refused.status_code, refused.json["code"]) == (409, "wrong_state")
    assert dispatcher.post(PATH, wish).status_code == 202


def test_a_kill_in_the_middle_changes_nothing_of_what_comes_out(
    day: list[Visit], colleague: Caregiver, plan: Plan, house: House, solver: RouteSolver,
    dispatcher: ApiClient, wish: dict[str, Any], clock: StoppedClock,
) -> None:  # fmt: skip
    undisturbed = plan()
    house.providers[RouteSolver] = Breaking(solver, in_round=3)

    asked = dispatcher.post(PATH, wish).json
    finish(house)
    assert dispatcher.get(f"{PATH}/{asked['id']}").json["progress"] == {"done": 2, "of": 5}
    clock.move(minutes=1)
    finish(house)

    seen = dispatcher.get(f"{PATH}/{asked['id']}").json
    assert seen["status"] == "done"
    assert seen["routes"] == undisturbed["routes"]


def test_what_fails_again_and_again_is_told_and_stands_in_nobodys_way(
    day: list[Visit], house: House, solver: RouteSolver, dispatcher: ApiClient, wish: dict[str, Any],
    clock: StoppedClock,
) -> None:  # fmt: skip
    house.providers[RouteSolver] = None
    asked = dispatcher.post(PATH, wish).json
    for _ in range(6):
        finish(house)
        clock.move(minutes=1)

    assert dispatcher.get(f"{PATH}/{asked['id']}").json["status"] == "failed"
    assert dispatcher.post(f"{PATH}/{asked['id']}/cancel").json["code"] == "wrong_state"
    assert dispatcher.post(PATH, wish).status_code == 202
    assert dispatcher.get(f"{PATH}/{asked['id']}").json["status"] == "failed"


def test_a_search_cut_short_by_the_clock_says_so(
    day: list[Visit], house: House, solver: RouteSolver, plan: Plan
) -> None:
    house.providers[RouteSolver] = Hurried()

    schedule = plan()

    assert schedule["time_limit_hit"] is True
    assert set(makers(schedule)) == {str(each.id) for each in day}


def test_what_is_no_longer_to_be_planned_is_not(
    day: list[Visit], dispatcher: ApiClient, wish: dict[str, Any], house: House, work: UnitOfWork
) -> None:
    asked = dispatcher.post(PATH, wish).json
    background.advance(house)
    dispatcher.post(f"/care/visits/{day[0].id}/cancel", {"reason": "operator"})

    finish(house)

    seen = dispatcher.get(f"{PATH}/{asked['id']}").json
    assert set(makers(seen)) == {str(each.id) for each in day[1:]}
    assert seen["stale"] == []
    assert work.session.scalars(select(BackgroundRun.status)).all() == ["done"]
