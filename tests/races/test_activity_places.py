"""Places of one activity while all of it goes on at once: given, given back, offered, accepted, resized."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from service.events.activities import actions
from service.events.activities.models import ActivityPlaces, ActivityWait, SignUp
from service.events.activities.rules import SignUpStatus
from service.kit import deliveries
from service.kit.actor import SYSTEM, Actor, ActorKind
from service.kit.constraints import refusal_of
from service.kit.edge import run_in_work, unit_of_work
from service.kit.errors import DomainError
from service.kit.house import House
from service.kit.waiting import WaitlistState
from tests.factories import activities, residents
from tests.outbox import deliver_all
from tests.races.conftest import THREADS, Race, wait_until_somebody_waits

CAPACITY, STEPS = 4, 25


class Square:
    """Neighbours who want to come to the square, where there are places for a few."""

    def __init__(self, house: House) -> None:
        self.house = house
        with unit_of_work(house) as work:
            self.activity_id = activities.activity(work, capacity=CAPACITY).id
            self.people = [residents.resident(work).id for _ in range(THREADS - 2)]

    def act(self, action: Callable[..., Any], *wanted: Any, who: UUID | None = None) -> None:
        """In a transaction of one's own; what is refused leaves nothing."""
        actor = SYSTEM if who is None else Actor(ActorKind.RESIDENT, account_id=who, resident_id=who)
        try:
            run_in_work(self.house, lambda work: action(work, *wanted) and None, actor)
        except DomainError:
            pass
        except IntegrityError as broken:
            if refusal_of(broken) is None:
                raise

    def offer_of(self, who: UUID) -> UUID | None:
        with unit_of_work(self.house) as work:
            offered = ActivityWait.resident_id == who, ActivityWait.status == WaitlistState.OFFERED
            return work.session.scalar(select(ActivityWait.id).where(*offered))

    def come_and_go(self, seed: int) -> None:
        """What one neighbour does, never waiting for what the others do."""
        chance, who = Random(seed), self.people[seed]
        for _ in range(STEPS):
            if (wait_id := self.offer_of(who)) is not None:
                self.act(chance.choice((actions.accept_offer, actions.decline_offer)), wait_id, who=who)
            else:
                do = chance.choice((actions.sign_up, actions.cancel_sign_up, actions.wait))
                self.act(do, self.activity_id, who=who)

    def pass_on(self) -> None:
        """The job process: tells what was announced, which offers what is free."""
        for _ in range(STEPS):
            deliveries.deliver_due(self.house)

    def resize(self) -> None:
        for capacity in (CAPACITY + 2, CAPACITY, CAPACITY + 1) * (STEPS // 3):
            self.act(actions.change_activity, self.activity_id, {"capacity": capacity})

    def stand(self) -> tuple[ActivityPlaces, int, int, int]:
        """The counter, and how many have a place, are offered one, and wait."""
        with unit_of_work(self.house) as work:
            places = work.session.get_one(ActivityPlaces, self.activity_id)
            states = (WaitlistState.OFFERED, WaitlistState.WAITING)
            offered, waiting = (
                work.session.scalar(select(func.count()).where(ActivityWait.status == state)) or 0
                for state in states
            )
            placed = select(func.count()).where(SignUp.status != SignUpStatus.CANCELLED)
            return places, work.session.scalar(placed) or 0, offered, waiting


@pytest.fixture
def square(racing_house: House) -> Square:
    return Square(racing_house)


def test_places_are_what_stands_whatever_goes_on_at_once_and_what_is_free_is_passed_on(
    square: Square, race: Race
) -> None:
    neighbours = [partial(square.come_and_go, number) for number in range(len(square.people))]

    race([*neighbours, square.pass_on, square.resize])
    deliver_all(square.house)

    places, placed, offered, waiting = square.stand()
    assert places.taken == placed + offered <= places.capacity
    assert waiting == 0 or places.taken == places.capacity


def test_who_asks_for_a_place_while_somebody_begins_to_wait_comes_after_them(square: Square) -> None:
    first, second, *_ = square.people
    waits = Actor(ActorKind.RESIDENT, account_id=first, resident_id=first)
    with ThreadPoolExecutor(1) as pool:
        with unit_of_work(square.house, waits) as work:
            actions.wait(work, square.activity_id)
            work.session.flush()
            overtaking = pool.submit(square.act, actions.sign_up, square.activity_id, who=second)
            wait_until_somebody_waits(square.house)
        overtaking.result()

    places, placed, _, waiting = square.stand()
    assert (places.taken, placed, waiting) == (0, 0, 1)
