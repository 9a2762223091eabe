"""Several at the same moment, on connections of their own: one offer for one time, one time for one person."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from service.accounts.models import Account
from service.kit.actor import SYSTEM, Actor, ActorKind
from service.kit.edge import run_in_work, unit_of_work
from service.kit.errors import DomainError
from service.kit.house import House, house_of
from service.kit.waiting import WaitlistState
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.models import Booking
from service.living_rooms.rooms.models import BookedGrain, LivingRoom
from service.living_rooms.waitlist import actions
from service.living_rooms.waitlist.actions import Wish
from service.living_rooms.waitlist.models import WaitlistEntry
from service.residents.models import Resident
from tests.factories import accounts, living_rooms, residents, waitlist
from tests.outbox import deliver_all

pytestmark = pytest.mark.race
HOUR = timedelta(hours=1)
ROUNDS = 4


# In the order in which they may go: who refers before who is referred to.
_LEFT = {
    "booked_grains": "living_room_id",
    "waitlist_entries": "id",
    "bookings": "id",
    "booking_counters": "living_room_id",
    "living_rooms": "id",
    "inbox_messages": "id",
    "accounts": "id",
    "residents": "id",
    "region_ancestors": "code",
    "region_placements": "region_code",
    "regions": "code",
    "outbox_messages": "id",
    "message_reactions": "message_id",
}


@pytest.fixture
def open_house(racing_app: Flask) -> Iterator[House]:
    """The house on real connections; what the test leaves is removed, and nothing else."""
    house = house_of(racing_app)
    with unit_of_work(house) as work:
        before = {
            name: list(work.session.scalars(text(f"SELECT {key} FROM {name}"))) for name, key in _LEFT.items()
        }
    yield house
    with unit_of_work(house) as work:
        for name, key in _LEFT.items():
            work.session.execute(
                text(f"DELETE FROM {name} WHERE NOT {key} = ANY(:before)"), {"before": before[name]}
            )


def at_once(house: House, *acts: Callable[[UnitOfWork], object], actor: Actor = SYSTEM) -> list[str]:
    """Do all of these at the same moment, each in a transaction of its own; `done`, or codes of refusals."""
    start = Barrier(len(acts))

    def do(act: Callable[[UnitOfWork], object]) -> str:
        def begin(work: UnitOfWork) -> None:
            work.session.execute(select(1))
            start.wait()
            act(work)

        try:
            run_in_work(house, begin, actor)
        except DomainError as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


def afternoon(house: House) -> datetime:
    return house.clock.now().replace(hour=6)


def room_and_people(work: UnitOfWork, count: int) -> tuple[LivingRoom, list[Resident]]:
    return living_rooms.room(work), [residents.resident(work, name=f"居民{n}") for n in range(count)]


def offering(room: LivingRoom, start: datetime) -> Callable[[UnitOfWork], object]:
    return lambda work: actions.offer_time(work, room.id, start, start + HOUR)


def entries(house: House) -> list[WaitlistEntry]:
    with unit_of_work(house) as work:
        return list(work.session.scalars(select(WaitlistEntry).order_by(WaitlistEntry.id)))


def test_freed_time_told_many_times_at_once_is_offered_once_to_each(open_house: House) -> None:
    start = afternoon(open_house)
    with unit_of_work(open_house) as work:
        room, people = room_and_people(work, 3)
        waitlist.booked(work, room, start + HOUR)
        for person in people:
            waitlist.wish(work, person, room, start, start + HOUR, minutes=30)

    answers = at_once(open_house, *[offering(room, start)] * 6)

    offers = [entry.offer for entry in entries(open_house) if entry.offer]
    assert answers == ["done"] * 6
    assert sorted(offer.starts_at for offer in offers) == [start, start + HOUR / 2]


def test_two_rooms_freed_at_once_do_not_offer_one_person_the_same_hour_twice(open_house: House) -> None:
    start = afternoon(open_house)
    for _ in range(ROUNDS):
        with unit_of_work(open_house) as work:
            first, (person,) = room_and_people(work, 1)
            second = living_rooms.room(work, name="另一处")
            waitlist.wish(work, person, first, start, start + HOUR)
            waitlist.wish(work, person, second, start, start + HOUR)

        at_once(open_house, offering(first, start), offering(second, start))

        offered = [each for each in entries(open_house) if each.resident_id == person.id and each.offer]
        assert len(offered) <= 1


def test_two_rooms_freed_at_once_serve_two_people(open_house: House) -> None:
    start = afternoon(open_house)
    with unit_of_work(open_house) as work:
        first, people = room_and_people(work, 2)
        second = living_rooms.room(work, name="另一处")
        for person in people:
            waitlist.wish(work, person, None, start, start + HOUR, region_code=first.region_code)

    at_once(open_house, offering(first, start), offering(second, start))
    deliver_all(open_house)

    assert {each.offered_room_id for each in entries(open_house)} == {first.id, second.id}


def offered_wish(house: House) -> tuple[UUID, Actor]:
    """A wish to which time is offered, and the actor whose it is."""
    start = afternoon(house)
    with unit_of_work(house) as work:
        room, (person,) = room_and_people(work, 1)
        account: Account = accounts.resident_account(work, person.id)
        entry = waitlist.wish(work, person, room, start, start + HOUR)
        actions.offer_time(work, room.id, start, start + HOUR)
        actor = Actor(ActorKind.RESIDENT, account_id=account.id, resident_id=person.id)
        return entry.id, actor


def held_by(house: House, entry_id: UUID) -> tuple[WaitlistState, int, int]:
    """The wish's state, the grains held by its booking, and those held by the offer."""
    with unit_of_work(house) as work:
        entry = work.session.get_one(WaitlistEntry, entry_id)
        count = select(func.count()).select_from(BookedGrain)
        booked = work.session.scalar(count.where(BookedGrain.booking_id == entry.booking_id)) or 0
        offered = work.session.scalar(count.where(BookedGrain.waitlist_entry_id == entry_id)) or 0
        return entry.status, booked, offered


def test_an_offer_accepted_on_one_server_while_it_lapses_on_another_does_one_of_both(
    open_house: House,
) -> None:
    for _ in range(ROUNDS):
        entry_id, actor = offered_wish(open_house)

        def accept(work: UnitOfWork, entry_id: UUID = entry_id, actor: Actor = actor) -> None:
            work.actor = actor
            actions.accept_offer(work, entry_id)

        def lapse(work: UnitOfWork) -> None:
            work.now += timedelta(minutes=31)
            actions.lapse(work)

        answers = at_once(open_house, accept, lapse)

        accepted = WaitlistState.ACCEPTED, 4, 0
        lapsed = WaitlistState.LAPSED, 0, 0
        assert held_by(open_house, entry_id) == (accepted if answers[0] == "done" else lapsed)
        assert answers[0] in ("done", "wrong_state")


def test_an_offer_accepted_many_times_at_once_is_one_booking(open_house: House) -> None:
    entry_id, actor = offered_wish(open_house)

    answers = at_once(open_house, *[lambda work: actions.accept_offer(work, entry_id)] * 6, actor=actor)

    assert sorted(answers) == ["done"] + ["wrong_state"] * 5
    with unit_of_work(open_house) as work:
        mine = Booking.resident_id == actor.resident_id
        assert work.session.scalar(select(func.count()).select_from(Booking).where(mine)) == 1


def test_jobs_that_run_at_once_let_an_offer_lapse_once(open_house: House) -> None:
    entry_id, _ = offered_wish(open_house)

    def lapse(work: UnitOfWork) -> None:
        work.now += timedelta(minutes=31)
        actions.lapse(work)

    answers = at_once(open_house, *[lapse] * 5)

    assert answers == ["done"] * 5
    assert held_by(open_house, entry_id) == (WaitlistState.LAPSED, 0, 0)
    with unit_of_work(open_house) as work:
        freed = text("SELECT count(*) FROM outbox_messages WHERE name LIKE '%.TimeFreed'")
        assert work.session.scalar(freed) == 1


def test_a_residents_wishes_stay_within_their_number_however_many_ask_at_once(open_house: House) -> None:
    start = afternoon(open_house)
    with unit_of_work(open_house) as work:
        room, (person,) = room_and_people(work, 1)
        account = accounts.resident_account(work, person.id)
    actor = Actor(ActorKind.RESIDENT, account_id=account.id, resident_id=person.id)

    def wish(number: int) -> Callable[[UnitOfWork], object]:
        wanted = Wish(
            living_room_id=room.id,
            starts_at=start,
            ends_at=start + HOUR * number,
            minutes=60,
            headcount=5,
        )
        return lambda work: actions.wait_for_time(work, wanted)

    answers = at_once(open_house, *[wish(number) for number in range(1, 8)], actor=actor)

    assert sorted(answers) == ["done"] * 5 + ["too_many_wishes"] * 2


def test_time_that_is_booked_while_it_is_offered_belongs_to_one_of_both(open_house: House) -> None:
    start = afternoon(open_house)
    for _ in range(ROUNDS):
        with unit_of_work(open_house) as work:
            room, (person,) = room_and_people(work, 1)
            waitlist.wish(work, person, room, start, start + HOUR)

        def book(work: UnitOfWork, room: LivingRoom = room) -> None:
            waitlist.booked(work, room, start)

        booked, offered = at_once(open_house, book, offering(room, start))

        with unit_of_work(open_house) as work:
            here = select(BookedGrain).where(BookedGrain.living_room_id == room.id)
            holders = {(each.booking_id, each.waitlist_entry_id) for each in work.session.scalars(here)}
        assert offered == "done"
        assert booked in ("done", "slot_taken")
        assert len(holders) == 1
        assert all((booking_id is not None) == (booked == "done") for booking_id, _ in holders)
