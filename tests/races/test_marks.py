"""Telephones racing the same mark, both ends of one visit, and a confirmation."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from service.elderly_care.proofs import actions
from service.elderly_care.proofs.models import ServedTime, VisitMark, VisitProof
from service.elderly_care.visits.models import Visit
from service.elderly_care.visits.rules import VisitStatus
from service.kit.actor import SYSTEM, Actor, ActorKind
from service.kit.edge import unit_of_work
from service.kit.house import House
from tests.factories import proofs
from tests.factories.proofs import Scene, acting, at_home
from tests.races.conftest import Race


@pytest.fixture
def scene(racing_house: House) -> Scene:
    with unit_of_work(racing_house) as work:
        return proofs.scene(work, needed=2)


def mark(house: House, scene: Scene, who: int, coming: bool, minute: int) -> Any:
    with unit_of_work(house, SYSTEM) as work:
        acting(work, scene.caregivers[who])
        told = at_home(work.now + timedelta(minutes=minute))
        act = actions.check_in if coming else actions.check_out
        return act(work, scene.visit.id, **told).mark.id


def test_one_mark_sent_by_many_at_once_is_one(racing_house: House, scene: Scene, race: Race) -> None:
    answers = race([partial(mark, racing_house, scene, 0, True, 0)] * 12)

    assert len(set(answers)) == 1
    with unit_of_work(racing_house) as work:
        marks = work.session.scalars(select(VisitMark.id).where(VisitMark.visit_id == scene.visit.id)).all()
        assert set(marks) == set(answers)


def test_all_ends_of_a_visit_at_once_make_it_done(racing_house: House, scene: Scene, race: Race) -> None:
    ends = [(who, coming, 0 if coming else 4) for who in (0, 1) for coming in (True, False)]
    answers = race([partial(mark, racing_house, scene, *end) for end in ends * 3])

    assert len(set(answers)) == 4
    with unit_of_work(racing_house) as work:
        assert work.session.get_one(Visit, scene.visit.id).status is VisitStatus.DONE
        proof = work.session.get_one(VisitProof, scene.visit.id)
        assert (proof.minutes_served, proof.is_proved) == (4, True)
        times = select(ServedTime).where(ServedTime.visit_id == scene.visit.id)
        assert len(work.session.scalars(times).all()) == 2


def test_of_many_confirmations_one_counts(racing_house: House, scene: Scene, race: Race) -> None:
    for who in (0, 1):
        for coming in (True, False):
            mark(racing_house, scene, who, coming, 0 if coming else 4)

    def confirm(rating: int) -> Any:
        elder = Actor(ActorKind.RESIDENT, account_id=scene.elder.id, resident_id=scene.elder.id)
        with unit_of_work(racing_house, elder) as work:
            return actions.confirm(work, scene.visit.id, rating=rating).rating

    answers = race([partial(confirm, rating) for rating in (1, 2, 3, 4, 5)])

    counted = [each for each in answers if isinstance(each, int)]
    assert len(counted) == 1
    assert answers.count("wrong_state") == 4
    with unit_of_work(racing_house) as work:
        assert work.session.get_one(VisitProof, scene.visit.id).rating == counted[0]
