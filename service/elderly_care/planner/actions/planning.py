"""The steps of a proposal: each day is improved round by round, then written; each step notes where the next begins.

A step reads the day anew and begins with what the step before has left, so a kill loses one round and no more.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from service.elderly_care.planner import queries, rules
from service.elderly_care.planner.models import CareSchedule, ProposedVisit, UnplacedVisit
from service.elderly_care.planner.rules import ROUNDS, DayProposal, Draft, Kept
from service.elderly_care.planner.searching import improved
from service.elderly_care.planner.solver import RouteSolver, Solved
from service.kit import background
from service.kit.background import BackgroundRun, RunStatus
from service.kit.work import UnitOfWork

# So that the rounds of one day and the days of one proposal are searched differently, and each the same again.
_SEEDS_A_DAY = 1000


@dataclass(frozen=True, slots=True)
class _Round:
    """Which round of which day a step makes, and the day as the round before has left it."""

    day: int
    number: int
    kept: Kept

    @property
    def is_last(self) -> bool:
        return self.number + 1 == ROUNDS


@dataclass(frozen=True, slots=True)
class _Planned:
    """What a round has made of a day: a proposal after the last one, before that what is kept; nothing of an empty day."""

    kept: Kept = ()
    proposal: DayProposal | None = None
    is_day_over: bool = True
    time_limit_hit: bool = False


def step(work: UnitOfWork, run: BackgroundRun) -> bool:
    """One round of one day; whether it was the last of all."""
    told = run.checkpoint
    schedule = work.session.get_one(CareSchedule, UUID(told["schedule_id"]), populate_existing=True)
    present = _Round(told["day"], told["round"], told["kept"])
    planned = _plan(work, schedule, present) if schedule.ended_at is None else _Planned()
    # Only now, so that whoever cancels does not wait for the search.
    work.session.refresh(schedule, with_for_update=True)
    if schedule.ended_at is not None:
        background.cancel(work, run)
        return False
    _note(work, schedule, planned)
    following = _following(present, planned)
    run.checkpoint = {**told, "day": following.day, "round": following.number, "kept": following.kept}
    run.done = schedule.steps_done = following.day * ROUNDS + following.number
    is_last = run.done == schedule.steps
    schedule.status = RunStatus.DONE if is_last else RunStatus.RUNNING
    schedule.ended_at = work.now if is_last else None
    return is_last


def _plan(work: UnitOfWork, schedule: CareSchedule, present: _Round) -> _Planned:
    """A day after one more round."""
    day = queries.day_of(work, schedule, schedule.first_on + timedelta(days=present.day))
    if day is None:
        return _Planned()
    draft = rules.begin(day, present.kept)
    if not draft.routing.openings or not draft.routing.stints:
        return _Planned(proposal=rules.finish(draft.board))
    solved = _improved(work, schedule, present, draft)
    board = rules.follow(draft, solved.routes)
    if present.is_last:
        return _Planned(proposal=rules.finish(board), time_limit_hit=solved.time_limit_hit)
    return _Planned(rules.kept(board), is_day_over=False, time_limit_hit=solved.time_limit_hit)


def _improved(work: UnitOfWork, schedule: CareSchedule, present: _Round, draft: Draft) -> Solved:
    settings = work.house.settings
    return improved(
        work.house.provider(RouteSolver),
        draft.routing,
        draft.routes,
        seed=schedule.seed + present.day * _SEEDS_A_DAY + present.number,
        iterations=-(-settings.care_planner_iterations // ROUNDS),
        seconds=settings.care_planner_seconds / ROUNDS,
    )


def _following(present: _Round, planned: _Planned) -> _Round:
    if planned.is_day_over:
        return _Round(present.day + 1, 0, [])
    return _Round(present.day, present.number + 1, planned.kept)


def _note(work: UnitOfWork, schedule: CareSchedule, planned: _Planned) -> None:
    schedule.time_limit_hit = schedule.time_limit_hit or planned.time_limit_hit
    if planned.proposal is not None:
        _write(work, schedule, planned.proposal)


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
