"""Two workers at one elder, two jobs in one night: one visit is made, one is due."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from service.accounts.queries import actor_of
from service.elderly_care.welfare_visits import actions, queries
from service.elderly_care.welfare_visits.models import WelfareContact, WelfareVisit
from service.elderly_care.welfare_visits.rules import CheckArea, ContactOutcome, ContactWay, WelfareStatus
from service.kit.actor import SYSTEM, Role
from service.kit.edge import unit_of_work
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.residents.merging import actions as merging
from tests.elderly_care.welfare_visits.conftest import aged
from tests.factories import accounts, regions, welfare
from tests.races.conftest import Race

WORKERS = 6


@dataclass(frozen=True)
class Scene:
    """An elder and her record once more, with a visit due for each, and workers of the community."""

    house: House
    elder_id: UUID
    twin_id: UUID
    visit_id: UUID
    workers: tuple[UUID, ...]

    def call(self, place: int) -> str:
        with unit_of_work(self.house, SYSTEM) as work:
            work.actor = actor_of(work, self.workers[place]) or SYSTEM
            findings: Any = [{"area": area, "concern": "urgent", "words": "喘得厉害"} for area in CheckArea]
            row = actions.done(
                work, self.visit_id, way=ContactWay.DOOR, outcome=ContactOutcome.MET, findings=findings
            )
            return row.status.value

    def renew(self) -> None:
        with unit_of_work(self.house, SYSTEM) as work:
            actions.renew_all(work)

    def merge(self) -> None:
        with unit_of_work(self.house, SYSTEM) as work:
            merging.merge(work, self.elder_id, other_id=self.twin_id)


@pytest.fixture
def scene(racing_house: House) -> Scene:
    with unit_of_work(racing_house, SYSTEM) as work:
        regions.tree(work)
        welfare.policy(work)
        elder, twin = aged(work), aged(work)
        workers = [accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY).id for _ in range(WORKERS)]
        visit = welfare.visit(work, elder)
        welfare.visit(work, twin)
        return Scene(racing_house, elder.id, twin.id, visit.id, tuple(workers))


def count_due(work: UnitOfWork, elder_id: UUID) -> int:
    mine = select(func.count()).select_from(WelfareVisit).where(WelfareVisit.elder_id == elder_id)
    return work.session.scalar(mine.where(WelfareVisit.status == WelfareStatus.DUE)) or 0


def test_of_workers_who_call_at_once_one_is_noted_and_the_others_are_told_so(
    scene: Scene, race: Race
) -> None:
    answers = race([partial(scene.call, place) for place in range(WORKERS)])

    assert sorted(answers) == ["done"] + ["wrong_state"] * (WORKERS - 1)
    with unit_of_work(scene.house) as work:
        assert work.session.scalar(select(func.count()).select_from(WelfareContact)) == 1
        assert count_due(work, scene.elder_id) == 1


def test_a_night_that_is_made_many_times_at_once_while_somebody_calls_makes_one_visit(
    scene: Scene, race: Race
) -> None:
    race([*[scene.renew] * 5, partial(scene.call, 0)])

    with unit_of_work(scene.house) as work:
        assert (count_due(work, scene.elder_id), count_due(work, scene.twin_id)) == (1, 1)


def test_a_night_in_which_nothing_changed_waits_for_nobody_who_is_at_a_door(scene: Scene) -> None:
    scene.renew()

    with unit_of_work(scene.house) as at_the_door, unit_of_work(scene.house) as work:
        queries.held(at_the_door, scene.visit_id)
        work.session.execute(text("SET LOCAL lock_timeout = '2s'"))
        actions.renew_all(work)

    with unit_of_work(scene.house) as work:
        assert (count_due(work, scene.elder_id), count_due(work, scene.twin_id)) == (1, 1)


def test_who_calls_while_two_records_become_one_leaves_one_visit_due(scene: Scene, race: Race) -> None:
    race([scene.merge, partial(scene.call, 0), scene.renew])

    with unit_of_work(scene.house, SYSTEM) as work:
        actions.renew(work, [scene.elder_id])
        assert (count_due(work, scene.elder_id), count_due(work, scene.twin_id)) == (1, 0)
