"""What waits for a worker is told to those who look after the room."""

from flask import Flask

from service.kit.actor import Function, Role
from service.kit.house import House
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts
from tests.factories.regions import COMMUNITY, STREET
from tests.living_rooms.bookings.conftest import Asking, LastingClient, booked


def told(client: ApiClient) -> list[str]:
    """What an inbox holds, the oldest first."""
    return [each["text"].removeprefix("living_rooms.") for each in booked(client.get("/inbox"))["items"]][
        ::-1
    ]


def test_what_waits_for_approval_is_told_to_the_rooms_workers_only(
    as_ada: ApiClient,
    as_worker: ApiClient,
    as_other_worker: ApiClient,
    wish: Asking,
    timetable: Timetable,
) -> None:
    booked(as_ada.post("/bookings", wish("10:00")))
    booked(as_ada.post("/bookings", wish("12:00", headcount=25)))
    timetable.deliver()

    assert told(as_worker) == ["booking_to_approve"]
    assert told(as_other_worker) == []
    assert told(as_ada) == ["booking_confirmed", "booking_pending"]


def test_a_series_that_waits_is_told_once(
    as_ada: ApiClient, as_worker: ApiClient, wish: Asking, timetable: Timetable
) -> None:
    skipping = {"every": "week", "times": 4, "on_conflict": "skip"}
    booked(as_ada.post("/bookings", wish(headcount=25, repeat=skipping)))
    timetable.deliver()

    assert told(as_worker) == ["booking_series_to_approve"]


def test_a_booking_that_grows_waits_again(
    as_ada: ApiClient, as_worker: ApiClient, wish: Asking, timetable: Timetable
) -> None:
    made = booked(as_ada.post("/bookings", wish()))
    timetable.deliver()

    booked(as_ada.patch(f"/bookings/{made['id']}", {"headcount": 25}))
    timetable.deliver()

    assert told(as_ada) == ["booking_confirmed", "booking_moved", "booking_pending"]
    assert told(as_worker) == ["booking_to_approve"]


def test_where_no_worker_has_rooms_in_hand_the_street_is_told(
    app: Flask, work: UnitOfWork, house: House, as_ada: ApiClient, wish: Asking, timetable: Timetable
) -> None:
    of_other_matters = {each for each in Function if each is not Function.ROOMS}
    worker = accounts.staff(work, Role.COMMUNITY_WORKER, COMMUNITY, functions=of_other_matters)
    street = accounts.staff(work, Role.STREET_STAFF, STREET)

    booked(as_ada.post("/bookings", wish(headcount=25)))
    timetable.deliver()

    assert told(LastingClient(app, house, worker)) == []
    assert told(LastingClient(app, house, street)) == ["booking_to_approve"]


def test_an_appeal_is_told_to_who_decides(
    as_ada: ApiClient, as_worker: ApiClient, wish: Asking, clock: StoppedClock, timetable: Timetable
) -> None:
    made = booked(as_ada.post("/bookings", wish("11:00", days=0)))
    clock.move_to(clock.today_at("11:30"))
    timetable.run("living_rooms.bookings.note_no_shows")

    booked(as_ada.post(f"/bookings/{made['id']}/appeal", {"reason": "屏幕坏了"}))
    timetable.deliver()

    assert told(as_worker) == ["appeal_to_decide"]
