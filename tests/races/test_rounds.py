"""Races around rounds: many who make visits of one window, and one who moves them meanwhile."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.rounds import actions
from service.elderly_care.rounds.models import RoundWindow
from service.elderly_care.visits.models import Round, Visit
from service.kit.actor import SYSTEM
from service.kit.edge import run_in_work, unit_of_work
from service.kit.house import House
from tests.factories import care
from tests.factories.cared import cared
from tests.races.conftest import Race

NOON = (11 * 60, 12 * 60 + 30)
VISITS = 12


def _lunches(house: House) -> list[UUID]:
    with unit_of_work(house) as work:
        meals = care.service(work, mode=Mode.DELIVERY_ROUND, minutes=5)
        contract = care.contract(work, care.operator(work))
        return [cared(work, contract, meals, window=NOON, minutes=5).visit(work).id for _ in range(VISITS)]


def _joining(house: House, *visit_ids: UUID) -> Any:
    return lambda: run_in_work(house, lambda work: actions.join(work, visit_ids), SYSTEM)


def test_many_who_make_visits_of_one_window_make_one_round(racing_house: House, race: Race) -> None:
    visits = _lunches(racing_house)

    race([_joining(racing_house, each) for each in visits])

    with unit_of_work(racing_house) as work:
        [row] = work.session.scalars(select(Round)).all()
        assert len(work.session.scalars(select(RoundWindow)).all()) == 1
        assert {each.round_id for each in work.session.scalars(select(Visit))} == {row.id}


def test_the_same_visits_told_of_twice_at_once_join_once(racing_house: House, race: Race) -> None:
    visits = _lunches(racing_house)

    race([_joining(racing_house, *visits), _joining(racing_house, *reversed(visits))] * 4)

    with unit_of_work(racing_house) as work:
        [row] = work.session.scalars(select(Round)).all()
        assert {each.round_id for each in work.session.scalars(select(Visit))} == {row.id}
