"""Alive is the process; ready are the database and its migrations too."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import create_engine, event, make_url

from service.kit.house import House
from service.kit.migrations import newest_migration
from tests.client import ApiClient

Stand = Callable[..., Any]


@pytest.fixture
def stand_on(house: House, database_url: str) -> Iterator[Stand]:
    """Let the house stand on another database: one elsewhere, or one in which this runs at each connection."""
    kept = house.engine

    def replace(*, port: int | None = None, at_connection: str = "SELECT 1") -> None:
        url = make_url(database_url)
        house.engine = create_engine(url.set(query={}, host="127.0.0.1", port=port) if port else url)
        event.listen(house.engine, "connect", lambda raw, _: raw.execute(at_connection))

    yield replace
    if house.engine is not kept:
        house.engine.dispose()
    house.engine = kept


def test_it_is_ready_on_the_newest_migration(anyone: ApiClient) -> None:
    ready = anyone.get("//readyz")

    assert ready.status_code == 200
    assert ready.json == {"status": "ready", "migration": newest_migration()}


def test_it_is_not_ready_on_an_older_migration(anyone: ApiClient, stand_on: Stand) -> None:
    stand_on(at_connection="CREATE TEMPORARY TABLE alembic_version AS SELECT '0001' AS version_num")

    refused = anyone.get("//readyz")

    assert (refused.status_code, refused.json["code"]) == (503, "unavailable")
    assert int(refused.headers["Retry-After"]) > 0
    assert anyone.get("//healthz").status_code == 200


def test_it_is_alive_but_not_ready_without_a_database(anyone: ApiClient, stand_on: Stand) -> None:
    stand_on(port=1)

    refused = anyone.get("//readyz")

    assert (refused.status_code, refused.json["code"]) == (503, "unavailable")
    assert anyone.get("//healthz").status_code == 200
