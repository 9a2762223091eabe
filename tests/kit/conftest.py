"""What the kit's tests stand on: the house with one more blueprint, made only of what the kit gives."""

from collections.abc import Iterator

import jwt
import pytest
from flask import Flask
from sqlalchemy import Connection
from sqlalchemy.orm import sessionmaker

from config import Settings
from service import create_app
from service.kit.actor import Actor
from service.kit.house import House, house_of
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.kit import probes


@pytest.fixture(scope="session")
def whole_probe_app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings, clock=StoppedClock())
    probes.add_to(app)
    yield app
    house_of(app).engine.dispose()


@pytest.fixture
def probe_app(whole_probe_app: Flask, connection: Connection, clock: StoppedClock) -> Iterator[Flask]:
    """The app with the probes, its transactions ending with the test."""
    house = house_of(whole_probe_app)
    kept = house.sessions, house.clock, house.find_actor
    house.sessions = sessionmaker(
        connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
    )
    house.clock = clock
    house.find_actor = probes.actor_of_claims
    probes.kept.clear()
    yield whole_probe_app
    house.sessions, house.clock, house.find_actor = kept


@pytest.fixture
def probe_house(probe_app: Flask) -> House:
    return house_of(probe_app)


@pytest.fixture
def nobody(probe_app: Flask) -> ApiClient:
    return ApiClient(probe_app)


@pytest.fixture
def ada(probe_app: Flask) -> ApiClient:
    return client_as(probe_app, probes.ADA)


@pytest.fixture
def ben(probe_app: Flask) -> ApiClient:
    return client_as(probe_app, probes.BEN)


@pytest.fixture
def auditor(probe_app: Flask) -> ApiClient:
    return client_as(probe_app, probes.AUDITOR)


def client_as(app: Flask, actor: Actor, *, minutes: float = 15, kind: str = "access") -> ApiClient:
    """A client with a signed token that lasts some minutes of the house's clock."""
    house = house_of(app)
    expires = int(house.clock.now().timestamp() + minutes * 60)
    claims = {"sub": str(actor.account_id), "exp": expires, "type": kind, "jti": "probe"}
    return ApiClient(app, jwt.encode(claims, house.settings.secret_key, "HS256"))
