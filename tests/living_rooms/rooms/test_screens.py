"""The room's screen and its check-in code, over HTTP."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from service.kit.actor import Role
from service.kit.work import UnitOfWork
from service.living_rooms.rooms.actions import is_valid_code
from service.living_rooms.rooms.models import LivingRoom, ScreenToken
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.factories import accounts, living_rooms, regions

NOWHERE = "01900000-0000-7000-8000-000000000000"


@pytest.fixture
def room(work: UnitOfWork) -> LivingRoom:
    return living_rooms.room(work)


def test_a_worker_reads_the_code_and_it_changes(
    work: UnitOfWork, clock: StoppedClock, room: LivingRoom, worker: ApiClient
) -> None:
    path = f"/living-rooms/{room.id}/check-in-code"
    first = worker.get(path).json

    assert len(first["code"]) == 8
    assert first["code"].isdecimal()
    assert first["qr_svg"].startswith("<svg")
    assert is_valid_code(work, room.id, first["code"])

    clock.move_to(datetime.fromisoformat(first["expires_at"]))

    second = worker.get(path).json
    assert second["code"] != first["code"]
    assert second["expires_at"] > first["expires_at"]


def test_the_screen_reads_its_own_rooms_code_with_its_own_token(
    app: Flask, work: UnitOfWork, room: LivingRoom, worker: ApiClient
) -> None:
    given = worker.post(f"/living-rooms/{room.id}/screen-token")
    screen = ApiClient(app, given.json["token"])
    other = living_rooms.room(work)

    assert given.status_code == 201
    shown = screen.get(f"/living-rooms/{room.id}/check-in-code")
    assert shown.json == worker.get(f"/living-rooms/{room.id}/check-in-code").json
    assert screen.get(f"/living-rooms/{other.id}/check-in-code").status_code == 401
    assert screen.get(f"/living-rooms/{room.id}").status_code == 401


def test_a_screens_token_is_shown_once_and_kept_as_a_hash(
    work: UnitOfWork, room: LivingRoom, worker: ApiClient
) -> None:
    token = worker.post(f"/living-rooms/{room.id}/screen-token").json["token"]

    told = worker.get(f"/living-rooms/{room.id}/screen-token")

    assert "token" not in told.json
    kept = work.session.scalars(select(ScreenToken.token_hash)).one()
    assert token.encode() not in kept


def test_a_new_token_ends_the_one_before(app: Flask, room: LivingRoom, worker: ApiClient) -> None:
    path = f"/living-rooms/{room.id}/screen-token"
    first, second = (worker.post(path).json["token"] for _ in range(2))

    code = f"/living-rooms/{room.id}/check-in-code"
    assert ApiClient(app, first).get(code).status_code == 401
    assert ApiClient(app, second).get(code).status_code == 200


def test_a_revoked_token_shows_nothing_at_once(app: Flask, room: LivingRoom, worker: ApiClient) -> None:
    path = f"/living-rooms/{room.id}/screen-token"
    assert worker.get(path).status_code == 404
    given = worker.post(path)

    assert worker.delete(path, etag=None).status_code == 428
    assert worker.delete(path, etag=given.headers["ETag"]).status_code == 204

    screen = ApiClient(app, given.json["token"])
    assert screen.get(f"/living-rooms/{room.id}/check-in-code").status_code == 401
    assert worker.get(path).status_code == 404


def test_the_code_is_never_read_by_residents_strangers_or_other_workers(
    app: Flask, work: UnitOfWork, room: LivingRoom, worker: ApiClient, dweller: ApiClient, anyone: ApiClient
) -> None:
    elsewhere = accounts.client_of(
        app, work, accounts.staff(work, Role.COMMUNITY_WORKER, regions.OTHER_COMMUNITY)
    )
    path = f"/living-rooms/{room.id}"

    for other, status in ((dweller, 403), (elsewhere, 403), (anyone, 401), (ApiClient(app, "guess"), 401)):
        assert other.get(f"{path}/check-in-code").status_code == status
        assert other.post(f"{path}/screen-token").status_code == status
        assert other.get(f"{path}/screen-token").status_code == status
        assert other.delete(f"{path}/screen-token").status_code == status

    assert worker.get(f"/living-rooms/{NOWHERE}/check-in-code").status_code == 404
    assert worker.post(f"/living-rooms/{NOWHERE}/screen-token").status_code == 404
