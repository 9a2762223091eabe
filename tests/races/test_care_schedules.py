"""Plans that are asked for, applied and cancelled while others do the same: one of them counts, and nothing is half done."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from service.elderly_care.planner import actions
from service.elderly_care.planner.models import CareSchedule, ProposedVisit
from service.elderly_care.planner.rules import Routes, Routing
from service.elderly_care.planner.solver import RouteSolver, Solved
from service.elderly_care.visits import actions as visits
from service.elderly_care.visits import queries as visits_queries
from service.elderly_care.visits.actions import Wish
from service.elderly_care.visits.models import Assignment
from service.elderly_care.visits.rules import VisitCancellation
from service.kit import background
from service.kit.actor import SYSTEM, Actor, ActorKind, Duty, Role
from service.kit.background import BackgroundRun
from service.kit.clock import at_local, local_date
from service.kit.constraints import refusal_of
from service.kit.edge import run_in_work, unit_of_work
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation
from tests.elderly_care.visits.promises import check_promises
from tests.factories import accounts, care
from tests.factories.cared import cared
from tests.races.conftest import Race

VISITS = 6


class Waiting:
    """A solver that tells when it searches, and then waits until it is let go."""

    def __init__(self) -> None:
        self.searches, self.let_go = Event(), Event()

    def improve(self, routing: Routing, routes: Routes, **search: Any) -> Solved:
        self.searches.set()
        assert self.let_go.wait(20)
        return Solved(routes, time_limit_hit=False)


@dataclass(frozen=True)
class Scene:
    """An operator whose tomorrow nobody has planned, and the dispatcher who has it planned."""

    house: House
    actor: Actor
    operator_id: UUID
    visits: list[UUID]
    people: list[UUID]
    day: date

    def act(self, do: Callable[[UnitOfWork], Any]) -> Any:
        """Do it as a request does: once more after a deadlock, and with a broken constraint as the refusal it means."""
        try:
            return run_in_work(self.house, do, self.actor)
        except IntegrityError as broken:
            refusal = refusal_of(broken)
            if refusal is None:
                raise
            raise refusal from broken

    def ask(self, days: int = 1) -> UUID:
        until = self.day + timedelta(days=days - 1)
        wanted: dict[str, Any] = {
            "organisation_id": self.operator_id,
            "from_": self.day,
            "to": until,
            "seed": 7,
        }
        found: UUID = self.act(lambda work: actions.ask(work, **wanted).id)
        return found

    def planned(self) -> UUID:
        schedule_id = self.ask()
        self.work_off()
        return schedule_id

    def work_off(self) -> None:
        while background.advance(self.house):
            pass

    def apply(self, schedule_id: UUID) -> str:
        self.act(lambda work: actions.apply(work, schedule_id).id)
        return "applied"

    def cancel(self, schedule_id: UUID) -> str:
        self.act(lambda work: actions.cancel(work, schedule_id).id)
        return "cancelled"

    def give(self, number: int, person: int, quarter: int) -> str:
        starts_at = at_local(self.day) + timedelta(hours=8, minutes=15 * quarter)
        wish = Wish(self.visits[number], [self.people[person]], starts_at)
        self.act(lambda work: [each.id for each in visits.arrange(work, [wish])])
        return "given"

    def call_off(self, number: int) -> str:
        what = self.visits[number]
        self.act(lambda work: visits.cancel(work, what, reason=VisitCancellation.OPERATOR).id)
        return "called off"

    def schedule(self, schedule_id: UUID) -> CareSchedule:
        with unit_of_work(self.house, SYSTEM) as work:
            return work.session.get_one(CareSchedule, schedule_id)

    def run_status(self, schedule_id: UUID) -> str:
        with unit_of_work(self.house, SYSTEM) as work:
            query = select(BackgroundRun.status).join(CareSchedule, CareSchedule.run_id == BackgroundRun.id)
            return str(work.session.scalar(query.where(CareSchedule.id == schedule_id)))

    def check(self) -> int:
        """How many visits stand; all that stands keeps the promises of visits."""
        with unit_of_work(self.house, SYSTEM) as work:
            check_promises(work)
            return len(visits_queries.caregiver_ids_of(work, self.visits))


@pytest.fixture
def scene(racing_house: House) -> Scene:
    house = replace(racing_house, providers={**racing_house.providers})
    with unit_of_work(house, SYSTEM) as work:
        operator = care.operator(work)
        contract, service = care.contract(work, operator), care.service(work, minutes=30)
        day = local_date(work.now) + timedelta(days=1)
        made = [
            cared(work, contract, service, window=(8 * 60, 16 * 60)).visit(work, on=day).id
            for _ in range(VISITS)
        ]
        people = [care.caregiver(work, operator).id for _ in range(2)]
        account = accounts.staff(work, Role.DISPATCHER, organisation_id=operator.id)
        duties = (Duty(Role.DISPATCHER, organisation_id=operator.id),)
        actor = Actor(ActorKind.STAFF, account_id=account.id, duties=duties)
        return Scene(house, actor, operator.id, made, people, day)


def test_of_many_who_ask_for_the_same_days_at_once_one_is_heard(scene: Scene, race: Race) -> None:
    answers = race([partial(scene.ask, days) for days in (1, 2, 3, 1, 2, 3, 1, 2)])

    refused = [each for each in answers if each == "schedule_under_way"]
    assert len(refused) == len(answers) - 1
    with unit_of_work(scene.house, SYSTEM) as work:
        assert work.session.scalar(select(func.count()).select_from(CareSchedule)) == 1
        assert work.session.scalar(select(func.count()).select_from(BackgroundRun)) == 1


def test_a_proposal_that_many_apply_at_once_is_applied_once(scene: Scene, race: Race) -> None:
    schedule_id = scene.planned()

    answers = race([partial(scene.apply, schedule_id)] * 6)

    assert Counter(answers) == {"applied": 1, "wrong_state": 5}
    assert scene.check() == VISITS


@pytest.mark.parametrize("meanwhile", ["given elsewhere", "called off"])
def test_what_a_dispatcher_changes_while_a_proposal_is_applied_is_kept_and_nothing_is_half_applied(
    scene: Scene, race: Race, meanwhile: str
) -> None:
    schedule_id = scene.planned()
    changing = {
        "given elsewhere": partial(scene.give, 0, 1, 20),
        "called off": partial(scene.call_off, 0),
    }[meanwhile]

    applied, changed = race([partial(scene.apply, schedule_id), changing])

    standing = scene.check()
    assert applied in ("applied", "changed_meanwhile")
    if applied == "applied":
        assert changed in ("given", "called off", "caregiver_busy")
        assert standing == VISITS - (changed == "called off")
    else:
        assert (changed, standing) == (("given", 1) if meanwhile == "given elsewhere" else ("called off", 0))


def test_a_visit_that_takes_the_time_of_a_proposal_while_that_is_applied_makes_one_of_the_two_fail(
    scene: Scene, race: Race
) -> None:
    """The proposal's visits have not changed: it is a caregiver's time that is taken, by a visit made after it."""
    schedule_id = scene.planned()
    with unit_of_work(scene.house, SYSTEM) as work:
        operator = work.session.get_one(Organisation, scene.operator_id)
        contract, service = care.contract(work, operator), care.service(work, minutes=30)
        later = cared(work, contract, service, window=(8 * 60, 16 * 60)).visit(work, on=scene.day)
    with unit_of_work(scene.house, SYSTEM) as work:
        stop = work.session.scalars(select(ProposedVisit).order_by(ProposedVisit.starts_at)).first()
        assert stop is not None
    wish = Wish(later.id, [stop.caregiver_id], stop.starts_at)

    def take() -> str:
        scene.act(lambda work: [each.id for each in visits.arrange(work, [wish])])
        return "taken"

    answers = race([partial(scene.apply, schedule_id), take])

    assert answers in (["applied", "caregiver_busy"], ["changed_meanwhile", "taken"])
    assert scene.check() == (VISITS if answers[0] == "applied" else 0)


def test_who_cancels_while_a_step_searches_does_not_wait_for_it(scene: Scene) -> None:
    solver = Waiting()
    scene.house.providers[RouteSolver] = solver
    schedule_id = scene.ask()
    with ThreadPoolExecutor(2) as pool:
        step = pool.submit(background.advance, scene.house)
        assert solver.searches.wait(20)
        cancelling = pool.submit(scene.cancel, schedule_id)
        try:
            assert cancelling.result(timeout=10) == "cancelled"
        finally:
            solver.let_go.set()
        assert step.result()

    scene.work_off()
    assert scene.schedule(schedule_id).status == "cancelled"
    assert scene.run_status(schedule_id) == "cancelled"
    assert count_stops(scene) == 0
    assert scene.ask() != schedule_id


def test_cancelling_against_the_step_that_ends_it_leaves_a_whole_proposal_or_none(
    scene: Scene, race: Race
) -> None:
    for _ in range(6):
        schedule_id = scene.ask()
        for _ in range(4):
            background.advance(scene.house)

        answers = race([partial(background.advance, scene.house), partial(scene.cancel, schedule_id)])
        scene.work_off()

        schedule = scene.schedule(schedule_id)
        assert answers[1] in ("cancelled", "wrong_state")
        ended = "cancelled" if answers[1] == "cancelled" else "done"
        assert (schedule.status, scene.run_status(schedule_id)) == (ended, ended)
        assert count_stops(scene) == (0 if ended == "cancelled" else VISITS)
        with scene.house.engine.begin() as connection:
            connection.execute(text("DELETE FROM care_schedules"))


def test_many_who_cancel_at_once_do_so_once(scene: Scene, race: Race) -> None:
    schedule_id = scene.ask()

    answers = race([partial(scene.cancel, schedule_id)] * 6)

    assert Counter(answers) == {"cancelled": 1, "wrong_state": 5}


def test_many_job_processes_make_one_proposal_once(scene: Scene, race: Race) -> None:
    schedule_id = scene.ask(days=2)

    race([scene.work_off] * 4)
    scene.work_off()

    schedule = scene.schedule(schedule_id)
    assert (schedule.status, schedule.steps_done) == ("done", 10)
    assert count_stops(scene) == VISITS


def count_stops(scene: Scene) -> int:
    with unit_of_work(scene.house, SYSTEM) as work:
        assert not work.session.scalar(select(func.count()).select_from(Assignment))
        return work.session.scalar(select(func.count()).select_from(ProposedVisit)) or 0
