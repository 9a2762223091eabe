"""Two at the same moment, on connections of their own."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from service.kit.actor import SYSTEM
from service.kit.edge import run_in_work, unit_of_work
from service.kit.errors import DomainError
from service.kit.house import House, house_of
from service.kit.messages import OutboxMessage
from service.kit.work import UnitOfWork
from service.residents.homes import actions, queries
from service.residents.homes.models import Departure, Home, Household, Residence
from service.residents.homes.rules import Relation
from service.residents.models import Resident
from service.residents.people import queries as people
from tests.factories import homes, regions
from tests.factories.residents import resident

pytestmark = pytest.mark.race
NAME = "同时搬家"
ROOM = "同时住处"


@pytest.fixture
def open_house(racing_app: Flask) -> Iterator[House]:
    """The house on real connections; what the test leaves is removed."""
    house = house_of(racing_app)
    yield house
    with unit_of_work(house) as work:
        ours = select(Resident.id).where(Resident.name == NAME)
        there = select(Home.id).where(Home.room.startswith(ROOM))
        work.session.execute(delete(OutboxMessage).where(OutboxMessage.name.startswith("residents.")))
        work.session.execute(delete(Departure).where(Departure.resident_id.in_(ours)))
        work.session.execute(delete(Residence).where(Residence.resident_id.in_(ours)))
        work.session.execute(update(Resident).where(Resident.id.in_(ours)).values(home_id=None))
        work.session.execute(delete(Household).where(Household.home_id.in_(there)))
        work.session.execute(delete(Home).where(Home.id.in_(there)))
        work.session.execute(delete(Resident).where(Resident.name == NAME))


def at_once(house: House, *acts: Callable[[UnitOfWork], object]) -> list[str]:
    """Do these at the same moment; `done`, or the code of each refusal."""
    start = Barrier(len(acts))

    def run(act: Callable[[UnitOfWork], object]) -> str:
        def do(work: UnitOfWork) -> None:
            start.wait()
            act(work)

        try:
            run_in_work(house, do, SYSTEM)
        except DomainError as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def made(house: House) -> tuple[UUID, UUID, UUID]:
    """Somebody, and two homes."""
    with unit_of_work(house) as work:
        regions.tree(work)
        first, second = (homes.home(work, room=f"{ROOM}{number}") for number in (1, 2))
        return resident(work, name=NAME).id, first.id, second.id


def moving(person_id: UUID, home_id: UUID, on: date) -> Callable[[UnitOfWork], object]:
    return lambda work: actions.move(work, person_id, home={"id": home_id}, moved_in_on=on)


def test_of_two_workers_who_move_one_person_both_find_one_home(open_house: House) -> None:
    person_id, first, second = made(open_house)
    day = date(2026, 1, 1)

    answers = at_once(open_house, moving(person_id, first, day), moving(person_id, second, day))

    with unit_of_work(open_house) as work:
        lived = work.session.scalars(select(Residence).where(Residence.resident_id == person_id)).all()
        present = [each for each in lived if each.moved_out_on is None]
        person = work.session.get_one(Resident, person_id)
        assert answers == ["done", "done"]
        assert [each.home_id for each in present] == [person.home_id]
        assert [(each.moved_in_on, each.moved_out_on) for each in lived if each not in present] == [
            (day, day)
        ]


def test_of_a_move_and_a_death_at_once_the_dead_live_nowhere(open_house: House) -> None:
    person_id, first, _ = made(open_house)
    day = date(2026, 1, 1)

    def die(work: UnitOfWork) -> object:
        person = work.found(people.resident(work, person_id, to_decide=True))
        return actions.record_death(work, person, died_on=day)

    answers = at_once(open_house, moving(person_id, first, day), die)

    with unit_of_work(open_house) as work:
        assert queries.open_residence(work, person_id) is None
        assert work.session.get_one(Resident, person_id).home_id is None
    assert answers in (["done", "done"], ["wrong_state", "done"])


def test_of_two_who_find_a_new_home_both_get_the_same(open_house: House) -> None:
    made(open_house)
    found: list[UUID] = []

    def find(work: UnitOfWork) -> object:
        home = actions.find_or_make_home(work, regions.COMMUNITY, None, f"{ROOM}3")
        found.append(home.id)
        return home

    answers = at_once(open_house, find, find, find)

    assert answers == ["done"] * 3
    assert len(set(found)) == 1


def test_of_two_new_householders_one_is_refused(open_house: House) -> None:
    first_id, home_id, _ = made(open_house)
    with unit_of_work(open_house) as work:
        second_id = resident(work, name=NAME).id
        household_id = homes.household(work, work.session.get_one(Home, home_id)).id

    def moving_as_householder(person_id: UUID) -> Callable[[UnitOfWork], object]:
        return lambda work: actions.move(
            work,
            person_id,
            home={"id": home_id},
            household_id=household_id,
            relation=Relation.HOUSEHOLDER,
            moved_in_on=date(2026, 1, 1),
        )

    answers = at_once(open_house, moving_as_householder(first_id), moving_as_householder(second_id))

    assert sorted(answers) == ["done", "householder_twice"]
