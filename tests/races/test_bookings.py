"""Many people at once: no double booking, exact quotas, no deadlock."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from service.kit.actor import SYSTEM, Actor, ActorKind, Duty, Function, Role
from service.kit.edge import unit_of_work
from service.kit.errors import DomainError
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import actions, rules
from service.living_rooms.bookings.actions import due
from service.living_rooms.bookings.models import Booking, BookingCounter
from service.living_rooms.bookings.rules import COUNTED, STANDING, Purpose
from service.living_rooms.rooms.actions import close_room
from service.living_rooms.rooms.models import BookedGrain
from service.living_rooms.rooms.rules import grains
from tests.factories import living_rooms, residents
from tests.factories.regions import COMMUNITY
from tests.races.conftest import THREADS, Race

SLOTS = 8
BUFFER = 15


@dataclass(frozen=True)
class Scene:
    """A room, many neighbours, and the hours of tomorrow from ten o'clock on."""

    house: House
    room_id: UUID
    people: list[UUID]
    first: datetime

    def at(self, slot: int) -> datetime:
        return self.first + timedelta(hours=slot)

    def book(self, person: UUID, slot: int, hours: int = 1) -> UUID:
        """Book in a transaction of one's own, without trying again after a deadlock."""
        actor = Actor(ActorKind.RESIDENT, account_id=person, resident_id=person)
        with unit_of_work(self.house, actor) as work:
            return actions.book(work, **self.wish(slot, hours)).id

    def wish(self, slot: int, hours: int = 1) -> dict[str, Any]:
        return {
            "living_room_id": self.room_id,
            "starts_at": self.at(slot),
            "ends_at": self.at(slot + hours) - timedelta(minutes=BUFFER),
            "purpose": Purpose.MEETING,
            "headcount": 4,
        }

    def alone(self, act: Callable[[UnitOfWork], Any]) -> Any:
        with unit_of_work(self.house, SYSTEM) as work:
            return act(work)


@pytest.fixture
def scene(racing_house: House) -> Scene:
    with unit_of_work(racing_house, SYSTEM) as work:
        room = living_rooms.room(
            work,
            week=living_rooms.ALWAYS,
            slot_minutes=15,
            buffer_minutes=BUFFER,
            active_quota=5,
            monthly_minutes_quota=10_000,
        )
        people = [residents.resident(work).id for _ in range(THREADS)]
        first = racing_house.clock.now() + timedelta(hours=25)
        return Scene(racing_house, room.id, people, first)


def test_many_on_few_slots_never_meet(scene: Scene, race: Race) -> None:
    def one(person: UUID, seed: int) -> None:
        chosen = Random(seed)
        for _ in range(6):
            booking = partial(scene.book, person, chosen.randrange(SLOTS), chosen.choice((1, 1, 2, 3)))
            attempt(booking, "slot_taken", "quota_exceeded")

    race([partial(one, person, seed) for seed, person in enumerate(scene.people)])

    check_promises(scene)


def test_one_slot_goes_to_one(scene: Scene, race: Race) -> None:
    answers = race([partial(scene.book, person, 0) for person in scene.people])

    assert Counter(map(str, answers))["slot_taken"] == THREADS - 1
    check_promises(scene)


def test_a_quota_is_exact(scene: Scene, race: Race) -> None:
    answers = race([partial(scene.book, scene.people[0], slot) for slot in range(12)])

    assert Counter(map(str, answers))["quota_exceeded"] == 12 - 5
    check_promises(scene)


def test_moving_and_cancelling_lose_nothing(scene: Scene, race: Race) -> None:
    mine = [scene.book(person, slot) for slot, person in enumerate(scene.people[:SLOTS])]

    def one(booking_id: UUID, seed: int) -> None:
        chosen = Random(seed)
        for _ in range(5):
            wish = scene.wish(chosen.randrange(12), chosen.choice((1, 2)))
            changes = {"starts_at": wish["starts_at"], "ends_at": wish["ends_at"]}
            moving = partial(actions.change, booking_id=booking_id, changes=changes)
            attempt(partial(scene.alone, moving), "slot_taken", "wrong_state")
            if chosen.random() < 0.1:
                attempt(partial(scene.alone, partial(actions.cancel, booking_id=booking_id)), "wrong_state")

    def newcomer(person: UUID, seed: int) -> None:
        chosen = Random(seed)
        for _ in range(5):
            booking = partial(scene.book, person, chosen.randrange(12), chosen.choice((1, 2)))
            attempt(booking, "slot_taken", "quota_exceeded")

    movers = [partial(one, booking_id, seed) for seed, booking_id in enumerate(mine)]
    others = [partial(newcomer, person, seed) for seed, person in enumerate(scene.people[SLOTS:], 100)]
    race([*movers, *others])

    check_promises(scene)


def test_a_series_and_single_bookings_wait_for_each_other(scene: Scene, race: Race) -> None:
    def series(person: UUID, slot: int) -> None:
        actor = Actor(ActorKind.RESIDENT, account_id=person, resident_id=person)
        with unit_of_work(scene.house, actor) as work:
            wish = scene.wish(slot, 2)
            actions.book_series(work, **wish, times=2, on_conflict=actions.OnConflict.SKIP)

    race(
        [
            *(partial(series, person, slot) for slot, person in enumerate(scene.people[:4])),
            *(partial(scene.book, person, slot) for slot, person in enumerate(scene.people[:8])),
        ]
    )

    check_promises(scene)


def test_nothing_stands_in_a_closure_however_it_raced(scene: Scene, race: Race) -> None:
    keeper = Actor(
        ActorKind.STAFF,
        account_id=scene.people[-1],
        duties=(Duty(Role.COMMUNITY_WORKER, COMMUNITY, functions=frozenset(Function)),),
    )

    def close() -> None:
        first, last = scene.at(0), scene.at(4)
        with unit_of_work(scene.house, keeper) as work:
            close_room(work, scene.room_id, starts_at=first, ends_at=last, reason="维修")
        scene.alone(lambda work: actions.cancel_in_closure(work, scene.room_id, first, last, "维修"))

    race([close, *(partial(scene.book, person, slot % 6) for slot, person in enumerate(scene.people[:12]))])

    standing = scene.alone(
        lambda work: work.session.scalars(select(Booking).where(Booking.status.in_(STANDING))).all()
    )
    assert all(each.starts_at >= scene.at(4) for each in standing)
    check_promises(scene)


def test_a_no_show_is_noted_once_by_many_clocks(scene: Scene, race: Race) -> None:
    for slot, person in enumerate(scene.people[:SLOTS]):
        scene.book(person, slot)
    scene.house.clock.move(hours=34)  # type: ignore[attr-defined]

    race([partial(scene.alone, due.note_no_shows) for _ in range(6)])

    statuses = scene.alone(lambda work: work.session.scalars(select(Booking.status)).all())
    assert Counter(statuses) == {"no_show": SLOTS}
    check_promises(scene)


def attempt(act: Callable[[], Any], *refusals: str) -> None:
    """Do it, or be refused in one of these ways."""
    try:
        act()
    except DomainError as refusal:
        if refusal.code not in refusals:
            raise


def check_promises(scene: Scene) -> None:
    """No overlap, counters equal to what stands, grains equal to what is claimed."""
    with unit_of_work(scene.house, SYSTEM) as work:
        bookings = work.session.scalars(select(Booking)).all()
        used: Counter[tuple[UUID | None, str]] = Counter()
        for each in bookings:
            if each.status in STANDING:
                used[each.resident_id, rules.ACTIVE] += 1
            if each.status in COUNTED:
                for month, minutes in rules.minutes_by_month(each.starts_at, each.ends_at).items():
                    used[each.resident_id, month] += minutes
        counters = work.session.execute(
            select(BookingCounter.holder_id, BookingCounter.period, BookingCounter.used)
        )
        assert {row[:2]: row.used for row in counters if row.used} == dict(used)
        here = grains(work.now, work.now).start
        claimed = {
            (row.grain, row.booking_id)
            for row in work.session.execute(select(BookedGrain.grain, BookedGrain.booking_id))
            if row.grain >= here
        }
        assert claimed == {
            (grain, each.id)
            for each in bookings
            if each.status in STANDING
            for grain in grains(each.starts_at, each.ends_at, BUFFER)
        }
