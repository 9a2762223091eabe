"""Many dispatchers at once: nobody in two places, every way as it is reckoned, no deadlock."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from service.elderly_care.rules import Point
from service.elderly_care.visits import actions, queries
from service.elderly_care.visits.actions import Wish
from service.elderly_care.visits.models import Assignment, Visit
from service.kit.actor import SYSTEM, Actor, ActorKind, Duty, Role
from service.kit.clock import at_local, local_date
from service.kit.constraints import refusal_of
from service.kit.edge import unit_of_work
from service.kit.errors import DomainError
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.residents.merging import actions as merging
from tests.elderly_care.visits.promises import check_promises
from tests.factories import care
from tests.factories.cared import cared
from tests.races.conftest import Race, wait_until_somebody_waits

# As many as a pool has connections beside what the race itself needs; each thread acts many times.
THREADS = 32
_PLACES = [Point(29.95, 121.70 + 0.01 * number) for number in range(6)]
_REFUSALS = ("caregiver_busy", "elder_busy", "wrong_state", "caregiver_absent", "stale", "absence_overlaps")


@dataclass(frozen=True)
class Scene:
    """An operator's caregivers, and the visits of one night to elders at six doors."""

    house: House
    actor: Actor
    people: list[UUID]
    visits: list[UUID]
    evening: datetime

    def at(self, quarter: int) -> datetime:
        return self.evening + timedelta(minutes=15 * quarter)

    def alone(self, act: Callable[[UnitOfWork], Any]) -> Any:
        """Do it in a transaction of its own, without trying again after a deadlock."""
        with unit_of_work(self.house, self.actor) as work:
            return act(work)

    def give(self, visit: int, quarter: int, *people: int) -> str:
        wish = Wish(self.visits[visit], [self.people[each] for each in people], self.at(quarter))
        self.alone(lambda work: [each.id for each in actions.arrange(work, [wish])])
        return "given"

    def check(self, *, exactly: bool = True) -> None:
        with unit_of_work(self.house, SYSTEM) as work:
            check_promises(work, exactly=exactly)


@pytest.fixture
def scene(racing_house: House) -> Scene:
    house = replace(racing_house, sessions=racing_house.sessions)
    with unit_of_work(house, SYSTEM) as work:
        operator = care.operator(work)
        contract = care.contract(work, operator)
        service = care.service(work, minutes=30)
        day = local_date(work.now) + timedelta(days=1)
        visits = [
            cared(work, contract, service, place=place, window=(18 * 60, 36 * 60)).visit(work, on=day).id
            for place in _PLACES
            for _ in range(4)
        ]
        people = [care.caregiver(work, operator).id for _ in range(3)]
        duty = Duty(Role.DISPATCHER, organisation_id=operator.id)
        actor = Actor(ActorKind.STAFF, duties=(duty,))
        return Scene(house, actor, people, visits, at_local(day) + timedelta(hours=18))


def attempt(act: Callable[[], Any]) -> str:
    try:
        act()
    except DomainError as refused:
        if refused.code not in _REFUSALS:
            raise
        return refused.code
    except IntegrityError as broken:
        refusal = refusal_of(broken)
        if refusal is None or refusal.code not in _REFUSALS:
            raise
        return refusal.code
    return "done"


def test_two_dispatchers_who_each_add_a_neighbour_are_kept_apart(scene: Scene, race: Race) -> None:
    """The doors are 5 km apart, which takes half an hour; one after the other would leave a quarter."""
    answers = race([partial(scene.give, 0, 0, 0), partial(scene.give, 20, 3, 0)])

    assert Counter(answers) == {"given": 1, "caregiver_busy": 1}
    scene.check()


def test_neighbours_that_fit_both_stand_and_the_second_reckons_the_way(scene: Scene, race: Race) -> None:
    answers = race(
        [partial(scene.give, 0, 0, 0), partial(scene.give, 20, 6, 0), partial(scene.give, 12, 12, 0)]
    )

    assert answers == ["given"] * 3
    scene.check()
    with unit_of_work(scene.house, SYSTEM) as work:
        ways = work.session.scalars(select(Assignment.travel_minutes).order_by(Assignment.starts_at)).all()
    assert ways[0] == 0
    assert all(each > 10 for each in ways[1:])


def test_who_moves_a_visit_while_its_neighbour_changes_writes_the_way_that_it_claims(scene: Scene) -> None:
    """Before it waits for the day it reads half an hour's way; meanwhile that becomes none, and is half an hour again."""
    scene.give(0, 0, 0)
    scene.give(20, 12, 0)
    with ThreadPoolExecutor(1) as pool, unit_of_work(scene.house, scene.actor) as work:
        next_door = Wish(scene.visits[21], [scene.people[0]], scene.at(8))
        actions.arrange(work, [next_door])
        work.session.flush()
        moving = pool.submit(scene.give, 20, 5, 0)
        wait_until_somebody_waits(scene.house)
        work.session.commit()
        moving.result()

    scene.check()


def test_across_midnight_neighbours_are_kept_apart(scene: Scene, race: Race) -> None:
    """Half past eleven and a quarter past midnight, five kilometres apart."""
    answers = race([partial(scene.give, 0, 22, 0), partial(scene.give, 20, 25, 0)])

    assert Counter(answers) == {"given": 1, "caregiver_busy": 1}
    scene.check()


def test_a_visit_that_two_give_away_is_given_as_the_last_one_said(scene: Scene, race: Race) -> None:
    answers = race([partial(scene.give, 0, 0, person) for person in (0, 1, 2)] * 3)

    assert set(answers) == {"given"}
    with unit_of_work(scene.house, SYSTEM) as work:
        assert len(queries.caregiver_ids_of(work, [scene.visits[0]])[scene.visits[0]]) == 1
    scene.check()


def test_thirty_two_on_one_caregiver_never_meet(scene: Scene, race: Race) -> None:
    def one(seed: int) -> None:
        chosen = Random(seed)
        for _ in range(4):
            visit, quarter = chosen.randrange(len(scene.visits)), chosen.randrange(48)
            attempt(partial(scene.give, visit, quarter, 0))

    race([partial(one, seed) for seed in range(THREADS)])

    scene.check()


def test_assigning_swapping_taking_back_and_falling_ill_at_once_lose_nothing(
    scene: Scene, race: Race
) -> None:
    def many(chosen: Random, work: UnitOfWork) -> None:
        person = chosen.choice(scene.people)
        start = chosen.randrange(24)
        wishes = [
            Wish(visit, [person], scene.at(start + 5 * place))
            for place, visit in enumerate(chosen.sample(scene.visits, 3))
        ]
        actions.arrange(work, wishes)

    def swap(chosen: Random, work: UnitOfWork) -> None:
        one, other = chosen.sample(scene.visits, 2)
        actions.swap(work, visit_id=one, with_visit_id=other)

    def take_back(chosen: Random, work: UnitOfWork) -> None:
        actions.unassign(work, chosen.choice(scene.visits))

    def put_off(chosen: Random, work: UnitOfWork) -> None:
        day = local_date(work.now) + timedelta(days=chosen.choice((1, 2)))
        actions.reschedule(work, chosen.choice(scene.visits), day=day)

    def fall_ill(chosen: Random, work: UnitOfWork) -> None:
        starts_at = scene.at(chosen.randrange(48))
        told = {"kind": "sick", "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}
        actions.note_absence(work, chosen.choice(scene.people), told)

    def one(seed: int) -> None:
        chosen = Random(seed)
        acts = [many, many, many, swap, take_back, put_off, fall_ill]
        for _ in range(5):
            attempt(partial(scene.alone, partial(chosen.choice(acts), chosen)))

    race([partial(one, seed) for seed in range(16)])

    scene.check(exactly=False)


def test_who_falls_ill_while_others_plan_is_given_nothing(scene: Scene, race: Race) -> None:
    told = {"kind": "sick", "starts_at": scene.at(0), "ends_at": scene.at(60)}

    def ill() -> str:
        noted = scene.alone(lambda work: actions.note_absence(work, scene.people[0], told).absence.id)
        scene.alone(lambda work: actions.release_the_rest(work, noted))
        return "ill"

    answers = race([ill, *(partial(scene.give, visit, 6 * visit, 0) for visit in range(8))])

    assert set(answers) <= {"ill", "given", "caregiver_busy", "caregiver_absent"}
    with unit_of_work(scene.house, SYSTEM) as work:
        assert not queries.assignments_within(work, scene.people[0], scene.at(0), scene.at(60))
    scene.check(exactly=False)


def test_two_records_that_merge_while_both_are_given_visits_are_never_visited_twice_at_once(
    racing_house: House, race: Race
) -> None:
    """Dispatchers give each record visits at the same hours while a worker finds that both are one elder."""
    house = replace(racing_house, sessions=racing_house.sessions)
    with unit_of_work(house, SYSTEM) as work:
        operator = care.operator(work)
        contract = care.contract(work, operator)
        service = care.service(work, minutes=60)
        day = local_date(work.now) + timedelta(days=1)
        both = [cared(work, contract, service) for _ in range(2)]
        later = [[who.visit(work, on=day + timedelta(days=each)).id for each in range(6)] for who in both]
        people = [care.caregiver(work, operator).id for _ in range(2)]
        kept, gone = (who.elder.id for who in both)
    actor = Actor(ActorKind.STAFF, duties=(Duty(Role.DISPATCHER, organisation_id=operator.id),))

    def give(record: int, number: int) -> str:
        at = at_local(day + timedelta(days=number)) + timedelta(hours=9)
        with unit_of_work(house, actor) as work:
            actions.arrange(work, [Wish(later[record][number], [people[record]], at)])
        return "given"

    def merge() -> str:
        with unit_of_work(house, SYSTEM) as work:
            merging.merge(work, kept, other_id=gone)
        return "merged"

    gifts = [partial(give, record, number) for number in range(6) for record in (0, 1)]
    answers = race([*gifts[:6], merge, *gifts[6:]])

    assert set(answers) <= {"given", "elder_busy", "merged"}
    assert "merged" in answers
    with unit_of_work(house, SYSTEM) as work:
        check_promises(work)
        visits = work.session.scalars(select(Visit).where(Visit.starts_at.is_not(None))).all()
        assert {each.elder_id for each in visits} == {kept}
        assert len({each.starts_at for each in visits}) == len(visits) == 6
