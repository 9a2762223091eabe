"""Rooms over HTTP."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from service.kit.actor import Function, Role
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.factories import accounts, living_rooms, regions

MINIMAL = {
    "name": "桂花会客厅",
    "region_code": regions.COMMUNITY,
    "address": "胜利路 12 号",
    "capacity_max": 30,
}


def as_staff(app: Flask, work: UnitOfWork, role: Role, region_code: str, *functions: Function) -> ApiClient:
    account = accounts.staff(work, role, region_code, functions=functions or frozenset(Function))
    return accounts.client_of(app, work, account)


def test_a_worker_opens_a_room_with_the_default_policy(worker: ApiClient) -> None:
    answer = worker.post("/living-rooms", MINIMAL)

    assert answer.status_code == 201
    assert answer.headers["ETag"].startswith('"1.')
    assert answer.json["policy"]["slot_minutes"] == 30
    assert answer.json["policy"]["approval_headcount"] == 20
    assert answer.json["policy"]["open_to"] == "community"
    assert answer.json["opening_hours"] == []
    assert answer.json["capacity_min"] == 1
    assert worker.get(f"/living-rooms/{answer.json['id']}").json == answer.json


def test_a_room_tells_all_that_was_said_of_it(worker: ApiClient) -> None:
    said = {
        **MINIMAL,
        "latitude": 29.953,
        "longitude": 121.716,
        "capacity_min": 2,
        "facilities": ["投影仪", "茶吧"],
        "brand": "桂花议事",
        "keeper_name": "李建国",
        "keeper_phone": "0574-86250000",
        "opening_hours": [
            {"weekday": 1, "opens": "08:00", "closes": "12:00"},
            {"weekday": 1, "opens": "12:00", "closes": "24:00"},
        ],
        "holiday_hours": [
            {"date": "2026-10-02", "opens": "09:00", "closes": "11:30"},
            {"date": "2026-10-09"},
        ],
        "photos": [],
    }

    answer = worker.post("/living-rooms", {**said, "policy": {"slot_minutes": 15, "open_to": "street"}})

    assert answer.status_code == 201
    told = answer.json
    told["holiday_hours"] = [
        {key: value for key, value in each.items() if value is not None} for each in told["holiday_hours"]
    ]
    assert {key: told[key] for key in said} == said
    assert told["policy"]["slot_minutes"] == 15
    assert told["policy"]["max_minutes"] == 240


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "  "}, "name"),
        ({"region_code": regions.STREET}, "region_code"),
        ({"region_code": "nowhere"}, "region_code"),
        ({"capacity_min": 31}, "capacity_max"),
        ({"capacity_max": 0}, "capacity_max"),
        ({"latitude": 91}, "latitude"),
        ({"latitude": 29.9}, "longitude"),
        ({"latitude": "29.9", "longitude": 121.7}, "latitude"),
        ({"keeper_phone": "call me"}, "keeper_phone"),
        ({"owner": "me"}, "owner"),
        ({"policy": {"slot_minutes": 20}}, "policy.slot_minutes"),
        ({"policy": {"buffer_minutes": 7}}, "policy.buffer_minutes"),
        ({"policy": {"slot_minutes": 60, "max_minutes": 30}}, "policy.max_minutes"),
        ({"policy": {"open_to": "city"}}, "policy.open_to"),
        ({"policy": {"version": 3}}, "policy.version"),
        ({"opening_hours": [{"weekday": 8, "opens": "08:00", "closes": "09:00"}]}, "opening_hours.0.weekday"),
        ({"opening_hours": [{"weekday": 1, "opens": "8:00", "closes": "09:00"}]}, "opening_hours.0.opens"),
        ({"opening_hours": [{"weekday": 1, "opens": "08:10", "closes": "09:00"}]}, "opening_hours.0.opens"),
        ({"opening_hours": [{"weekday": 1, "opens": "08:00", "closes": "24:15"}]}, "opening_hours.0.closes"),
        ({"opening_hours": [{"weekday": 1, "opens": "09:00", "closes": "09:00"}]}, "opening_hours.0.closes"),
        (
            {
                "opening_hours": [
                    {"weekday": 1, "opens": "08:00", "closes": "12:00"},
                    {"weekday": 2, "opens": "08:00", "closes": "12:00"},
                    {"weekday": 1, "opens": "11:45", "closes": "13:00"},
                ]
            },
            "opening_hours.2.opens",
        ),
        ({"holiday_hours": [{"date": "2026-10-02", "opens": "09:00"}]}, "holiday_hours.0.closes"),
        (
            {
                "holiday_hours": [
                    {"date": "2026-10-02"},
                    {"date": "2026-10-02", "opens": "09:00", "closes": "10:00"},
                ]
            },
            "holiday_hours.1.date",
        ),
        ({"photos": ["01900000-0000-7000-8000-000000000000"]}, "photos"),
    ],
)
def test_a_wrong_room_is_refused_and_the_field_is_named(
    worker: ApiClient, wrong: dict[str, Any], field: str
) -> None:
    answer = worker.post("/living-rooms", {**MINIMAL, **wrong})

    assert answer.status_code == 422
    assert field in answer.json["errors"]
    assert worker.get("/living-rooms").json["items"] == []


def test_who_does_not_look_after_the_place_opens_no_room_there(
    app: Flask, work: UnitOfWork, worker: ApiClient, dweller: ApiClient, anyone: ApiClient
) -> None:
    elsewhere = as_staff(app, work, Role.COMMUNITY_WORKER, regions.OTHER_COMMUNITY)
    without_rooms = as_staff(app, work, Role.STREET_STAFF, regions.STREET, Function.PEOPLE)
    grid = as_staff(app, work, Role.GRID_WORKER, regions.GRID)
    street = as_staff(app, work, Role.STREET_STAFF, regions.STREET, Function.ROOMS)

    refused = [one.post("/living-rooms", MINIMAL) for one in (elsewhere, without_rooms, grid, dweller)]

    assert [answer.status_code for answer in refused] == [403] * 4
    assert anyone.post("/living-rooms", MINIMAL).status_code == 401
    assert street.post("/living-rooms", MINIMAL).status_code == 201


def test_everybody_logged_in_reads_rooms_by_region_name_and_reach(
    work: UnitOfWork, dweller: ApiClient, anyone: ApiClient
) -> None:
    near = living_rooms.room(work)
    open_room = living_rooms.room(work, regions.SECOND_COMMUNITY, "100%会客厅", open_to="street")
    far = living_rooms.room(work, regions.OTHER_COMMUNITY, "临江会客厅", brand="江边茶吧")

    def listed(query: str) -> list[str]:
        answer = dweller.get(f"/living-rooms?{query}")
        assert answer.status_code == 200
        return [each["id"] for each in answer.json["items"]]

    assert listed("") == [str(near.id), str(open_room.id), str(far.id)]
    assert listed(f"region_code={regions.STREET}") == [str(near.id), str(open_room.id)]
    assert listed("q=茶吧") == [str(far.id)]
    assert listed("q=%25") == [str(open_room.id)]
    assert listed("open_to=street") == [str(open_room.id)]
    assert anyone.get("/living-rooms").status_code == 401


def test_a_list_of_rooms_goes_on_where_it_stopped(work: UnitOfWork, dweller: ApiClient) -> None:
    made = [str(living_rooms.room(work).id) for _ in range(3)]

    first = dweller.get("/living-rooms?limit=2").json
    second = dweller.get(f"/living-rooms?limit=2&cursor={first['next_cursor']}").json

    assert [each["id"] for each in first["items"] + second["items"]] == made
    assert second["next_cursor"] is None


def test_a_change_of_hours_and_policy_is_a_new_version_and_touches_only_what_it_names(
    work: UnitOfWork, worker: ApiClient
) -> None:
    room = living_rooms.room(work, dates={date(2026, 10, 2): ("09:00", "12:00")})
    before = worker.get(f"/living-rooms/{room.id}")

    changed = worker.patch(
        f"/living-rooms/{room.id}",
        {
            "policy": {"buffer_minutes": 15},
            "opening_hours": [{"weekday": 1, "opens": "08:00", "closes": "20:00"}],
            "holiday_hours": [{"date": "2026-10-02"}],
        },
        etag=before.headers["ETag"],
    )

    assert changed.status_code == 200
    assert changed.headers["ETag"] != before.headers["ETag"]
    assert changed.json["policy"] == {**before.json["policy"], "buffer_minutes": 15}
    assert changed.json["opening_hours"] == [{"weekday": 1, "opens": "08:00", "closes": "20:00"}]
    assert changed.json["holiday_hours"] == [{"date": "2026-10-02", "opens": None, "closes": None}]
    again = worker.patch(f"/living-rooms/{room.id}", {"name": "新名"}, etag=before.headers["ETag"])
    assert (again.status_code, again.json["code"]) == (412, "stale")


def test_a_change_needs_if_match_a_duty_and_sense(
    app: Flask, work: UnitOfWork, worker: ApiClient, dweller: ApiClient
) -> None:
    room = living_rooms.room(work)
    path = f"/living-rooms/{room.id}"
    elsewhere = as_staff(app, work, Role.COMMUNITY_WORKER, regions.OTHER_COMMUNITY)

    assert worker.patch(path, {"name": "新名"}, etag=None).status_code == 428
    assert elsewhere.patch(path, {"name": "新名"}).json["code"] == "out_of_scope"
    assert dweller.patch(path, {"name": "新名"}).status_code == 403
    assert worker.patch(path, {"region_code": regions.OTHER_COMMUNITY}).status_code == 403
    assert worker.patch(path, {"capacity_max": 1, "capacity_min": 2}).status_code == 422
    assert worker.patch("/living-rooms/01900000-0000-7000-8000-000000000000", {}).status_code == 404
    assert worker.get(path).json["name"] == room.name


def test_photos_of_a_room_are_seen_by_all(worker: ApiClient, dweller: ApiClient) -> None:
    upload = worker.request(
        "POST",
        "/files",
        data={"file": (_png(), "room.png")},
        content_type="multipart/form-data",
    ).json

    room = worker.post("/living-rooms", {**MINIMAL, "photos": [upload["id"]]})

    assert room.json["photos"] == [upload["id"]]
    assert dweller.get(f"/files/{upload['id']}").status_code == 200


def _png() -> Any:
    return BytesIO(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478"
            "da63fcffff3f030005fe02fea7350f0e0000000049454e44ae426082"
        )
    )
