"""What happens to bookings by the clock and by what others tell; and what people are told."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from service.kit.messages import OutboxMessage
from service.kit.work import UnitOfWork
from service.living_rooms.bookings.models import BookingCounter, NoShow
from service.living_rooms.rooms.messages import RoomClosed
from service.living_rooms.rooms.models import BookedGrain, LivingRoom
from service.residents.messages import ResidentDied, ResidentMovedAway
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.conftest import Timetable
from tests.factories import accounts, living_rooms, residents
from tests.living_rooms.bookings.conftest import Asking, booked


def test_a_booking_that_nobody_approves_expires(
    work: UnitOfWork,
    as_ada: ApiClient,
    as_ben: ApiClient,
    wish: Asking,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    told = booked(as_ada.post("/bookings", wish("15:00", days=3, headcount=25)))

    clock.move(minutes=1439)
    timetable.run("living_rooms.bookings.expire_pending_bookings")
    assert booked(as_ada.get(f"/bookings/{told['id']}"))["status"] == "pending"
    clock.move(minutes=1)
    timetable.run("living_rooms.bookings.expire_pending_bookings")

    assert booked(as_ada.get(f"/bookings/{told['id']}"))["status"] == "expired"
    booked(as_ben.post("/bookings", wish("15:00", days=2)))
    assert "living_rooms.booking_expired" in _told_to(work, timetable, told["resident_id"])


def test_people_are_reminded_once_an_hour_before(
    work: UnitOfWork,
    as_ada: ApiClient,
    ada: Resident,
    wish: Asking,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    booked(as_ada.post("/bookings", wish("12:00", days=0)))

    for _ in range(4):
        clock.move(minutes=60)
        timetable.run("living_rooms.bookings.remind_of_bookings")

    assert _told_to(work, timetable, ada.id).count("living_rooms.booking_reminder") == 1


def test_what_was_used_is_completed_at_its_end(
    as_ada: ApiClient, as_worker: ApiClient, wish: Asking, clock: StoppedClock, timetable: Timetable
) -> None:
    told = booked(as_ada.post("/bookings", wish("11:00", days=0)))
    own = booked(as_worker.post("/bookings", wish("10:00", days=0)))
    clock.move(minutes=120)
    booked(as_worker.post(f"/bookings/{told['id']}/check-in"))
    timetable.run("living_rooms.bookings.note_no_shows")
    clock.move(minutes=60)

    timetable.run("living_rooms.bookings.complete_bookings")

    for each in (told, own):
        assert booked(as_worker.get(f"/bookings/{each['id']}"))["status"] == "completed"


def test_a_closure_cancels_what_stands_in_it_and_says_why(
    work: UnitOfWork,
    as_ada: ApiClient,
    ada: Resident,
    room: LivingRoom,
    wish: Asking,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    inside, outside = (booked(as_ada.post("/bookings", wish(at)))["id"] for at in ("10:00", "14:00"))
    closed_from = clock.today_at("10:30", days=1)
    work.announce(
        RoomClosed(
            closure_id=work.new_id(),
            living_room_id=room.id,
            starts_at=closed_from,
            ends_at=closed_from + timedelta(hours=2),
            reason="水管维修",
        )
    )

    told = _texts(work, timetable)

    assert booked(as_ada.get(f"/bookings/{outside}"))["status"] == "confirmed"
    cancelled = booked(as_ada.get(f"/bookings/{inside}"))
    assert (cancelled["status"], cancelled["reason"]) == ("cancelled", "水管维修")
    [closing] = [each for each in told if each["text"] == "living_rooms.booking_closed"]
    assert closing["resident_id"] == str(ada.id)
    assert "水管维修" in closing["body_zh"]
    assert work.session.scalars(select(NoShow)).all() == []
    booked(as_ada.post("/bookings", wish("16:00")))


@pytest.mark.parametrize("gone", [ResidentMovedAway, ResidentDied])
def test_bookings_end_with_their_people(
    app: Flask,
    work: UnitOfWork,
    as_ada: ApiClient,
    ada: Resident,
    wish: Asking,
    timetable: Timetable,
    gone: Any,
) -> None:
    daughter = accounts.resident_account(work)
    residents.proxy(work, ada, daughter)
    as_daughter = accounts.client_of(app, work, daughter)
    told = booked(as_daughter.post("/bookings", wish(for_resident_id=ada.id)))
    timetable.deliver()
    ada.status = ResidentStatus.MOVED_AWAY if gone is ResidentMovedAway else ResidentStatus.DECEASED
    work.announce(gone(resident_id=ada.id))

    said = [each for each in _texts(work, timetable) if each["text"] != "living_rooms.booking_confirmed"]

    assert booked(as_ada.get(f"/bookings/{told['id']}"))["status"] == "cancelled"
    assert work.session.scalars(select(BookedGrain)).all() == []
    to_whom = [(each["resident_id"], each["account_id"]) for each in said if "booking" in each["text"]]
    assert to_whom == [(None, str(daughter.id)) if gone is ResidentDied else (str(ada.id), None)]


def test_people_hear_what_becomes_of_their_booking(
    work: UnitOfWork,
    as_ada: ApiClient,
    as_worker: ApiClient,
    ada: Resident,
    wish: Asking,
    clock: StoppedClock,
    timetable: Timetable,
) -> None:
    hall = living_rooms.room(work, no_show_limit=1)
    large = booked(as_ada.post("/bookings", wish(headcount=25, living_room_id=hall.id)))
    timetable.deliver()
    booked(as_worker.post(f"/bookings/{large['id']}/approve"))
    booked(as_worker.patch(f"/bookings/{large['id']}", {"headcount": 26}))
    other = booked(as_ada.post("/bookings", wish("14:00", headcount=25, living_room_id=hall.id)))
    timetable.deliver()
    booked(as_worker.post(f"/bookings/{other['id']}/reject", {"reason": "太多人"}))
    clock.move_to(clock.today_at("10:30", days=1))
    timetable.run("living_rooms.bookings.note_no_shows")
    timetable.deliver()
    booked(as_ada.post(f"/bookings/{large['id']}/appeal", {"reason": "病了"}))
    booked(as_worker.post(f"/bookings/{large['id']}/appeal/accept"))

    assert sorted(_told_to(work, timetable, ada.id)) == sorted(
        [
            "living_rooms.booking_pending",
            "living_rooms.booking_confirmed",
            "living_rooms.booking_moved",
            "living_rooms.booking_pending",
            "living_rooms.booking_rejected",
            "living_rooms.booking_missed",
            "living_rooms.booking_suspended",
            "living_rooms.appeal_accepted",
            "living_rooms.suspension_lifted",
        ]
    )


def test_a_series_is_told_once(
    work: UnitOfWork, as_ada: ApiClient, ada: Resident, wish: Asking, timetable: Timetable
) -> None:
    hall = living_rooms.room(work, advance_days=60, active_quota=9)
    weekly = {"every": "week", "times": 5}

    booked(as_ada.post("/bookings", wish(living_room_id=hall.id, repeat=weekly)))

    [told] = _texts(work, timetable)
    assert told["text"] == "living_rooms.booking_series_confirmed"
    assert told["resident_id"] == str(ada.id)
    assert "共 5 次" in told["body_zh"]


def test_counters_of_months_long_over_are_dropped(
    work: UnitOfWork, as_ada: ApiClient, wish: Asking, clock: StoppedClock, timetable: Timetable
) -> None:
    booked(as_ada.post("/bookings", wish()))
    periods = select(BookingCounter.period).order_by(BookingCounter.period)

    clock.move(days=60)
    timetable.run("living_rooms.bookings.forget_old_months")
    assert work.session.scalars(periods).all() == ["2026-03", "active"]
    clock.move(days=32)
    timetable.run("living_rooms.bookings.forget_old_months")

    assert work.session.scalars(periods).all() == ["active"]


def _texts(work: UnitOfWork, timetable: Timetable) -> list[dict[str, Any]]:
    """Everything that was told to anybody, after all is delivered."""
    work.session.flush()
    timetable.deliver()
    told = select(OutboxMessage.body).where(OutboxMessage.name == "kit.telling.Told")
    return list(work.session.scalars(told.order_by(OutboxMessage.id)))


def _told_to(work: UnitOfWork, timetable: Timetable, resident_id: object) -> list[str]:
    return [each["text"] for each in _texts(work, timetable) if each["resident_id"] == str(resident_id)]
