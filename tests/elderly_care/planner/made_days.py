"""Days as hypothesis makes them up, as the planner is told of them and as the checker is."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from hypothesis import strategies as st

from service.elderly_care.caregivers.rules import CaregiverFacts, CertificateDays, WorkingTime
from service.elderly_care.planner.rules import (
    Day,
    DayProposal,
    Kept,
    Task,
    Ways,
    Worker,
    begin,
    finish,
    follow,
    kept,
    minute_of,
    moment_at,
)
from service.elderly_care.planner.searching import improved
from service.elderly_care.planner.solver import RouteSolver
from service.elderly_care.rules import Point
from service.elderly_care.visits.rules import Stop, Where
from service.kit.clock import at_local
from tests.elderly_care.planner.checker import Answered, Asked, Standing, World, faults

TODAY = date(2026, 3, 3)
MIDNIGHT = minute_of(at_local(TODAY))
_SHIFTS = (
    ((8 * 60, 17 * 60),),
    ((8 * 60, 12 * 60), (13 * 60, 17 * 60)),
    ((7 * 60 + 10, 11 * 60 + 50),),
    ((14 * 60, 25 * 60),),
    (),
)
# So far apart that the longest way of the town lies between.
_STANDING = ((10 * 60, 11 * 60), (12 * 60 + 30, 13 * 60 + 10))


def way(start: Point | None, end: Point | None) -> int:
    """Minutes between two places of the made-up town."""
    if start is None or end is None:
        return 15
    return 3 + int(1000 * (abs(start.latitude - end.latitude) + abs(start.longitude - end.longitude)))


@dataclass(frozen=True)
class MadeDay:
    """One day, told twice."""

    day: Day
    world: World

    def planned(self, solver: RouteSolver, *, seed: int = 1, iterations: int = 30) -> DayProposal:
        """What the planner makes of it."""
        return planned(self.day, solver, seed=seed, iterations=iterations)

    def faults(self, proposal: DayProposal) -> list[str]:
        """What the checker finds wrong with a plan."""
        stops = [
            Answered(
                visit=str(each.visit_id),
                caregiver=str(each.caregiver_id),
                arrives=minute_of(each.arrives_at),
                starts=minute_of(each.starts_at),
                ends=minute_of(each.ends_at),
                travel=each.travel_minutes,
            )
            for each in proposal.stops
        ]
        left = [str(each.visit_id) for each in proposal.unplaced]
        return faults(self.world, stops, left, proposal.travel_minutes)


def planned(day: Day, solver: RouteSolver, *, seed: int = 1, iterations: int = 30) -> DayProposal:
    """A day as it is planned in two rounds."""
    told: Kept = ()
    for number in range(2):
        draft = begin(day, told)
        solved = improved(
            solver, draft.routing, draft.routes, seed=seed + number, iterations=iterations, seconds=60
        )
        board = follow(draft, solved.routes)
        told = kept(board)
    return finish(board)


@st.composite
def made_days(draw: st.DrawFn) -> MadeDay:
    """A day of some caregivers and visits, with windows, skills, wishes, absences, and what stands."""
    places = [_point(draw) for _ in range(draw(st.integers(1, 8)))]
    workers = [_worker(draw, number, places) for number in range(draw(st.integers(1, 4)))]
    tasks = [_task(draw, number, places, workers) for number in range(draw(st.integers(1, 12)))]
    taken = _elders_own(draw, len(places))
    return MadeDay(Day(tasks, workers, Ways(way), taken), _world(places, workers, tasks, taken))


def _point(draw: st.DrawFn) -> Point:
    return Point(29.9 + draw(st.integers(0, 40)) / 1000, 121.7 + draw(st.integers(0, 40)) / 1000)


def _worker(draw: st.DrawFn, number: int, places: list[Point]) -> Worker:
    spans = draw(st.sampled_from(_SHIFTS))
    expires = draw(st.sampled_from((TODAY - timedelta(days=1), TODAY)))
    skills = draw(st.sampled_from((frozenset[str](), frozenset({"bathing"}))))
    facts = CaregiverFacts(
        id=made_id(1, number),
        organisation_id=made_id(0, 0),
        account_id=made_id(2, number),
        name=f"护理员{number}",
        skills=skills,
        certificates=tuple(CertificateDays(skill, TODAY - timedelta(days=9), expires) for skill in skills),
        shifts=tuple(WorkingTime(TODAY.isoweekday(), *span) for span in spans),
        left_on=None,
    )
    stops: list[Stop] = []
    for each in range(draw(st.integers(0, 2))):
        starts, ends = (MIDNIGHT + minute for minute in _STANDING[each])
        there = _where(draw(st.integers(0, len(places) - 1)), places)
        travel = way(stops[-1].where.place, there.place) if stops and stops[-1].where else 0
        same = bool(stops) and stops[-1].where == there
        stops.append(
            Stop(
                made_id(3, number * 10 + each),
                moment_at(starts),
                moment_at(ends),
                there,
                0 if same else travel,
            )
        )
    absences = draw(st.sampled_from(((), ((MIDNIGHT + 14 * 60, MIDNIGHT + 16 * 60),))))
    return Worker(facts=facts, stops=stops, absences=absences)


def _task(draw: st.DrawFn, number: int, places: list[Point], workers: list[Worker]) -> Task:
    elder = draw(st.integers(0, len(places) - 1))
    opens = draw(st.integers(7 * 4, 17 * 4))
    minutes = draw(st.sampled_from((10, 30, 45, 60, 90)))
    length = draw(st.integers(0, 16))
    some = st.frozensets(st.sampled_from([each.id for each in workers]), max_size=2)
    is_call = draw(st.integers(0, 9)) == 0
    return Task(
        visit_id=made_id(4, number),
        version=1,
        elder_id=made_id(5, elder),
        where=None if is_call else _where(elder, places),
        minutes=minutes,
        first=MIDNIGHT // 15 + opens,
        last=MIDNIGHT // 15 + opens + length,
        lacking=draw(st.sampled_from((1, 1, 1, 2))),
        skills=draw(st.sampled_from((frozenset(), frozenset(), frozenset({"bathing"})))),
        refused=draw(some) if draw(st.booleans()) else frozenset(),
        preferred=draw(some),
        known=draw(some),
    )


def _elders_own(draw: st.DrawFn, elders: int) -> dict[UUID, dict[int, UUID]]:
    """What elders have to do besides, with another operator."""
    if draw(st.booleans()):
        return {}
    first = MIDNIGHT // 15 + draw(st.integers(8 * 4, 12 * 4))
    return {
        made_id(5, draw(st.integers(0, elders - 1))): dict.fromkeys(range(first, first + 4), made_id(6, 0))
    }


def _world(
    places: list[Point], workers: list[Worker], tasks: list[Task], taken: dict[UUID, dict[int, UUID]]
) -> World:
    by_name = {str(made_id(5, number)): point for number, point in enumerate(places)}
    return World(
        visits={
            str(task.visit_id): Asked(
                elder=str(task.elder_id),
                place=str(task.where.at) if task.where else None,
                opens=task.first * 15,
                closes=task.last * 15 + task.minutes,
                minutes=task.minutes,
                needed=task.lacking,
                makers=frozenset(str(each.id) for each in workers if _may(each, task)),
            )
            for task in tasks
        },
        shifts={
            str(each.id): [(MIDNIGHT + shift.starts, MIDNIGHT + shift.ends) for shift in each.facts.shifts]
            or [(MIDNIGHT - 1440, MIDNIGHT + 2880)]
            for each in workers
        },
        absences={str(each.id): each.absences for each in workers},
        standing=[
            Standing(
                caregiver=str(each.id),
                place=str(stop.where.at) if stop.where else None,
                starts=minute_of(stop.starts_at),
                ends=minute_of(stop.ends_at),
            )
            for each in workers
            for stop in each.stops
        ],
        elders={str(elder): [(min(grains) * 15, (max(grains) + 1) * 15)] for elder, grains in taken.items()},
        ways=lambda start, end: way(by_name[start], by_name[end]),
    )


def _may(worker: Worker, task: Task) -> bool:
    has_paper = any(
        each.skill == "bathing" and each.expires_on >= TODAY for each in worker.facts.certificates
    )
    return worker.id not in task.refused and (not task.skills or has_paper)


def _where(elder: int, places: list[Point]) -> Where:
    return Where(made_id(5, elder), places[elder])


def made_id(kind: int, number: int) -> UUID:
    """The id of one of some kind."""
    return UUID(int=(kind << 64) + number + 1)


def two_visits() -> MadeDay:
    """One caregiver, and two visits some way apart."""
    places = [Point(29.9, 121.7), Point(29.92, 121.7)]
    facts = CaregiverFacts(
        made_id(1, 0),
        made_id(0, 0),
        made_id(2, 0),
        "周护理员",
        frozenset(),
        (),
        (WorkingTime(2, 8 * 60, 17 * 60),),
        None,
    )
    first = MIDNIGHT // 15 + 9 * 4
    tasks = [
        Task(
            visit_id=made_id(4, number),
            version=1,
            elder_id=made_id(5, number),
            where=_where(number, places),
            minutes=60,
            first=first,
            last=first + 8,
        )
        for number in range(2)
    ]
    workers = [Worker(facts=facts)]
    return MadeDay(Day(tasks, workers, Ways(way)), _world(places, workers, tasks, {}))
