"""A room, two neighbours and their workers."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from service.accounts.models import Account
from service.kit.actor import Role
from service.kit.house import House
from service.kit.short_codes import rotating_code
from service.kit.work import UnitOfWork
from service.living_rooms.rooms.models import LivingRoom
from service.living_rooms.rooms.rules import code_told
from service.residents.models import Resident
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.factories import accounts, living_rooms, residents
from tests.factories.regions import COMMUNITY, OTHER_COMMUNITY

Asking = Callable[..., dict[str, Any]]


@pytest.fixture
def room(work: UnitOfWork) -> LivingRoom:
    return living_rooms.room(work)


@pytest.fixture
def ada(work: UnitOfWork) -> Resident:
    return residents.resident(work, name="陈阿达")


@pytest.fixture
def ben(work: UnitOfWork) -> Resident:
    return residents.resident(work, name="王小本")


class LastingClient(ApiClient):
    """HTTP as an account that logs in again whenever the clock has moved."""

    def __init__(self, app: Flask, house: House, account: Account) -> None:
        super().__init__(app)
        self.house = house
        self.account = account
        self.logged_in_at: datetime | None = None

    def request(self, *arguments: Any, **options: Any) -> TestResponse:
        if self.logged_in_at != self.house.clock.now():
            self.token = accounts.client_of(self.app, self.house, self.account).token
            self.logged_in_at = self.house.clock.now()
        return super().request(*arguments, **options)


@pytest.fixture
def speaking(app: Flask, work: UnitOfWork, house: House) -> Callable[[Resident], ApiClient]:
    """HTTP as a resident."""
    return lambda resident: LastingClient(app, house, accounts.resident_account(work, resident.id))


@pytest.fixture
def as_ada(speaking: Callable[[Resident], ApiClient], ada: Resident) -> ApiClient:
    return speaking(ada)


@pytest.fixture
def as_ben(speaking: Callable[[Resident], ApiClient], ben: Resident) -> ApiClient:
    return speaking(ben)


@pytest.fixture
def as_worker(app: Flask, work: UnitOfWork, house: House, room: LivingRoom) -> ApiClient:
    """HTTP as a worker of the room's community."""
    return LastingClient(app, house, accounts.staff(work, Role.COMMUNITY_WORKER, COMMUNITY))


@pytest.fixture
def as_other_worker(app: Flask, work: UnitOfWork, house: House, room: LivingRoom) -> ApiClient:
    """HTTP as a worker of a community elsewhere."""
    return LastingClient(app, house, accounts.staff(work, Role.COMMUNITY_WORKER, OTHER_COMMUNITY))


@pytest.fixture
def wish(room: LivingRoom, clock: StoppedClock) -> Asking:
    """A request for an hour tomorrow at ten, changed as said."""

    def asking(at: str = "10:00", *, days: int = 1, minutes: int = 60, **values: Any) -> dict[str, Any]:
        starts_at: datetime = values.pop("starts_at", clock.today_at(at, days=days))
        return {
            "living_room_id": room.id,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=minutes),
            "purpose": "recreation",
            "headcount": 4,
            **values,
        }

    return asking


@pytest.fixture
def shown_code(house: House, clock: StoppedClock) -> Callable[[UUID], str]:
    """What a room's screen shows now."""
    settings = house.settings
    return lambda room_id: rotating_code(
        settings.secret_key, code_told(room_id), clock.now(), settings.check_in_code_seconds
    )


def booked(answer: TestResponse) -> dict[str, Any]:
    """The body of an answer that must be a success."""
    assert answer.status_code in (200, 201), answer.json
    body: dict[str, Any] = answer.json  # type: ignore[assignment]
    return body


def refusal(answer: TestResponse) -> tuple[int, str]:
    """Status and code of a problem."""
    assert answer.status_code >= 400, answer.json
    return answer.status_code, answer.json["code"]  # type: ignore[index]
