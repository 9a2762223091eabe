"""How routes are searched: in small groups, by all ways that count, and the same again wherever that is done."""

import os
import subprocess
import sys
from dataclasses import replace
from random import Random
from typing import Any

from service.elderly_care.caregivers.rules import CaregiverFacts, WorkingTime
from service.elderly_care.planner.pyvrp_routes import PyvrpRoutes
from service.elderly_care.planner.rules import (
    MOST_CAREGIVERS,
    Day,
    Routes,
    Routing,
    Task,
    Ways,
    Worker,
    begin,
    cost,
    groups,
)
from service.elderly_care.planner.searching import improved
from service.elderly_care.planner.solver import Solved
from service.elderly_care.rules import Point
from service.elderly_care.visits.rules import Where
from tests.elderly_care.planner.made_days import MIDNIGHT, made_id, planned, way

_DAY = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
_CAREGIVERS, _VISITS = 20, 90


class Mirror:
    """A solver that turns every route around, and remembers how much it was asked at once."""

    def __init__(self) -> None:
        self.stints: list[int] = []

    def improve(self, routing: Routing, routes: Routes, **search: Any) -> Solved:
        self.stints.append(len({each.caregiver_id for each in routing.stints}))
        return Solved([list(reversed(route)) for route in routes], time_limit_hit=False)


class Slow:
    """A solver that takes a second for everything, if it has that."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def improve(self, routing: Routing, routes: Routes, *, seconds: float, **search: Any) -> Solved:
        self.seconds.append(seconds)
        return Solved(routes, time_limit_hit=seconds < 1, seconds=1)


def worker(number: int) -> Worker:
    spans = tuple(WorkingTime(2, *span) for span in _DAY)
    facts = CaregiverFacts(
        made_id(1, number), made_id(0, 0), made_id(2, number), f"护理员{number}", frozenset(), (), spans, None
    )
    return Worker(facts=facts)


def task(number: int, place: Point, *, opens: int, quarters: int = 8, lacking: int = 1) -> Task:
    elder, first = made_id(5, number), (MIDNIGHT + opens) // 15
    return Task(
        visit_id=made_id(4, number),
        version=1,
        elder_id=elder,
        where=Where(elder, place),
        minutes=30,
        first=first,
        last=first + quarters,
        lacking=lacking,
    )


def town() -> Day:
    """Twenty caregivers and ninety visits."""
    random = Random(5)
    places = [Point(29.9 + random.random() / 40, 121.7 + random.random() / 40) for _ in range(_VISITS)]
    tasks = [
        task(number, place, opens=15 * random.randrange(8 * 4, 14 * 4), lacking=1 + (number % 30 == 0))
        for number, place in enumerate(places)
    ]
    return Day(tasks, [worker(number) for number in range(_CAREGIVERS)], Ways(way))


def test_a_way_over_a_break_counts() -> None:
    """First near, then far: so that nobody has to go back to where the afternoon's visit is."""
    near, far = Point(29.9, 121.7), Point(29.93, 121.7)
    tasks = [
        task(0, far, opens=9 * 60),
        task(1, near, opens=9 * 60 + 15),
        replace(task(2, far, opens=13 * 60), elder_id=made_id(5, 0), where=Where(made_id(5, 0), far)),
    ]
    day = Day(tasks, [worker(0)], Ways(way))

    proposal = planned(day, PyvrpRoutes(), iterations=80)

    assert [each.visit_id for each in proposal.stops] == [
        tasks[1].visit_id,
        tasks[0].visit_id,
        tasks[2].visit_id,
    ]
    assert (proposal.travel_minutes, proposal.greedy_travel_minutes) == (way(near, far), 2 * way(near, far))


def test_what_needs_two_is_put_anew_where_it_costs_least_among_the_others() -> None:
    """Alone it is made at nine, before the ways of both; better after what is made at two, when one has long been free."""
    here, there = Point(29.9, 121.7), Point(29.93, 121.7)
    both = task(0, here, opens=9 * 60, quarters=24, lacking=2)
    others = [
        task(1, there, opens=11 * 60, quarters=0),
        task(2, there, opens=11 * 60, quarters=0),
        replace(task(3, here, opens=14 * 60, quarters=0), elder_id=both.elder_id, where=both.where),
    ]
    day = Day([both, *others], [worker(0), worker(1)], Ways(way))

    proposal = planned(day, PyvrpRoutes(), iterations=80)

    assert proposal.unplaced == []
    assert proposal.travel_minutes == way(here, there)
    assert proposal.greedy_travel_minutes == 3 * way(here, there)


def test_groups_are_small_and_everybody_is_in_one() -> None:
    draft = begin(town())
    everybody = sorted(each.id for each in draft.board.day.workers)

    first, again, other = (groups(draft.routing, draft.routes, Random(seed)) for seed in (1, 1, 2))

    assert sorted(whose for group in first for whose in group) == everybody
    assert all(len(group) <= MOST_CAREGIVERS for group in first)
    assert first == again != other


def test_no_visit_is_lost_or_made_twice_between_the_groups() -> None:
    draft, mirror = begin(town()), Mirror()

    found = improved(mirror, draft.routing, draft.routes, seed=1, iterations=40, seconds=60)

    assert max(mirror.stints) <= MOST_CAREGIVERS
    routed = sorted(number for route in found.routes for number in route)
    assert routed == sorted(number for route in draft.routes for number in route)


def test_what_is_worse_than_what_there_was_is_not_taken() -> None:
    """Turned around, the routes miss their windows or have longer ways: greed's stay."""
    draft = begin(town())

    found = improved(Mirror(), draft.routing, draft.routes, seed=1, iterations=40, seconds=60)

    again = improved(PyvrpRoutes(), draft.routing, draft.routes, seed=1, iterations=400, seconds=60)
    assert cost(draft.routing, found.routes) <= cost(draft.routing, draft.routes)
    assert cost(draft.routing, again.routes) < cost(draft.routing, draft.routes)


def test_groups_share_the_seconds_and_whoever_comes_too_late_says_so() -> None:
    draft, slow = begin(town()), Slow()

    found = improved(slow, draft.routing, draft.routes, seed=1, iterations=40, seconds=5)

    assert found.time_limit_hit
    assert slow.seconds[:7] == [5, 4, 3, 2, 1, 0, 0]


def test_the_same_seed_makes_the_same_plan_in_another_process() -> None:
    script = (
        "from tests.elderly_care.planner.test_searching import PyvrpRoutes, planned, town\n"
        "print(planned(town(), PyvrpRoutes(), seed=7, iterations=40))"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", script],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]

    assert told[0] == told[1]
    assert "ProposedStop" in told[0]
