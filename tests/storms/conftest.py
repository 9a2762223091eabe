"""What storms run on: a cluster that keeps its promises, two web servers, a world and a ledger beside them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from config import load
from service import create_app
from service.kit.house import house_of
from service.kit.postgres import EmbeddedPostgres
from service.kit.postgres.paths import throwaway_folder
from tests.databases import migrate
from tests.storms.chronicle import Chronicle
from tests.storms.ledger import Ledger
from tests.storms.servers import Process, WebServer, environment, python
from tests.storms.world import CLIENTS, Caller, World


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.race)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        rounds = int(metafunc.config.getoption("--storm-rounds"))
        metafunc.parametrize("seed", range(1, rounds + 1))


@pytest.fixture(scope="session")
def durable_folder() -> Iterator[Path]:
    folder = throwaway_folder()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(durable_folder: Path) -> Iterator[EmbeddedPostgres]:
    """A kept cluster as `make run` has one: fsync and synchronous_commit are on."""
    server = EmbeddedPostgres(durable_folder)
    migrate(server.start())
    yield server
    server.stop()


@pytest.fixture(scope="session")
def storm_app(postgres: EmbeddedPostgres) -> Iterator[Flask]:
    """The app by which this process makes the world; the servers have their own."""
    app = create_app(load(env="testing", database_url=postgres.url(), log_level="ERROR"))
    yield app
    house_of(app).engine.dispose()


@pytest.fixture(scope="session")
def world(storm_app: Flask) -> World:
    return World(storm_app)


@pytest.fixture(scope="session")
def residents(world: World) -> list[Caller]:
    """Verified residents of the community, one for each client."""
    return world.residents(CLIENTS)


@pytest.fixture(scope="session")
def households(world: World) -> list[list[Caller]]:
    """Families of one to four, each of whose members is a client."""
    return [world.household(size) for size in (1, 2, 3, 4) * 6 + (4,)]


@pytest.fixture(scope="session")
def ledger(postgres: EmbeddedPostgres) -> Ledger:
    return Ledger(postgres.url())


@pytest.fixture(scope="session")
def chronicle(postgres: EmbeddedPostgres) -> Chronicle:
    return Chronicle(postgres.url())


@pytest.fixture(scope="session")
def servers(
    postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[WebServer]]:
    """Two web servers on one database."""
    logs = tmp_path_factory.mktemp("servers")
    started = [WebServer(environment(postgres.url()), logs / f"{number}.log") for number in range(2)]
    try:
        for server in started:
            server.start()
        for server in started:
            server.await_ready()
        yield started
    finally:
        for server in started:
            server.stop()


@pytest.fixture(scope="module")
def job_process(
    postgres: EmbeddedPostgres, world: World, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Process]:
    """A job process in a hurry, beside the web servers."""
    world.forget_job_runs()
    process = Process(
        python("tests.storms.hurrying"), environment(postgres.url()), tmp_path_factory.mktemp("jobs") / "log"
    )
    process.start()
    try:
        world.await_job_run()
        yield process
    finally:
        process.stop()


@pytest.fixture
def ports(servers: list[WebServer]) -> list[int]:
    """The servers' ports, with every worker up."""
    for server in servers:
        server.await_ready()
    return [server.port for server in servers]
