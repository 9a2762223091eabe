"""Many at once on one plan: one word counts, one change is on offer, nothing is made by two."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from service.accounts import queries as accounts_queries
from service.elderly_care.plans import actions, queries
from service.elderly_care.plans.actions import Word
from service.elderly_care.plans.models import CarePlan, PlanItem, PlanVersion
from service.elderly_care.plans.rules import (
    AgreementWay,
    OnHolidays,
    PauseReason,
    PlanStatus,
    VersionStatus,
)
from service.elderly_care.requests.rules import RequestStatus
from service.kit.actor import Role
from service.kit.constraints import refusal_of
from service.kit.edge import run_in_work, unit_of_work
from service.kit.house import House
from service.kit.messages import OutboxMessage
from service.kit.work import UnitOfWork
from service.residents.consents.rules import ConsentPurpose
from tests.factories import accounts, care, residents
from tests.factories.care_requests import request
from tests.factories.consents import consent
from tests.races.conftest import Race

FIRST = date(2026, 3, 5)
CHANGE = date(2026, 3, 16)
Do = Callable[[UnitOfWork, CarePlan], Any]


class Scene:
    """A plan on offer, its elder and its planner, each in transactions of their own."""

    def __init__(self, house: House) -> None:
        self.house = house
        with unit_of_work(house) as work:
            elder = residents.resident(work)
            operator = care.operator(work)
            consent(work, elder, ConsentPurpose.SHARE_WITH_OPERATOR, operator)
            self.service_id = care.service(work).id
            contract = care.contract(work, operator, prices={self.service_id: 100})
            asked = request(work, elder, [], status=RequestStatus.ASSIGNED, contract=contract)
            self.request_id = asked.id
            elder_account = accounts.resident_account(work, elder.id).id
            planner = accounts.staff(work, Role.DISPATCHER, organisation_id=operator.id).id
        with unit_of_work(house) as work:
            self.elder = accounts_queries.actor_of(work, elder_account)
            self.planner = accounts_queries.actor_of(work, planner)

    def draft(self) -> UUID:
        def do(work: UnitOfWork) -> UUID:
            return actions.draft(work, request_id=self.request_id, items=[self.item()], starts_on=FIRST).id

        return self.run(do, self.planner)

    def offered(self) -> "Scene":
        self.plan_id = self.draft()
        self.by(self.planner, actions.offer)()
        self.text = self.waiting()
        return self

    def agreed(self) -> "Scene":
        self.offered()
        self.agreeing()()
        return self

    def waiting(self) -> str:
        with unit_of_work(self.house) as work:
            found = queries.offered(work, self.plan_id)
            return found.text_hash if found else ""

    def by(self, actor: Any, do: Do, *, is_held: bool = True) -> Callable[[], str]:
        """What somebody does, as a route does it."""

        def once(work: UnitOfWork) -> str:
            row = queries.readable(work, self.plan_id)
            do(work, queries.held(work, row) if is_held else row)
            return "done"

        return lambda: self.run(once, actor)

    def run(self, do: Callable[[UnitOfWork], Any], actor: Any) -> Any:
        """What the edge answers: a broken constraint is a refusal too."""
        try:
            return run_in_work(self.house, do, actor)
        except IntegrityError as broken:
            refusal = refusal_of(broken)
            if refusal is None:
                raise
            raise refusal from broken

    def agreeing(self) -> Callable[[], str]:
        word = Word(way=AgreementWay.APP, text_hash=self.text)
        return self.by(self.elder, lambda work, row: actions.agree(work, row, word), is_held=False)

    def revising(self) -> Callable[[], str]:
        return self.by(
            self.planner,
            lambda work, row: actions.revise(work, row, from_day=CHANGE, items=[self.item()]),
        )

    def item(self) -> dict[str, Any]:
        return {
            "service_id": self.service_id,
            "rrule": "FREQ=DAILY",
            "window_start": "09:00",
            "window_end": "11:00",
            "skills": [],
            "caregivers_needed": 1,
            "on_holidays": OnHolidays.SERVE,
        }


@pytest.fixture
def scene(racing_house: House) -> Scene:
    return Scene(racing_house)


def announced(work: UnitOfWork, name: str) -> int:
    query = select(OutboxMessage.id).where(OutboxMessage.name == f"elderly_care.plans.{name}")
    return len(work.session.scalars(query).all())


def test_of_many_drafts_for_a_request_one_stands(scene: Scene, race: Race) -> None:
    answers = race([scene.draft] * 8)

    assert len([each for each in answers if isinstance(each, UUID)]) == 1
    assert Counter(each for each in answers if isinstance(each, str)) == {"plan_stands": 7}


def test_of_many_who_agree_at_once_one_does(scene: Scene, race: Race) -> None:
    scene.offered()

    answers = race([scene.agreeing()] * 8)

    assert Counter(answers) == {"done": 1, "wrong_state": 7}
    with unit_of_work(scene.house) as work:
        assert announced(work, "PlanAgreed") == 1


def test_of_a_yes_a_no_and_a_recall_one_counts(scene: Scene, race: Race) -> None:
    scene.offered()
    no = scene.by(scene.elder, lambda work, row: actions.decline(work, row, reason="不"))
    recall = scene.by(scene.planner, actions.recall)

    answers = race([scene.agreeing(), no, recall] * 3)

    assert Counter(answers) == {"done": 1, "wrong_state": 8}
    with unit_of_work(scene.house) as work:
        row = work.session.scalars(select(CarePlan)).one()
        version = work.session.scalars(select(PlanVersion)).one()
        assert (row.status is PlanStatus.ACTIVE) is (version.status is VersionStatus.AGREED)
        assert announced(work, "PlanAgreed") == int(row.status is PlanStatus.ACTIVE)


def test_of_many_changes_one_is_on_offer_and_who_agrees_to_an_old_text_does_not(
    scene: Scene, race: Race
) -> None:
    scene.agreed()

    revised = race([scene.revising()] * 8)
    scene.text = scene.waiting()
    answers = race([*[scene.agreeing()] * 4, *[scene.revising()] * 4])

    assert Counter(revised) == {"done": 1, "revision_open": 7}
    assert Counter(answers[:4])["done"] == 1
    assert set(answers[:4]) <= {"done", "wrong_state", "text_changed"}
    with unit_of_work(scene.house) as work:
        agreed = work.session.scalars(
            select(PlanVersion).where(PlanVersion.status == VersionStatus.AGREED)
        ).all()
        items = work.session.scalars(select(PlanItem).where(PlanItem.since_version <= 2)).all()
        found = queries.occurrences_of(work, scene.plan_id, FIRST, CHANGE + timedelta(days=30))
        assert len(agreed) == 2
        assert [each.ends_on is None for each in sorted(items, key=lambda each: each.since_version)] == [
            False,
            True,
        ]
        assert len({each.occurs_on for each in found}) == len(found) == 42


def test_of_many_pauses_of_the_same_days_one_stands_and_it_is_resumed_once(scene: Scene, race: Race) -> None:
    scene.agreed()

    def pause(work: UnitOfWork, row: CarePlan) -> None:
        actions.pause(work, row, starts_on=CHANGE, reason=PauseReason.HOSPITAL)

    def resume(work: UnitOfWork, row: CarePlan) -> None:
        actions.resume(work, row, on=CHANGE)

    paused = race([scene.by(scene.elder, pause)] * 6)
    resumed = race([scene.by(scene.planner, resume)] * 6)

    assert Counter(paused) == {"done": 1, "pause_overlap": 5}
    assert Counter(resumed) == {"done": 1, "not_paused": 5}


def test_what_comes_into_reach_is_given_to_one_of_many(scene: Scene, race: Race) -> None:
    scene.agreed()
    until = FIRST + timedelta(days=27)

    def make(work: UnitOfWork) -> int:
        rows = queries.plans_to_make(work, until, limit=5)
        for row in rows:
            actions.note_made(row, until)
        return len(rows)

    answers = race([lambda: run_in_work(scene.house, make)] * 8)

    assert sum(answers) == 1
