"""Booking over HTTP: what succeeds, and how each rule refuses."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask

from service.kit.actor import Role
from service.kit.work import UnitOfWork
from service.living_rooms.rooms.models import Closure, LivingRoom
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.factories import accounts, living_rooms, organisations, residents
from tests.factories.regions import OTHER_COMMUNITY, SECOND_COMMUNITY
from tests.living_rooms.bookings.conftest import Asking, booked, refusal


def test_a_resident_books_an_hour(as_ada: ApiClient, wish: Asking, ada: Resident) -> None:
    answer = as_ada.post("/bookings", wish(title="越剧班"))

    told = booked(answer)
    assert answer.status_code == 201
    assert told["status"] == "confirmed"
    assert told["living_room_name"] == "桂花会客厅"
    assert told["resident_id"] == str(ada.id)
    assert told["starts_at"] == "2026-03-03T10:00:00+08:00"
    assert told["acted_by"] is None
    assert answer.headers["ETag"].startswith('"1.')
    assert as_ada.get(f"/bookings/{told['id']}").json == told


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"at": "10:10"}, 422, "off_grid"),
        ({"minutes": 50}, 422, "off_grid"),
        ({"minutes": 270}, 422, "too_long"),
        ({"minutes": 0}, 422, "invalid_input"),
        ({"at": "09:30", "days": 0}, 422, "too_late"),
        ({"days": -1}, 422, "too_late"),
        ({"days": 8}, 422, "too_far_ahead"),
        ({"at": "07:30"}, 422, "outside_opening_hours"),
        ({"at": "21:30"}, 422, "outside_opening_hours"),
        ({"headcount": 31}, 422, "over_capacity"),
        ({"purpose": "party"}, 422, "invalid_input"),
        ({"headcount": 0}, 422, "invalid_input"),
    ],
)
def test_each_rule_refuses_with_its_own_code(
    as_ada: ApiClient, wish: Asking, change: dict[str, object], status: int, code: str
) -> None:
    assert refusal(as_ada.post("/bookings", wish(**change))) == (status, code)


def test_the_problem_names_the_field_at_fault(as_ada: ApiClient, wish: Asking) -> None:
    answer = as_ada.post("/bookings", wish(headcount=99), language="en")

    assert answer.json["errors"] == {"headcount": "The room holds at most 30."}  # type: ignore[index]


def test_too_few_people_are_refused(work: UnitOfWork, as_ada: ApiClient, wish: Asking) -> None:
    hall = living_rooms.room(work, capacity_min=8)

    answer = as_ada.post("/bookings", wish(living_room_id=hall.id))

    assert refusal(answer) == (422, "under_capacity")


def test_the_same_time_can_not_be_booked_twice(as_ada: ApiClient, as_ben: ApiClient, wish: Asking) -> None:
    booked(as_ada.post("/bookings", wish()))

    assert refusal(as_ben.post("/bookings", wish("10:30"))) == (409, "slot_taken")
    booked(as_ben.post("/bookings", wish("11:00")))


def test_the_buffer_keeps_bookings_apart(
    work: UnitOfWork, as_ada: ApiClient, as_ben: ApiClient, wish: Asking
) -> None:
    tidy = living_rooms.room(work, buffer_minutes=30)
    booked(as_ada.post("/bookings", wish(living_room_id=tidy.id)))

    assert refusal(as_ben.post("/bookings", wish("11:00", living_room_id=tidy.id))) == (409, "slot_taken")
    assert refusal(as_ben.post("/bookings", wish("09:00", living_room_id=tidy.id))) == (409, "slot_taken")
    booked(as_ben.post("/bookings", wish("11:30", living_room_id=tidy.id)))


def test_a_booking_may_last_over_midnight(
    work: UnitOfWork, as_ada: ApiClient, as_ben: ApiClient, wish: Asking
) -> None:
    lounge = living_rooms.room(work, week=living_rooms.ALWAYS)
    booked(as_ada.post("/bookings", wish("23:00", minutes=120, living_room_id=lounge.id)))

    after_midnight = wish("00:30", days=2, living_room_id=lounge.id)

    assert refusal(as_ben.post("/bookings", after_midnight)) == (409, "slot_taken")
    booked(as_ben.post("/bookings", wish("01:00", days=2, living_room_id=lounge.id)))


def test_a_holiday_is_closed_unless_the_room_says_otherwise(
    work: UnitOfWork, as_ada: ApiClient, wish: Asking, clock: StoppedClock
) -> None:
    clock.move_to(clock.today_at("09:00", days=59))
    labour_day = date(2026, 5, 1)
    open_then = living_rooms.room(work, dates={labour_day: ("09:00", "12:00")})

    assert refusal(as_ada.post("/bookings", wish())) == (422, "outside_opening_hours")
    booked(as_ada.post("/bookings", wish(living_room_id=open_then.id)))


def test_a_closed_room_is_refused(
    work: UnitOfWork, as_ada: ApiClient, wish: Asking, room: LivingRoom, clock: StoppedClock
) -> None:
    closed_from = clock.today_at("10:30", days=1)
    work.session.add(
        Closure(
            living_room_id=room.id,
            starts_at=closed_from,
            ends_at=closed_from + timedelta(hours=2),
            reason="维修",
            closed_by=work.new_id(),
            created_at=work.now,
        )
    )
    work.session.flush()

    assert refusal(as_ada.post("/bookings", wish())) == (409, "room_closed")


def test_only_so_many_bookings_stand_at_a_time(as_ada: ApiClient, wish: Asking) -> None:
    first = booked(as_ada.post("/bookings", wish()))
    booked(as_ada.post("/bookings", wish("12:00")))

    assert refusal(as_ada.post("/bookings", wish("14:00"))) == (409, "quota_exceeded")
    booked(as_ada.post(f"/bookings/{first['id']}/cancel"))
    booked(as_ada.post("/bookings", wish("14:00")))


def test_the_months_minutes_are_counted_where_they_fall(
    work: UnitOfWork, as_ada: ApiClient, wish: Asking, clock: StoppedClock
) -> None:
    clock.move_to(clock.today_at("09:00", days=28))  # 2026-03-30
    lounge = living_rooms.room(
        work, week=living_rooms.ALWAYS, monthly_minutes_quota=120, active_quota=9, max_minutes=240
    )
    booked(as_ada.post("/bookings", wish("22:30", minutes=150, living_room_id=lounge.id)))

    in_march = as_ada.post("/bookings", wish("12:00", living_room_id=lounge.id))
    in_april = as_ada.post("/bookings", wish("12:00", days=2, living_room_id=lounge.id))
    more = as_ada.post("/bookings", wish("15:00", days=2, minutes=30, living_room_id=lounge.id))

    assert refusal(in_march) == (409, "quota_exceeded")
    assert booked(in_april)
    assert refusal(more) == (409, "quota_exceeded")


def test_who_is_not_verified_can_not_book(
    work: UnitOfWork, app: Flask, speaking: Callable[[Resident], ApiClient], wish: Asking
) -> None:
    pending = residents.resident(work, status=ResidentStatus.PENDING)
    nobody = accounts.client_of(app, work, accounts.resident_account(work))

    assert refusal(speaking(pending).post("/bookings", wish())) == (403, "not_verified")
    assert refusal(nobody.post("/bookings", wish())) == (403, "not_verified")


@pytest.mark.parametrize(
    ("open_to", "lives_in", "allowed"),
    [
        ("community", SECOND_COMMUNITY, False),
        ("street", SECOND_COMMUNITY, True),
        ("street", OTHER_COMMUNITY, False),
        ("district", OTHER_COMMUNITY, True),
    ],
)
def test_a_room_is_open_to_its_own(
    work: UnitOfWork,
    speaking: Callable[[Resident], ApiClient],
    wish: Asking,
    open_to: str,
    lives_in: str,
    allowed: bool,
) -> None:
    theirs = living_rooms.room(work, open_to=open_to)
    neighbour = residents.resident(work, lives_in)

    answer = speaking(neighbour).post("/bookings", wish(living_room_id=theirs.id))

    if allowed:
        booked(answer)
    else:
        assert refusal(answer) == (403, "out_of_scope")


def test_a_daughter_books_for_her_mother(
    app: Flask, work: UnitOfWork, ada: Resident, as_ada: ApiClient, wish: Asking
) -> None:
    daughter = accounts.resident_account(work, residents.resident(work, region_code=None).id)
    residents.proxy(work, ada, daughter, name="陈小妹")
    as_daughter = accounts.client_of(app, work, daughter)

    told = booked(as_daughter.post("/bookings", wish(for_resident_id=ada.id)))

    assert told["resident_id"] == str(ada.id)
    assert told["acted_by"] == {"account_id": str(daughter.id), "name": "陈小妹", "acting_as": "proxy"}
    assert [each["id"] for each in booked(as_ada.get("/bookings"))["items"]] == [told["id"]]
    assert [each["id"] for each in booked(as_daughter.get("/bookings"))["items"]] == [told["id"]]


def test_nobody_books_for_a_stranger(
    as_ben: ApiClient, as_other_worker: ApiClient, ada: Resident, wish: Asking
) -> None:
    assert refusal(as_ben.post("/bookings", wish(for_resident_id=ada.id))) == (403, "out_of_scope")
    assert refusal(as_other_worker.post("/bookings", wish(for_resident_id=ada.id))) == (403, "out_of_scope")


def test_a_worker_books_at_the_desk_without_notice(as_worker: ApiClient, ada: Resident, wish: Asking) -> None:
    told = booked(as_worker.post("/bookings", wish("09:00", days=0, for_resident_id=ada.id)))

    assert told["at_desk"] is True
    assert told["acted_by"]["acting_as"] == "staff"
    assert told["resident_id"] == str(ada.id)


def test_a_worker_books_for_the_community_itself_only_at_home(
    as_worker: ApiClient, as_other_worker: ApiClient, wish: Asking
) -> None:
    told = booked(as_worker.post("/bookings", wish(purpose="deliberation", headcount=25)))

    assert (told["resident_id"], told["organisation_id"], told["status"]) == (None, None, "confirmed")
    assert refusal(as_other_worker.post("/bookings", wish("14:00"))) == (403, "out_of_scope")


def test_an_organisation_books_with_quotas_of_its_own(
    app: Flask, work: UnitOfWork, as_ada: ApiClient, wish: Asking, room: LivingRoom
) -> None:
    choir = organisations.organisation(work)
    member = accounts.staff(work, Role.OPERATOR_MANAGER, organisation_id=choir.id)
    as_member = accounts.client_of(app, work, member)

    for hour in ("08:00", "10:00", "12:00", "14:00"):
        told = booked(as_member.post("/bookings", wish(hour, organisation_id=choir.id)))
        assert (told["organisation_id"], told["resident_id"]) == (str(choir.id), None)

    fifth = as_member.post("/bookings", wish("16:00", organisation_id=choir.id))
    assert refusal(fifth) == (409, "quota_exceeded")
    stranger = as_ada.post("/bookings", wish("16:00", organisation_id=choir.id))
    assert refusal(stranger) == (403, "no_right_to_rooms")
    assert len(booked(as_member.get("/bookings"))["items"]) == 4


def test_a_resident_books_for_the_organisation_that_they_may_act_for(
    work: UnitOfWork, as_ada: ApiClient, as_ben: ApiClient, ada: Resident, wish: Asking
) -> None:
    choir = organisations.organisation(work)
    organisations.member(work, choir, ada)
    own = booked(as_ada.post("/bookings", wish("08:00")))

    told = booked(as_ada.post("/bookings", wish(organisation_id=choir.id)))

    assert (told["organisation_id"], told["resident_id"]) == (str(choir.id), None)
    assert [each["id"] for each in booked(as_ada.get("/bookings"))["items"]] == [told["id"], own["id"]]
    assert booked(as_ben.get("/bookings"))["items"] == []
    assert refusal(as_ben.post(f"/bookings/{told['id']}/cancel")) == (404, "not_found")
    assert booked(as_ada.post(f"/bookings/{told['id']}/cancel"))["status"] == "cancelled"


def test_many_people_wait_for_approval(as_ada: ApiClient, as_worker: ApiClient, wish: Asking) -> None:
    told = booked(as_ada.post("/bookings", wish(headcount=21)))

    assert told["status"] == "pending"
    assert told["hold_until"] == "2026-03-03T09:00:00+08:00"
    approved = booked(as_worker.post(f"/bookings/{told['id']}/approve"))
    assert (approved["status"], approved["hold_until"]) == ("confirmed", None)


def test_a_pending_booking_never_holds_beyond_its_start(as_ada: ApiClient, wish: Asking) -> None:
    told = booked(as_ada.post("/bookings", wish("15:00", days=0, headcount=21)))

    assert told["hold_until"] == told["starts_at"]


def test_a_room_that_is_not_there_is_not_found(as_ada: ApiClient, wish: Asking, ada: Resident) -> None:
    assert refusal(as_ada.post("/bookings", wish(living_room_id=ada.id))) == (404, "not_found")


def test_the_same_key_books_once(as_ada: ApiClient, wish: Asking) -> None:
    first = as_ada.post("/bookings", wish(), key="once")
    again = as_ada.post("/bookings", wish(), key="once")

    assert booked(again) == booked(first)
    assert again.headers["Idempotency-Replayed"] == "true"
