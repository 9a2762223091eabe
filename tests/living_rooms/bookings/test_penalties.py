"""Not coming: what the clock does, what it leads to, and how one objects."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from service.kit.work import UnitOfWork
from service.living_rooms.bookings.models import NoShow
from service.living_rooms.rooms.models import BookedGrain, LivingRoom
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import living_rooms
from tests.living_rooms.bookings.conftest import Asking, booked, refusal

NO_SHOWS = "living_rooms.bookings.note_no_shows"
Missing = Callable[[], dict[str, Any]]


@pytest.fixture
def hall(work: UnitOfWork) -> LivingRoom:
    return living_rooms.room(work, no_show_limit=2, suspension_days=7, active_quota=9)


@pytest.fixture
def miss_one(
    as_ada: ApiClient, hall: LivingRoom, wish: Asking, clock: StoppedClock, timetable: Timetable
) -> Missing:
    """Ada books tomorrow at ten and does not come."""

    def missed() -> dict[str, Any]:
        told = booked(as_ada.post("/bookings", wish(living_room_id=hall.id)))
        clock.move_to(clock.today_at("10:30", days=1))
        timetable.run(NO_SHOWS)
        return booked(as_ada.get(f"/bookings/{told['id']}"))

    return missed


def test_who_does_not_come_loses_the_rest_of_the_time(
    work: UnitOfWork,
    as_ada: ApiClient,
    as_ben: ApiClient,
    room: LivingRoom,
    wish: Asking,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    told = booked(as_ada.post("/bookings", wish("11:00", days=0, minutes=240)))

    clock.move(minutes=149)
    timetable.run(NO_SHOWS)
    assert booked(as_ada.get(f"/bookings/{told['id']}"))["status"] == "confirmed"
    clock.move(minutes=1)
    timetable.run(NO_SHOWS)

    assert booked(as_ada.get(f"/bookings/{told['id']}"))["status"] == "no_show"
    assert len(work.session.scalars(select(BookedGrain)).all()) == 2
    booked(as_ben.post("/bookings", wish("12:30", days=0)))


def test_too_many_no_shows_suspend_for_some_days(
    as_ada: ApiClient, miss_one: Missing, wish: Asking, clock: StoppedClock
) -> None:
    assert miss_one()["status"] == "no_show"
    assert booked(as_ada.post("/bookings", wish("20:00", days=2)))
    miss_one()

    answer = as_ada.post("/bookings", wish())

    assert refusal(answer) == (403, "suspended")
    assert "2026-03-12 00:00" in answer.json["detail"]  # type: ignore[index]
    clock.move(days=8)
    booked(as_ada.post("/bookings", wish()))


def test_the_second_suspension_is_twice_as_long(
    as_ada: ApiClient, miss_one: Missing, wish: Asking, clock: StoppedClock
) -> None:
    for _ in range(2):
        miss_one()
    clock.move(days=8)
    for _ in range(2):
        miss_one()

    clock.move(days=13)
    assert refusal(as_ada.post("/bookings", wish())) == (403, "suspended")
    clock.move(days=2)
    booked(as_ada.post("/bookings", wish()))


def test_a_no_show_is_forgotten(
    as_ada: ApiClient, miss_one: Missing, wish: Asking, clock: StoppedClock
) -> None:
    miss_one()
    clock.move(days=91)
    miss_one()

    booked(as_ada.post("/bookings", wish()))


def test_a_late_cancellation_counts_like_a_no_show(
    as_ada: ApiClient,
    as_ben: ApiClient,
    miss_one: Missing,
    hall: LivingRoom,
    wish: Asking,
    clock: StoppedClock,
) -> None:
    miss_one()
    told = booked(as_ada.post("/bookings", wish("14:00", days=0, living_room_id=hall.id)))
    clock.move_to(clock.today_at("13:01"))

    cancelled = booked(as_ada.post(f"/bookings/{told['id']}/cancel"))

    assert (cancelled["status"], cancelled["cancelled_late"]) == ("cancelled", True)
    assert refusal(as_ada.post("/bookings", wish())) == (403, "suspended")
    booked(as_ben.post("/bookings", wish("16:00", days=0, living_room_id=hall.id)))


def test_what_staff_do_never_counts(
    work: UnitOfWork,
    as_ada: ApiClient,
    as_worker: ApiClient,
    ada: Any,
    wish: Asking,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    by_herself = booked(as_ada.post("/bookings", wish("11:00", days=0)))
    at_desk = booked(as_worker.post("/bookings", wish("12:00", days=0, for_resident_id=ada.id)))
    clock.move_to(clock.today_at("10:50"))

    cancelled = booked(as_worker.post(f"/bookings/{by_herself['id']}/cancel", {"reason": "停电"}))
    clock.move_to(clock.today_at("12:40"))
    timetable.run(NO_SHOWS)

    assert cancelled["cancelled_late"] is False
    assert booked(as_ada.get(f"/bookings/{at_desk['id']}"))["status"] == "no_show"
    assert work.session.scalars(select(NoShow)).all() == []


def test_an_accepted_appeal_ends_the_suspension_that_rested_on_it(
    as_ada: ApiClient, as_worker: ApiClient, miss_one: Missing, wish: Asking
) -> None:
    miss_one()
    missed = miss_one()
    path = f"/bookings/{missed['id']}/appeal"

    assert refusal(as_worker.post(f"{path}/accept")) == (409, "wrong_state")
    assert booked(as_ada.post(path, {"reason": "屏幕坏了"}))["appeal"] == "open"
    assert refusal(as_ada.post(path, {"reason": "再说一次"})) == (409, "wrong_state")
    assert refusal(as_ada.post(f"{path}/accept")) == (403, "forbidden")
    accepted = booked(as_worker.post(f"{path}/accept"))

    assert (accepted["appeal"], accepted["appeal_reason"]) == ("accepted", "屏幕坏了")
    booked(as_ada.post("/bookings", wish()))
    miss_one()
    assert refusal(as_ada.post("/bookings", wish())) == (403, "suspended")


def test_a_worker_who_appeals_for_somebody_is_shown(
    as_ada: ApiClient, as_worker: ApiClient, miss_one: Missing
) -> None:
    path = f"/bookings/{miss_one()['id']}"

    booked(as_worker.post(f"{path}/appeal", {"reason": "住院了"}))

    assert as_ada.get(path).json["acted_by"]["acting_as"] == "staff"


def test_a_rejected_appeal_changes_nothing(
    as_ada: ApiClient, as_worker: ApiClient, miss_one: Missing, wish: Asking
) -> None:
    miss_one()
    missed = miss_one()
    booked(as_ada.post(f"/bookings/{missed['id']}/appeal", {"reason": "堵车"}))

    rejected = booked(as_worker.post(f"/bookings/{missed['id']}/appeal/reject", {"reason": "没有说明"}))

    assert (rejected["appeal"], rejected["appeal_answer"]) == ("rejected", "没有说明")
    assert refusal(as_ada.post("/bookings", wish())) == (403, "suspended")


def test_there_is_nothing_to_appeal_against_without_a_no_show(as_ada: ApiClient, wish: Asking) -> None:
    told = booked(as_ada.post("/bookings", wish()))

    assert refusal(as_ada.post(f"/bookings/{told['id']}/appeal", {"reason": "?"})) == (409, "wrong_state")
