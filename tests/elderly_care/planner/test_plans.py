"""Whatever day it is, a plan breaks no rule: judged by a checker that knows nothing of how it was made."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.elderly_care.planner.pyvrp_routes import PyvrpRoutes
from service.elderly_care.planner.rules import DayProposal, greedy
from service.elderly_care.visits.rules import Stop, is_clash, retimed
from tests.elderly_care.planner.made_days import MadeDay, made_days, two_visits, way

SOLVER = PyvrpRoutes()
_SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@_SLOW
@given(made_days())
def test_no_plan_breaks_a_rule(made: MadeDay) -> None:
    proposal = made.planned(SOLVER)

    assert made.faults(proposal) == []


@_SLOW
@given(made_days())
def test_visits_reckon_the_ways_of_a_plan_as_it_told_them(made: MadeDay) -> None:
    proposal = made.planned(SOLVER)

    for worker in made.day.workers:
        new = [_as_stop(made, proposal, each) for each in proposal.stops if each.caregiver_id == worker.id]
        together = retimed(worker.stops, [*worker.stops, *new], way)
        assert not is_clash(together)
        assert together[len(worker.stops) :] == new


@settings(_SLOW, max_examples=20)
@given(made_days(), st.integers(0, 2**31 - 1))
def test_the_same_seed_makes_the_same_plan(made: MadeDay, seed: int) -> None:
    assert made.planned(SOLVER, seed=seed) == made.planned(SOLVER, seed=seed)


@_SLOW
@given(made_days())
def test_greed_breaks_no_rule_either(made: MadeDay) -> None:
    """Else a plan would be measured by something that nobody could do."""
    board = greedy(made.day)

    taken = {
        (whose, entry.id): (entry.starts, entry.ends)
        for whose, timetable in board.timetables.items()
        for entry in timetable.entries
    }
    assert len(taken) == sum(len(each.entries) for each in board.timetables.values())
    for timetable in board.timetables.values():
        for former, following in zip(timetable.entries, timetable.entries[1:], strict=False):
            assert former.end_grain <= following.first_grain


@pytest.mark.parametrize("spoilt", ["later", "elsewhere", "twice", "left out", "short way"])
def test_the_checker_sees_what_is_wrong(spoilt: str) -> None:
    """A judge who finds no fault in anything proves nothing."""
    made = two_visits()
    proposal = made.planned(SOLVER)
    assert made.faults(proposal) == []
    assert len(proposal.stops) == 2

    assert made.faults(_spoilt(proposal, spoilt)) != []


def _as_stop(made: MadeDay, proposal: DayProposal, each: object) -> Stop:
    [task] = [task for task in made.day.tasks if task.visit_id == each.visit_id]  # type: ignore[attr-defined]
    return Stop(task.visit_id, each.starts_at, each.ends_at, task.where, each.travel_minutes)  # type: ignore[attr-defined]


def _spoilt(proposal: DayProposal, how: str) -> DayProposal:
    first, second = proposal.stops
    changed = {
        "later": [replace(first, starts_at=first.starts_at + timedelta(minutes=5)), second],
        "elsewhere": [replace(first, caregiver_id=UUID(int=7)), second],
        "twice": [first, replace(second, starts_at=first.starts_at, ends_at=first.ends_at)],
        "left out": [first],
        "short way": [first, replace(second, travel_minutes=second.travel_minutes - 1)],
    }
    return replace(proposal, stops=changed[how])
