"""What tests stand on: a throw-away database migrated once, a house around each test, a clock that moves."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import settings as examples
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session, sessionmaker

from config import Settings, load
from service import create_app
from service.kit import closing, deliveries, jobs
from service.kit.actor import SYSTEM
from service.kit.edge import unit_of_work
from service.kit.house import House, house_of
from service.kit.postgres import EmbeddedPostgres
from service.kit.work import UnitOfWork
from tests.client import ApiClient
from tests.clock import StoppedClock
from tests.databases import database_beside, migrate

# How long an example takes says how busy the machine is, not whether a rule holds.
examples.register_profile("linli", deadline=None)
examples.load_profile("linli")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="write the checked-in documents anew")
    parser.addoption("--storm-rounds", default="1", help="how often each storm of tests/storms is let loose")


@pytest.fixture(scope="session")
def database_urls() -> Iterator[tuple[str, str]]:
    """Two migrated databases, thrown away at the end: for tests whose transactions end with them, and for races.

    `LINLI_TEST_DATABASE_URL` names another server's database, beside which they are made.
    """
    with ExitStack() as stack:
        given = os.environ.get("LINLI_TEST_DATABASE_URL")
        server = given or stack.enter_context(EmbeddedPostgres.throwaway()).ensure_database("beside")
        url = stack.enter_context(database_beside(server, "tests"))
        migrate(url)
        yield url, stack.enter_context(database_beside(url, "races", copied=True))


@pytest.fixture(scope="session")
def database_url(database_urls: tuple[str, str]) -> str:
    return database_urls[0]


@pytest.fixture(scope="session")
def settings(database_url: str) -> Settings:
    return load(env="testing", database_url=database_url, log_level="ERROR")


@pytest.fixture(scope="session")
def whole_app(settings: Settings) -> Iterator[Flask]:
    """The app, made once; tests use `app`, whose transactions end with the test."""
    app = create_app(settings, clock=StoppedClock())
    yield app
    house_of(app).engine.dispose()


@pytest.fixture(scope="session")
def racing_app(settings: Settings, database_urls: tuple[str, str]) -> Iterator[Flask]:
    """An app whose transactions really commit, in a database where nobody else's tests are."""
    app = create_app(replace(settings, database_url=database_urls[1]), clock=StoppedClock())
    yield app
    house_of(app).engine.dispose()


@pytest.fixture(scope="session")
def engine(whole_app: Flask) -> Engine:
    return house_of(whole_app).engine


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """One connection with one transaction around the whole test, rolled back at its end."""
    with engine.connect() as connection:
        outer = connection.begin()
        yield connection
        outer.rollback()


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def house(whole_app: Flask, connection: Connection, clock: StoppedClock) -> Iterator[House]:
    """The app's house, for this test on one connection and with its own clock."""
    house = house_of(whole_app)
    kept = house.sessions, house.clock
    house.sessions = sessionmaker(
        connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
    )
    house.clock = clock
    yield house
    house.sessions, house.clock = kept


@pytest.fixture
def app(whole_app: Flask, house: House) -> Flask:
    return whole_app


@pytest.fixture
def work(house: House) -> Iterator[UnitOfWork]:
    """A unit of work of the service itself; set `work.actor` to act as somebody."""
    with unit_of_work(house, SYSTEM) as work:
        yield work


@pytest.fixture
def session(work: UnitOfWork) -> Session:
    return work.session


@pytest.fixture
def anyone(app: Flask) -> ApiClient:
    """HTTP without a login."""
    return ApiClient(app)


class Timetable:
    """The job process, by hand."""

    def __init__(self, house: House, work: UnitOfWork | None) -> None:
        self.house = house
        self.work = work

    def run(self, name: str) -> bool:
        """Run one job for its present slot."""
        self._close()
        return jobs.run_job(self.house, jobs.job(name))

    def deliver(self) -> None:
        """Deliver the outbox until it is empty, with what that announces in turn."""
        self._close()
        for _ in range(100):
            if not deliveries.deliver_due(self.house):
                return

    def _close(self) -> None:
        """What the test's own unit of work leaves behind is written now, as if it had ended."""
        if self.work is not None:
            closing.write(self.work.session)


@pytest.fixture
def timetable(house: House, request: pytest.FixtureRequest) -> Timetable:
    own = request.getfixturevalue("work") if "work" in request.fixturenames else None
    return Timetable(house, own)
