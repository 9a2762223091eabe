"""What races run on: committed rows and a connection for each thread; everything is thrown away afterwards."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from time import sleep
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from service.kit.edge import unit_of_work
from service.kit.errors import DomainError
from service.kit.house import House, house_of, new_sessions
from tests.clock import StoppedClock

THREADS = 16
Race = Callable[[list[Callable[[], Any]]], list[Any]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.race)


@pytest.fixture
def racing_house(racing_app: Flask) -> Iterator[House]:
    """A house whose transactions really commit, for this test only."""
    house = house_of(racing_app)
    yield replace(house, sessions=new_sessions(house.engine), clock=StoppedClock())
    with house.engine.begin() as connection:
        connection.execute(text("TRUNCATE living_rooms, residents, regions, outbox_messages CASCADE"))


@pytest.fixture
def race() -> Race:
    """Run all of these at once, each in a thread; a refusal is an answer, anything else fails the test."""

    def run(racers: list[Callable[[], Any]]) -> list[Any]:
        start = Barrier(len(racers))

        def one(racer: Callable[[], Any]) -> Any:
            start.wait()
            try:
                return racer()
            except DomainError as refusal:
                return refusal.code

        with ThreadPoolExecutor(len(racers)) as pool:
            return list(pool.map(one, racers))

    return run


def wait_until_somebody_waits(house: House) -> None:
    """Until a transaction of the database waits for a lock that another one holds; ten seconds at most."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    for _ in range(200):
        with unit_of_work(house) as work:
            if work.session.scalar(waiting):
                return
        sleep(0.05)
    raise AssertionError("Nobody waits.")
