"""Races around merging: two workers at once, and a booking made meanwhile."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from service.kit.actor import SYSTEM
from service.kit.constraints import refusal_of
from service.kit.edge import run_in_work, unit_of_work
from service.kit.house import House
from service.living_rooms.bookings.models import Booking, BookingCounter
from service.living_rooms.bookings.rules import ACTIVE
from service.living_rooms.rooms.models import LivingRoom
from service.residents.merging import actions
from service.residents.merging.models import Merge
from service.residents.models import Resident
from tests.factories import bookings, living_rooms, residents
from tests.races.conftest import Race


def _two_records(house: House) -> tuple[UUID, UUID, UUID]:
    with unit_of_work(house) as work:
        first, second = residents.resident(work), residents.resident(work)
        room = living_rooms.room(work, active_quota=50, monthly_minutes_quota=9_999)
        return first.id, second.id, room.id


def _merging(house: House, kept: UUID, gone: UUID) -> Any:
    return lambda: run_in_work(house, lambda work: actions.merge(work, kept, other_id=gone).id, SYSTEM)


def test_of_two_workers_who_merge_the_same_two_either_way_round_one_does(
    racing_house: House, race: Race
) -> None:
    first, second, _ = _two_records(racing_house)

    answers = race([_merging(racing_house, first, second), _merging(racing_house, second, first)] * 4)

    assert len([each for each in answers if isinstance(each, UUID)]) == 1
    assert set(answers) - {"not_found"} == {each for each in answers if isinstance(each, UUID)}
    with unit_of_work(racing_house) as work:
        assert len(work.session.scalars(select(Resident)).all()) == 1
        assert len(work.session.scalars(select(Merge)).all()) == 1


def test_a_booking_made_during_a_merge_is_moved_with_its_quota_or_leaves_nothing(
    racing_house: House, race: Race
) -> None:
    kept, gone, room_id = _two_records(racing_house)

    def book(hour: int) -> Any:
        starts_at = racing_house.clock.today_at(f"{hour:02}:00", days=2)  # type: ignore[attr-defined]

        def attempt(work: Any) -> UUID:
            person = work.found(work.session.get(Resident, gone))
            return bookings.booking(work, person, work.session.get_one(LivingRoom, room_id), starts_at).id

        def booked_or_refused() -> UUID | str | None:
            try:
                return run_in_work(racing_house, attempt)
            except IntegrityError as broken:
                # At its foreign key it waited for the merge, and found its resident gone.
                refusal = refusal_of(broken)
                return refusal.code if refusal else None

        return booked_or_refused

    answers = race([*(book(hour) for hour in range(8, 20)), _merging(racing_house, kept, gone)])

    assert isinstance(answers[-1], UUID)
    booked = {each for each in answers[:-1] if isinstance(each, UUID)}
    assert set(answers[:-1]) - booked <= {"record_gone", "not_found"}
    with unit_of_work(racing_house) as work:
        assert set(work.session.scalars(select(Booking.id).where(Booking.resident_id == kept))) == booked
        counters = select(BookingCounter.holder_id, BookingCounter.used).where(
            BookingCounter.period == ACTIVE
        )
        used = {row.holder_id: row.used for row in work.session.execute(counters) if row.used}
        assert used == ({kept: len(booked)} if booked else {})
