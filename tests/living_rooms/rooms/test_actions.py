"""Claiming, moving, handing over and releasing a room's time on a real database."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from service.kit.work import UnitOfWork
from service.living_rooms.errors import RoomClosed, SlotTaken
from service.living_rooms.rooms.actions import claim_grains, hand_over_grains, move_grains, release_grains
from service.living_rooms.rooms.models import BookedGrain, LivingRoom
from service.living_rooms.rooms.queries import room_facts
from service.living_rooms.rooms.rules import ClosedTime, grain_of, moment_of
from tests.clock import StoppedClock
from tests.factories import living_rooms, regions, residents, waitlist
from tests.living_rooms.rooms.conftest import announced, booked, closed

HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)


@pytest.fixture
def room(work: UnitOfWork) -> LivingRoom:
    return living_rooms.room(work)


@pytest.fixture
def ten(clock: StoppedClock) -> datetime:
    return clock.today_at("10:00", days=1)


def claimed(work: UnitOfWork) -> list[datetime]:
    return [moment_of(grain) for grain in work.session.scalars(select(BookedGrain.grain).order_by("grain"))]


def freed(work: UnitOfWork) -> list[tuple[datetime, datetime]]:
    return [
        (datetime.fromisoformat(each["starts_at"]), datetime.fromisoformat(each["ends_at"]))
        for each in announced(work, "TimeFreed")
    ]


def test_a_booking_claims_its_time_and_the_buffer_after_it(
    work: UnitOfWork, room: LivingRoom, ten: datetime
) -> None:
    booked(work, room, ten, ten + HOUR, buffer_minutes=15)

    assert claimed(work) == [ten + QUARTER * count for count in range(5)]


def test_time_is_claimed_once_and_the_buffer_counts(
    work: UnitOfWork, room: LivingRoom, ten: datetime
) -> None:
    first = booked(work, room, ten, ten + HOUR, buffer_minutes=15)
    before = claimed(work)

    for starts_at, buffer_minutes in ((ten, 0), (ten + HOUR, 0), (ten - HOUR, 15)):
        with pytest.raises(SlotTaken), work.session.begin_nested():
            claim_grains(work, room.id, starts_at, starts_at + HOUR, buffer_minutes, booking_id=first.id)

    assert claimed(work) == before
    booked(work, room, ten - HOUR, ten)
    booked(work, living_rooms.room(work), ten, ten + HOUR)


def test_time_is_not_claimed_in_a_closure_but_its_buffer_may_reach_into_one(
    work: UnitOfWork, room: LivingRoom, ten: datetime
) -> None:
    closed(work, room, ten + HOUR, ten + 2 * HOUR)

    with pytest.raises(RoomClosed):
        booked(work, room, ten + HOUR / 2, ten + 2 * HOUR)
    booked(work, room, ten, ten + HOUR, buffer_minutes=30)

    assert len(claimed(work)) == 6


def test_releasing_a_booking_tells_the_time_that_is_free_now(
    work: UnitOfWork, room: LivingRoom, ten: datetime
) -> None:
    booking = booked(work, room, ten, ten + HOUR, buffer_minutes=15)

    release_grains(work, booking_id=booking.id)
    release_grains(work, booking_id=booking.id)

    assert claimed(work) == []
    assert freed(work) == [(ten, ten + HOUR + QUARTER)]


def test_what_is_left_of_a_booking_is_released_from_the_next_quarter_of_an_hour_on(
    work: UnitOfWork, room: LivingRoom, ten: datetime
) -> None:
    booking = booked(work, room, ten, ten + HOUR)

    release_grains(work, booking_id=booking.id, from_=ten + timedelta(minutes=20))

    assert claimed(work) == [ten, ten + QUARTER]
    assert freed(work) == [(ten + 2 * QUARTER, ten + HOUR)]


def test_moving_a_booking_keeps_what_it_holds_already_and_frees_the_rest(
    work: UnitOfWork, room: LivingRoom, ten: datetime
) -> None:
    booking = booked(work, room, ten, ten + HOUR)

    move_grains(work, room.id, ten + 2 * QUARTER, ten + HOUR, 15, booking_id=booking.id)

    assert claimed(work) == [ten + QUARTER * count for count in (2, 3, 4)]
    assert freed(work) == [(ten, ten + 2 * QUARTER)]


def test_a_booking_that_can_not_be_moved_keeps_its_time(
    work: UnitOfWork, room: LivingRoom, ten: datetime
) -> None:
    booking = booked(work, room, ten, ten + HOUR)
    booked(work, room, ten + 2 * HOUR, ten + 3 * HOUR)
    closed(work, room, ten + 4 * HOUR, ten + 5 * HOUR)
    before = claimed(work)

    for starts_at, refusal in ((ten + 2 * HOUR, SlotTaken), (ten + 4 * HOUR, RoomClosed)):
        with pytest.raises(refusal), work.session.begin_nested():
            move_grains(work, room.id, starts_at, starts_at + HOUR, 0, booking_id=booking.id)

    assert claimed(work) == before
    assert freed(work) == []


def test_an_offers_time_goes_over_to_the_booking_that_comes_of_it(
    work: UnitOfWork, room: LivingRoom, ten: datetime
) -> None:
    entry = waitlist.wish(work, residents.resident(work), room, ten, ten + HOUR)
    claim_grains(work, room.id, ten, ten + HOUR, 0, waitlist_entry_id=entry.id)
    booking = booked(work, room, ten + HOUR, ten + 2 * HOUR)

    assert hand_over_grains(work, waitlist_entry_id=entry.id, booking_id=booking.id) == 4

    release_grains(work, waitlist_entry_id=entry.id)
    assert len(claimed(work)) == 8
    release_grains(work, booking_id=booking.id)
    assert freed(work) == [(ten, ten + 2 * HOUR)]


def test_a_rooms_facts_hold_what_matters_around_a_time(
    work: UnitOfWork, clock: StoppedClock, ten: datetime
) -> None:
    room = living_rooms.room(
        work,
        regions.GRID,
        buffer_minutes=30,
        dates={clock.today_at("12:00", days=1).date(): None, clock.today_at("12:00", days=9).date(): None},
    )
    closed(work, room, ten - HOUR, ten)
    inside = closed(work, room, ten + HOUR / 2, ten + 2 * HOUR)

    facts = room_facts(work, room.id, ten, ten + HOUR, lock=True)

    assert facts is not None
    assert facts.path == ("3302", "330211", "330211001", "330211001001", regions.GRID)
    assert facts.policy.buffer_minutes == 30
    assert facts.policy.slot_minutes == 30
    assert len(facts.hours.weekly) == 7
    assert len(facts.hours.dated) == 1
    assert facts.closures == (ClosedTime(inside.starts_at, inside.ends_at, "空调检修"),)
    assert facts.closure_in(ten, ten + HOUR / 2) is None
    assert facts.closure_in(ten, ten + HOUR) == facts.closures[0]
    assert grain_of(ten) == grain_of(ten + QUARTER) - 1


def test_no_room_has_no_facts(work: UnitOfWork, ten: datetime) -> None:
    assert room_facts(work, work.new_id(), ten, ten + HOUR) is None
