"""Who lives after all keeps what somebody else held while it was to be ended with their death."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from service.kit.edge import run_in_work, unit_of_work
from service.kit.house import House
from service.kit.waiting import WaitlistState
from service.kit.work import UnitOfWork
from service.living_rooms.bookings import actions as bookings
from service.living_rooms.bookings.messages import CancelledBy
from service.living_rooms.bookings.models import Booking
from service.living_rooms.bookings.rules import BookingStatus
from service.living_rooms.waitlist import actions as wishes
from service.living_rooms.waitlist.models import WaitlistEntry
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.factories import living_rooms, residents, waitlist
from tests.races.conftest import wait_until_somebody_waits

End = Callable[[UnitOfWork, UUID], None]


def cancel_bookings(work: UnitOfWork, resident_id: UUID) -> None:
    bookings.cancel_all_of(work, resident_id, CancelledBy.DEATH)


@pytest.mark.parametrize(
    ("model", "end", "stands"),
    [
        (Booking, cancel_bookings, BookingStatus.CONFIRMED),
        (WaitlistEntry, wishes.lapse_wishes_of, WaitlistState.WAITING),
    ],
)
def test_what_was_held_while_a_death_was_taken_back_stays(
    racing_house: House, model: type[Booking | WaitlistEntry], end: End, stands: str
) -> None:
    with unit_of_work(racing_house) as work:
        person, start = residents.resident(work), work.now + timedelta(days=2)
        room = living_rooms.room(work)
        waitlist.booked(work, room, start, resident=person)
        waitlist.wish(work, person, room, start, start + timedelta(hours=2))

    put_status(racing_house, person.id, ResidentStatus.DECEASED)
    with ThreadPoolExecutor(1) as pool:
        with unit_of_work(racing_house) as work:
            work.session.scalars(select(model.id).with_for_update()).all()
            ending = pool.submit(run_in_work, racing_house, lambda work: end(work, person.id))
            wait_until_somebody_waits(racing_house)
            put_status(racing_house, person.id, ResidentStatus.VERIFIED)
        ending.result()

    with unit_of_work(racing_house) as work:
        assert work.session.scalars(select(model.status)).all() == [stands]


def put_status(house: House, resident_id: UUID, status: ResidentStatus) -> None:
    with unit_of_work(house) as work:
        work.session.get_one(Resident, resident_id).status = status
