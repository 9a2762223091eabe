"""Rooms over HTTP."""

from typing import Any

import pytest
from flask import Flask

from service.kit.actor import Function, Role
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.factories import accounts, living_rooms, regions, residents

MINIMAL = {
    "name": "桂花会客厅",
    "region_code": regions.COMMUNITY,
    "address": "胜利路 12 号",
    "capacity_max": 30,
}


@pytest.fixture
def worker(app: Flask, work: UnitOfWork) -> ApiClient:
    regions.tree(work)
    return accounts.client_of(app, work, accounts.staff(work, Role.COMMUNITY_WORKER, regions.COMMUNITY))


@pytest.fixture
def dweller(app: Flask, work: UnitOfWork) -> ApiClient:
    """A verified resident of the community."""
    person = residents.resident(work)
    return accounts.client_of(app, work, accounts.resident_account(work, person.id))


def as_staff(app: Flask, work: UnitOfWork, role: Role, region_code: str, *functions: Function) -> ApiClient:
    account = accounts.staff(work, role, region_code, functions=functions or frozenset(Function))
    return accounts.client_of(app, work, account)


def test_a_worker_opens_a_room_with_the_default_policy(worker: ApiClient) -> None:
    answer = worker.post("/living-rooms", MINIMAL)

    assert answer.status_code == 201
    assert answer.headers["ETag"] == '"1"'
    assert answer.json["policy"]["slot_minutes"] == 30
    assert answer.json["policy"]["approval_headcount"] == 20
    assert answer.json["policy"]["open_to"] == "community"
    assert answer.json["opening_hours"] == []
    assert answer.json["capacity_min"] == 1
    assert worker.get(f"/living-rooms/{answer.json['id']}").json == answer.json
