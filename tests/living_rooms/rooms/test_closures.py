"""Closing a room for some time and opening it again, over HTTP."""

from datetime import timedelta

import pytest
from flask import Flask

from service.kit.actor import Role
from service.kit.work import UnitOfWork
from service.living_rooms.rooms.models import LivingRoom
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.factories import accounts, living_rooms, regions
from tests.living_rooms.rooms.conftest import announced, closed

NOWHERE = "01900000-0000-7000-8000-000000000000"


@pytest.fixture
def room(work: UnitOfWork) -> LivingRoom:
    return living_rooms.room(work)


def test_closing_a_room_takes_its_time_away_and_tells_others(
    work: UnitOfWork, clock: StoppedClock, room: LivingRoom, worker: ApiClient, dweller: ApiClient
) -> None:
    starts_at, ends_at = clock.today_at("13:00", days=3), clock.today_at("18:00", days=3)

    answer = worker.post(
        f"/living-rooms/{room.id}/closures",
        {"starts_at": starts_at, "ends_at": ends_at, "reason": "空调检修"},
    )

    assert answer.status_code == 201
    assert answer.json["starts_at"] == "2026-03-05T13:00:00+08:00"
    assert announced(work, "RoomClosed") == [
        {
            "closure_id": answer.json["id"],
            "living_room_id": str(room.id),
            "starts_at": "2026-03-05T13:00:00+08:00",
            "ends_at": "2026-03-05T18:00:00+08:00",
            "reason": "空调检修",
        }
    ]
    day = dweller.get(f"/living-rooms/{room.id}/availability?from=2026-03-05&to=2026-03-05").json["slots"]
    assert [slot["state"] for slot in day[25:37]] == ["free"] + ["closed"] * 10 + ["free"]
    assert dweller.get(f"/closures/{answer.json['id']}").json == answer.json


def test_opening_a_room_again_frees_what_is_left_of_the_closure(
    work: UnitOfWork, clock: StoppedClock, room: LivingRoom, worker: ApiClient
) -> None:
    closure = closed(work, room, clock.today_at("08:00"), clock.today_at("18:00"))
    path = f"/closures/{closure.id}"

    assert worker.delete(path, etag=None).status_code == 428
    assert worker.delete(path, etag='"7"').status_code == 412
    assert worker.delete(path, etag=worker.get(path).headers["ETag"]).status_code == 204

    assert worker.get(path).status_code == 404
    (freed,) = announced(work, "TimeFreed")
    assert freed["starts_at"] == "2026-03-02T01:00:00+00:00"
    assert freed["ends_at"] == "2026-03-02T10:00:00+00:00"


def test_deleting_a_closure_that_is_over_frees_nothing(
    work: UnitOfWork, clock: StoppedClock, room: LivingRoom, worker: ApiClient
) -> None:
    closure = closed(work, room, clock.today_at("08:00", days=-1), clock.today_at("18:00", days=-1))

    assert worker.delete(f"/closures/{closure.id}").status_code == 204

    assert announced(work, "TimeFreed") == []


def test_closures_are_listed_by_the_days_they_touch(
    work: UnitOfWork, clock: StoppedClock, room: LivingRoom, dweller: ApiClient
) -> None:
    first, second, third = (
        closed(work, room, clock.today_at("22:00", days=days), clock.today_at("09:00", days=days + 1))
        for days in (0, 2, 4)
    )
    closed(work, living_rooms.room(work), clock.today_at("08:00"), clock.today_at("22:00"))

    def listed(query: str) -> list[str]:
        path = f"/living-rooms/{room.id}/closures?{query}"
        return [each["id"] for each in dweller.get(path).json["items"]]

    assert listed("") == [str(first.id), str(second.id), str(third.id)]
    assert listed("from=2026-03-05&to=2026-03-06") == [str(second.id), str(third.id)]
    assert listed("limit=1") == [str(first.id)]
    assert dweller.get(f"/living-rooms/{NOWHERE}/closures").status_code == 404


@pytest.mark.parametrize(
    ("starts", "ends", "reason", "field"),
    [
        (timedelta(hours=2), timedelta(hours=2), "检修", "ends_at"),
        (timedelta(hours=-4), timedelta(hours=-2), "检修", "ends_at"),
        (timedelta(0), timedelta(days=800), "检修", "ends_at"),
        (timedelta(0), timedelta(hours=2), " ", "reason"),
    ],
)
def test_a_senseless_closure_is_refused(
    work: UnitOfWork,
    room: LivingRoom,
    worker: ApiClient,
    starts: timedelta,
    ends: timedelta,
    reason: str,
    field: str,
) -> None:
    asked = {"starts_at": work.now + starts, "ends_at": work.now + ends, "reason": reason}

    answer = worker.post(f"/living-rooms/{room.id}/closures", asked)

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]
    assert announced(work, "RoomClosed") == []


def test_only_who_looks_after_a_room_closes_and_opens_it(
    app: Flask,
    work: UnitOfWork,
    clock: StoppedClock,
    room: LivingRoom,
    worker: ApiClient,
    dweller: ApiClient,
    anyone: ApiClient,
) -> None:
    closure = closed(work, room, clock.today_at("20:00"), clock.today_at("22:00"))
    asked = {"starts_at": closure.starts_at, "ends_at": closure.ends_at, "reason": "检修"}
    elsewhere = accounts.client_of(
        app, work, accounts.staff(work, Role.COMMUNITY_WORKER, regions.OTHER_COMMUNITY)
    )

    for other, status in ((elsewhere, 403), (dweller, 403), (anyone, 401)):
        assert other.post(f"/living-rooms/{room.id}/closures", asked).status_code == status
        assert other.delete(f"/closures/{closure.id}").status_code == status

    assert worker.get(f"/closures/{closure.id}").status_code == 200
    assert worker.post(f"/living-rooms/{NOWHERE}/closures", asked).status_code == 404
    assert worker.delete(f"/closures/{NOWHERE}").status_code == 404
