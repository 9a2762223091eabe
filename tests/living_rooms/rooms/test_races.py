"""Closing and booking at the same moment, on connections of their own: nothing new stands in a closure."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from service.kit.edge import unit_of_work
from service.kit.house import House, house_of
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.models import Booking
from service.living_rooms.errors import RoomClosed, SlotTaken
from service.living_rooms.rooms.actions import move_grains
from service.living_rooms.rooms.models import BookedGrain, LivingRoom
from service.living_rooms.rooms.queries import lock_room
from tests.factories import living_rooms
from tests.living_rooms.rooms.conftest import booked, closed

pytestmark = pytest.mark.race

HOUR = timedelta(hours=1)
A_MOMENT = 0.3


@pytest.fixture
def open_house(racing_app: Flask) -> Iterator[House]:
    """The house on real connections; what the test leaves is removed."""
    house = house_of(racing_app)
    yield house
    with unit_of_work(house) as work:
        work.session.execute(text("TRUNCATE regions, outbox_messages, message_reactions CASCADE"))


@pytest.fixture
def room(open_house: House) -> LivingRoom:
    with unit_of_work(open_house) as work:
        return living_rooms.room(work)


def close_now(work: UnitOfWork, room: LivingRoom) -> None:
    lock_room(work, room.id, to_close=True)
    closed(work, room, work.now + HOUR, work.now + 3 * HOUR)


def test_a_booking_that_met_no_closure_is_refused_when_one_comes_before_it_is_stored(
    open_house: House, room: LivingRoom
) -> None:
    read, close_is_made = Event(), Event()

    def book() -> None:
        with unit_of_work(open_house) as work:
            work.session.execute(select(1))
            read.set()
            close_is_made.wait(5)
            booked(work, room, work.now + HOUR, work.now + 2 * HOUR)

    with ThreadPoolExecutor() as pool:
        with unit_of_work(open_house) as work:
            booking: Future[None] = pool.submit(book)
            read.wait(5)
            close_now(work, room)
            close_is_made.set()
            with pytest.raises(TimeoutError):
                booking.result(A_MOMENT)

        assert isinstance(booking.exception(5), RoomClosed)
    assert claimed(open_house) == 0


def test_closing_waits_for_a_booking_under_way_and_then_finds_it(open_house: House, room: LivingRoom) -> None:
    def close() -> int:
        with unit_of_work(open_house) as work:
            close_now(work, room)
            return work.session.scalar(select(func.count()).select_from(Booking)) or 0

    with ThreadPoolExecutor() as pool:
        with unit_of_work(open_house) as work:
            booked(work, room, work.now + HOUR, work.now + 2 * HOUR)
            closing = pool.submit(close)
            with pytest.raises(TimeoutError):
                closing.result(A_MOMENT)

        assert closing.result(5) == 1


def test_a_booking_is_not_moved_into_a_closure_made_meanwhile(open_house: House, room: LivingRoom) -> None:
    with unit_of_work(open_house) as work:
        booking = booked(work, room, work.now + 5 * HOUR, work.now + 6 * HOUR)

    def move() -> None:
        with unit_of_work(open_house) as work:
            lock_room(work, room.id)
            move_grains(work, room.id, work.now + HOUR, work.now + 2 * HOUR, 0, booking_id=booking.id)

    with ThreadPoolExecutor() as pool:
        with unit_of_work(open_house) as work:
            close_now(work, room)
            moving = pool.submit(move)
            with pytest.raises(TimeoutError):
                moving.result(A_MOMENT)

        assert isinstance(moving.exception(5), RoomClosed)
    assert claimed(open_house) == 4


def test_two_bookings_that_trade_places_at_once_are_refused_and_keep_their_time(
    open_house: House, room: LivingRoom
) -> None:
    with unit_of_work(open_house) as work:
        early = booked(work, room, work.now, work.now + HOUR)
        late = booked(work, room, work.now + HOUR, work.now + 2 * HOUR)

    def move(booking: Booking, starts_at_hour: int) -> None:
        with unit_of_work(open_house) as work:
            lock_room(work, room.id)
            starts_at = work.now + starts_at_hour * HOUR
            move_grains(work, room.id, starts_at, starts_at + HOUR, 0, booking_id=booking.id)

    with ThreadPoolExecutor() as pool:
        moves = [pool.submit(move, early, 1), pool.submit(move, late, 0)]

    assert [type(each.exception(5)) for each in moves] == [SlotTaken, SlotTaken]
    assert claimed(open_house) == 8


def claimed(house: House) -> int:
    with unit_of_work(house) as work:
        return work.session.scalar(select(func.count()).select_from(BookedGrain)) or 0
