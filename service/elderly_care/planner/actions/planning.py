"""The steps of a proposal: each day is improved round by round, then written; each step notes where the next begins.

A step reads the day anew and begins with the routes of the step before, so a kill loses one round and no more.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from service.elderly_care.planner import queries, rules
from service.elderly_care.planner.models import CareSchedule, ProposedVisit, UnplacedVisit
from service.elderly_care.planner.rules import ROUNDS, DayProposal, Routes, Routing
from service.elderly_care.planner.solver import RouteSolver
from service.kit.background import BackgroundRun, RunStatus
from service.kit.work import UnitOfWork

# So that the rounds of one day and the days of one proposal are searched differently, and each the same again.
_SEEDS_A_DAY = 1000


@dataclass(frozen=True, slots=True)
class _Round:
    """Which round of which day a step makes, and the routes that it begins with."""

    day: int
    number: int
    routes: list[Any]

    @property
    def is_last(self) -> bool:
        return self.number + 1 == ROUNDS


def step(work: UnitOfWork, run: BackgroundRun) -> bool:
    """One round of one day; whether it was the last of all."""
    told = run.checkpoint
    schedule = work.session.get_one(CareSchedule, UUID(told["schedule_id"]), with_for_update=True)
    present = _Round(told["day"], told["round"], told["routes"])
    routes = _plan(work, schedule, present)
    following = _following(present, routes)
    run.checkpoint = {**told, "day": following.day, "round": following.number, "routes": following.routes}
    run.done = schedule.steps_done = following.day * ROUNDS + following.number
    is_last = run.done == schedule.steps
    schedule.status = RunStatus.DONE if is_last else RunStatus.RUNNING
    schedule.ended_at = work.now if is_last else None
    return is_last


def _plan(work: UnitOfWork, schedule: CareSchedule, present: _Round) -> list[Any] | None:
    """Improve a day's routes, and write them after the last round; None when the day is written, or has nothing to plan."""
    day = queries.day_of(work, schedule, schedule.first_on + timedelta(days=present.day))
    if day is None:
        return None
    board, routing = rules.begin(day)
    routes: Routes = rules.restored(routing, {(each[0], each[1]): each[2] for each in present.routes})
    if routing.openings and routing.stints:
        routes = _improved(work, schedule, present, routing, routes)
        if not present.is_last:
            return [[*key, visit_ids] for key, visit_ids in rules.kept(routing, routes).items()]
    _write(work, schedule, rules.finish(board, routing, routes))
    return None


def _improved(
    work: UnitOfWork, schedule: CareSchedule, present: _Round, routing: Routing, routes: Routes
) -> Routes:
    settings = work.house.settings
    solved = work.house.provider(RouteSolver).improve(
        routing,
        routes,
        seed=schedule.seed + present.day * _SEEDS_A_DAY + present.number,
        iterations=-(-settings.care_planner_iterations // ROUNDS),
        seconds=settings.care_planner_seconds / ROUNDS,
    )
    schedule.time_limit_hit = schedule.time_limit_hit or solved.time_limit_hit
    return solved.routes


def _following(present: _Round, routes: list[Any] | None) -> _Round:
    if routes is None:
        return _Round(present.day + 1, 0, [])
    return _Round(present.day, present.number + 1, routes)


def _write(work: UnitOfWork, schedule: CareSchedule, proposal: DayProposal) -> None:
    work.session.add_all(
        ProposedVisit(
            schedule_id=schedule.id,
            visit_id=stop.visit_id,
            caregiver_id=stop.caregiver_id,
            visit_version=stop.version,
            arrives_at=stop.arrives_at,
            starts_at=stop.starts_at,
            ends_at=stop.ends_at,
            travel_minutes=stop.travel_minutes,
        )
        for stop in proposal.stops
    )
    work.session.add_all(
        UnplacedVisit(schedule_id=schedule.id, visit_id=each.visit_id, reason_code=each.reason)
        for each in proposal.unplaced
    )
    schedule.travel_minutes += proposal.travel_minutes
    schedule.greedy_travel_minutes += proposal.greedy_travel_minutes
    schedule.greedy_unplaced += proposal.greedy_unplaced
