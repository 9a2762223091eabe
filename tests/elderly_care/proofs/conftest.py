"""A visit of this morning, and the telephones of those it concerns."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from service.accounts.models import Account
from service.elderly_care.caregivers.models import Caregiver
from service.kit.actor import Role
from service.kit.house import House
from service.kit.work import UnitOfWork
from service.messaging.models import InboxMessage
from service.organisations.models import Organisation
from tests.client import ApiClient
from tests.conftest import Timetable
from tests.elderly_care.conftest import Speak
from tests.factories import accounts, proofs, regions, residents
from tests.factories.proofs import Scene


class LoggedIn(ApiClient):
    """HTTP as somebody who logs in anew whenever they come back, for here the clock moves by days."""

    def __init__(self, app: Flask, house: House, account: Account) -> None:
        super().__init__(app)
        self._house, self._account = house, account

    def request(self, method: str, path: str, body: Any = None, **options: Any) -> TestResponse:
        self.token = accounts.client_of(self.app, self._house, self._account).token
        return super().request(method, path, body, **options)


Phone = Callable[[Caregiver], ApiClient]
Heard = Callable[[], dict[str, int]]


@pytest.fixture
def as_staff(app: Flask, work: UnitOfWork, house: House) -> Speak:
    """As everywhere in care, but who speaks is always logged in."""

    def speak(role: Role, region_code: str | None = None, **options: Any) -> ApiClient:
        regions.tree(work)
        return LoggedIn(app, house, accounts.staff(work, role, region_code, **options))

    return speak


@pytest.fixture
def scene(work: UnitOfWork, operator: Organisation) -> Scene:
    return proofs.scene(work, operator)


@pytest.fixture
def phone(app: Flask, work: UnitOfWork, house: House) -> Phone:
    """HTTP as a caregiver."""

    def speak(caregiver: Caregiver) -> ApiClient:
        return LoggedIn(app, house, work.session.get_one(Account, caregiver.account_id))

    return speak


@pytest.fixture
def caregiver(phone: Phone, scene: Scene) -> ApiClient:
    return phone(scene.caregiver)


@pytest.fixture
def elder(app: Flask, work: UnitOfWork, house: House, scene: Scene) -> ApiClient:
    return LoggedIn(app, house, accounts.resident_account(work, scene.elder.id))


@pytest.fixture
def daughter(app: Flask, work: UnitOfWork, house: House, scene: Scene) -> ApiClient:
    """Her proxy for care."""
    account = accounts.resident_account(work, residents.resident(work).id)
    residents.proxy(work, scene.elder, account, ["care"])
    return LoggedIn(app, house, account)


@pytest.fixture
def heard(work: UnitOfWork, timetable: Timetable) -> Heard:
    """How many were told each text, once all is delivered."""

    def ask() -> dict[str, int]:
        timetable.deliver()
        told: dict[str, int] = {}
        for text in work.session.scalars(select(InboxMessage.text)):
            name = text.removeprefix("elderly_care.")
            told[name] = told.get(name, 0) + 1
        return told

    return ask
