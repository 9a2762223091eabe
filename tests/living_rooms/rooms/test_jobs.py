"""What happens to rooms by the clock."""

from sqlalchemy import func, select

from service.kit.work import UnitOfWork
from service.living_rooms.rooms.models import BookedGrain
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import living_rooms
from tests.living_rooms.rooms.conftest import booked


def test_claims_on_time_long_past_are_dropped(
    work: UnitOfWork, clock: StoppedClock, timetable: Timetable
) -> None:
    room = living_rooms.room(work)
    starts_at = clock.today_at("10:00", days=1)
    booked(work, room, starts_at, clock.today_at("11:00", days=1))
    claims = select(func.count()).select_from(BookedGrain)
    work.session.flush()

    clock.move(days=31)
    timetable.run("living_rooms.rooms.forget_past_grains")
    assert work.session.scalar(claims) == 4
    clock.move(days=2)
    timetable.run("living_rooms.rooms.forget_past_grains")

    assert work.session.scalar(claims) == 0
