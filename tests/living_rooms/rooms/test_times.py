"""A room's free time over HTTP: the slots of its days, and the search over rooms."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine

from service.kit.actor import Role
from service.kit.work import UnitOfWork
from service.living_rooms.rooms.schemas.times import SlotSchema
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.factories import accounts, living_rooms, regions, residents
from tests.living_rooms.rooms.conftest import booked, closed
from tests.statements import statements


def states(client: ApiClient, room: Any, day: str, **at: str) -> list[str]:
    """The states of the slots that begin at these local times of a day."""
    slots = client.get(f"/living-rooms/{room.id}/availability?from={day}&to={day}").json["slots"]
    by_start = {slot["starts_at"]: slot["state"] for slot in slots}
    return [by_start[f"{day}T{clock_time}:00+08:00"] for clock_time in at.values()]


def test_a_day_tells_each_slot_as_past_free_taken_or_closed(
    work: UnitOfWork, clock: StoppedClock, dweller: ApiClient
) -> None:
    room = living_rooms.room(work, buffer_minutes=15)
    booked(work, room, clock.today_at("14:00"), clock.today_at("15:00"), buffer_minutes=15)
    closed(work, room, clock.today_at("16:10"), clock.today_at("17:00"))

    answer = dweller.get(f"/living-rooms/{room.id}/availability?from=2026-03-02&to=2026-03-02")

    slots = answer.json["slots"]
    assert len(slots) == 48
    assert slots[0] == {
        "starts_at": "2026-03-02T00:00:00+08:00",
        "ends_at": "2026-03-02T00:30:00+08:00",
        "state": "past",
    }
    assert slots[-1]["ends_at"] == "2026-03-03T00:00:00+08:00"
    told = {slot["starts_at"][11:16]: slot["state"] for slot in slots}
    assert told["08:30"] == "past"
    assert told["09:00"] == "free"
    assert told["13:00"] == "free"
    assert told["13:30"] == "taken"
    assert told["14:00"] == told["14:30"] == told["15:00"] == "taken"
    assert told["15:30"] == "free"
    assert told["16:00"] == told["16:30"] == "closed"
    assert told["17:00"] == "free"
    assert told["21:30"] == "free"
    assert told["22:00"] == "closed"


def test_a_month_comes_in_one_call_and_its_days_follow_each_other(
    work: UnitOfWork, dweller: ApiClient
) -> None:
    room = living_rooms.room(work, slot_minutes=15)

    slots = dweller.get(f"/living-rooms/{room.id}/availability?from=2026-03-01&to=2026-03-31").json["slots"]

    assert len(slots) == 31 * 96
    assert all(one["ends_at"] == next_one["starts_at"] for one, next_one in pairwise(slots))


def test_a_holiday_is_closed_a_make_up_saturday_keeps_its_hours_and_a_date_of_its_own_goes_first(
    work: UnitOfWork, dweller: ApiClient
) -> None:
    weekdays = dict.fromkeys(range(1, 6), (("08:00", "22:00"),))
    of_dates = {date(2026, 10, 2): ("09:00", "12:00")}
    room = living_rooms.room(work, week={**weekdays, 6: (("13:00", "15:00"),)}, dates=of_dates)
    times = {"morning": "10:00", "afternoon": "13:00"}

    assert states(dweller, room, "2026-10-01", **times) == ["closed", "closed"]
    assert states(dweller, room, "2026-10-02", **times) == ["free", "closed"]
    assert states(dweller, room, "2026-10-10", **times) == ["closed", "free"]
    assert states(dweller, room, "2026-10-11", **times) == ["closed", "closed"]


def test_slots_have_the_shape_that_the_contract_tells(work: UnitOfWork, dweller: ApiClient) -> None:
    room = living_rooms.room(work, slot_minutes=45)

    slots = dweller.get(f"/living-rooms/{room.id}/availability?from=2026-03-01&to=2026-03-02").json["slots"]

    assert [set(slot) for slot in slots] == [set(SlotSchema().fields)] * len(slots)
    assert SlotSchema(many=True).validate(slots) == {}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=2026-03-01", "to"),
        ("from=2026-03-01&to=2026-04-01", "to"),
        ("from=2026-03-02&to=2026-03-01", "to"),
        ("from=1999-12-31&to=2000-01-01", "from"),
        ("from=2026-02-30&to=2026-03-01", "from"),
        ("from=2026-03-01&to=2026-03-02&state=free", "state"),
    ],
)
def test_availability_names_what_is_wrong_with_the_days(
    work: UnitOfWork, dweller: ApiClient, query: str, field: str
) -> None:
    room = living_rooms.room(work)

    answer = dweller.get(f"/living-rooms/{room.id}/availability?{query}")

    assert answer.status_code == 422
    assert field in answer.json["errors"]


def test_availability_of_no_room_is_not_found_and_of_none_without_a_login(
    dweller: ApiClient, anyone: ApiClient
) -> None:
    path = "/living-rooms/01900000-0000-7000-8000-000000000000/availability?from=2026-03-01&to=2026-03-02"

    assert dweller.get(path).status_code == 404
    assert anyone.get(path).status_code == 401


def test_availability_takes_one_statement_besides_the_login(
    work: UnitOfWork, clock: StoppedClock, dweller: ApiClient, engine: Engine
) -> None:
    room = living_rooms.room(work)
    for hour in range(10, 16):
        booked(work, room, clock.today_at(f"{hour}:00"), clock.today_at(f"{hour}:30"))

    with statements(engine) as sent:
        answer = dweller.get(f"/living-rooms/{room.id}/availability?from=2026-03-01&to=2026-03-31")

    assert Counter(slot["state"] for slot in answer.json["slots"])["taken"] == 6
    assert len(sent) == 2


def found(client: ApiClient, query: str) -> list[dict[str, Any]]:
    answer = client.get(f"/living-rooms/search?{query}")
    assert answer.status_code == 200, answer.json
    items: list[dict[str, Any]] = answer.json["items"]
    return items


def test_a_search_finds_free_rooms_the_nearest_first_with_their_stretches(
    work: UnitOfWork, clock: StoppedClock, dweller: ApiClient
) -> None:
    far = living_rooms.room(work, latitude=29.960, longitude=121.716)
    near = living_rooms.room(work, latitude=29.954, longitude=121.716)
    nowhere = living_rooms.room(work, latitude=None, longitude=None)
    full = living_rooms.room(work, latitude=29.953, longitude=121.716)
    booked(work, full, clock.today_at("13:30", days=1), clock.today_at("17:00", days=1))
    booked(work, near, clock.today_at("14:00", days=1), clock.today_at("15:00", days=1))

    rooms = found(
        dweller,
        "date=2026-03-03&starts_after=13:00&ends_before=18:00&minutes=90&headcount=8&near=29.953,121.716",
    )

    assert [room["id"] for room in rooms] == [str(near.id), str(far.id), str(nowhere.id)]
    assert [room["distance_m"] for room in rooms] == [111, 778, None]
    assert rooms[0]["stretches"] == [
        {"starts_at": "2026-03-03T15:00:00+08:00", "ends_at": "2026-03-03T18:00:00+08:00"}
    ]
    assert rooms[1]["stretches"] == [
        {"starts_at": "2026-03-03T13:00:00+08:00", "ends_at": "2026-03-03T18:00:00+08:00"}
    ]


def test_a_search_leaves_out_rooms_too_small_too_large_too_strict_and_elsewhere(
    work: UnitOfWork, dweller: ApiClient
) -> None:
    fits = living_rooms.room(work)
    living_rooms.room(work, capacity_max=7)
    living_rooms.room(work, capacity_min=9)
    living_rooms.room(work, max_minutes=60)
    living_rooms.room(work, advance_days=0)
    elsewhere = living_rooms.room(work, regions.SECOND_COMMUNITY, open_to="street")

    asked = "date=2026-03-03&minutes=90&headcount=8"

    assert [room["id"] for room in found(dweller, asked)] == [str(fits.id), str(elsewhere.id)]
    of_community = found(dweller, f"{asked}&region_code={regions.COMMUNITY}")
    assert [room["id"] for room in of_community] == [str(fits.id)]
    assert len(found(dweller, f"{asked}&limit=1")) == 1


def test_residents_find_rooms_that_are_open_to_where_they_live_and_staff_find_all(
    app: Flask, work: UnitOfWork, worker: ApiClient
) -> None:
    own = living_rooms.room(work, name="own")
    living_rooms.room(work, regions.SECOND_COMMUNITY, "closed to others")
    of_street = living_rooms.room(work, regions.SECOND_COMMUNITY, "street", open_to="street")
    living_rooms.room(work, regions.OTHER_COMMUNITY, "other street", open_to="street")
    of_district = living_rooms.room(work, regions.OTHER_COMMUNITY, "district", open_to="district")
    in_grid = residents.resident(work, region_code=regions.GRID)
    from_away = residents.resident(work, region_code=None, name="陈小妹")
    dweller = accounts.client_of(app, work, accounts.resident_account(work, in_grid.id))
    daughter_account = accounts.resident_account(work, from_away.id)
    daughter = accounts.client_of(app, work, daughter_account)
    residents.proxy(work, in_grid, daughter_account)

    asked = "date=2026-03-03"
    open_to_her = {str(own.id), str(of_street.id), str(of_district.id)}

    assert {room["id"] for room in found(dweller, asked)} == open_to_her
    assert found(daughter, asked) == []
    for_mother = found(daughter, f"{asked}&for_resident_id={in_grid.id}")
    assert {room["id"] for room in for_mother} == open_to_her
    assert dweller.get(f"/living-rooms/search?{asked}&for_resident_id={from_away.id}").status_code == 403
    assert len(found(worker, asked)) == 5


def test_a_resident_is_not_sent_to_time_within_the_rooms_lead(
    work: UnitOfWork, dweller: ApiClient, worker: ApiClient
) -> None:
    living_rooms.room(work, lead_minutes=90)

    (for_resident,) = found(dweller, "date=2026-03-02&ends_before=12:00")
    (for_worker,) = found(worker, "date=2026-03-02&ends_before=12:00")

    assert for_resident["stretches"][0]["starts_at"] == "2026-03-02T10:30:00+08:00"
    assert for_worker["stretches"][0]["starts_at"] == "2026-03-02T09:00:00+08:00"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "date"),
        ("date=2026-03-03&near=here", "near"),
        ("date=2026-03-03&near=99,121", "near"),
        ("date=2026-03-03&near=nan,inf", "near"),
        ("date=2026-03-03&minutes=0", "minutes"),
        ("date=2026-03-03&headcount=few", "headcount"),
        ("date=2026-03-03&starts_after=9", "starts_after"),
        ("date=2026-03-03&starts_after=12:00&ends_before=12:00", "ends_before"),
        ("date=2026-03-03&limit=101", "limit"),
    ],
)
def test_a_search_names_what_is_wrong_with_it(dweller: ApiClient, query: str, field: str) -> None:
    answer = dweller.get(f"/living-rooms/search?{query}")

    assert answer.status_code == 422
    assert field in answer.json["errors"]


def test_a_search_takes_as_many_statements_for_many_rooms_as_for_one(
    work: UnitOfWork, clock: StoppedClock, dweller: ApiClient, engine: Engine
) -> None:
    def counted() -> int:
        with statements(engine) as sent:
            found(dweller, "date=2026-03-03&near=29.9,121.7")
        return len(sent)

    living_rooms.room(work)
    for_one = counted()
    for _ in range(9):
        room = living_rooms.room(work)
        booked(
            work, room, clock.today_at("10:00", days=1), clock.today_at("10:00", days=1) + timedelta(hours=1)
        )

    assert counted() == for_one == 3


def test_a_search_is_for_who_is_logged_in(anyone: ApiClient, app: Flask, work: UnitOfWork) -> None:
    living_rooms.room(work, open_to="district")
    newcomer = accounts.client_of(app, work, accounts.resident_account(work))
    auditor = accounts.client_of(app, work, accounts.staff(work, Role.AUDITOR))

    assert anyone.get("/living-rooms/search?date=2026-03-03").status_code == 401
    assert found(newcomer, "date=2026-03-03") == []
    assert len(found(auditor, "date=2026-03-03")) == 1
