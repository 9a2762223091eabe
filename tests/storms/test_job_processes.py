"""Five job processes on one database: each slot's job runs once, also when the leader is killed."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from service.kit.postgres import EmbeddedPostgres
from tests.storms.servers import Process, environment, python

PROCESSES = 5
PATIENCE_SECONDS = 60
MARKS = "CREATE TABLE IF NOT EXISTS marks (slot timestamptz, process integer)"

Mark = tuple[object, int]


class Marks:
    """Which process ran which slot, as the database has it."""

    def __init__(self, database_url: str) -> None:
        self._engine = create_engine(database_url, poolclass=NullPool)
        with self._engine.begin() as connection:
            connection.execute(text(MARKS))
            connection.execute(text("TRUNCATE marks"))

    def all(self) -> list[Mark]:
        with self._engine.connect() as connection:
            found = connection.execute(text("SELECT slot, process FROM marks ORDER BY slot"))
            return [(row.slot, row.process) for row in found]

    def await_more(self, count: int) -> list[Mark]:
        """Wait until so many more slots have run."""
        wanted = len(self.all()) + count
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            if len(found := self.all()) >= wanted:
                return found
            time.sleep(0.1)
        raise AssertionError(f"only {len(self.all())} of {wanted} slots ran")


@pytest.fixture
def marks(postgres: EmbeddedPostgres) -> Marks:
    return Marks(postgres.url())


@pytest.fixture
def start(postgres: EmbeddedPostgres, tmp_path: Path) -> Iterator[Callable[[str], list[Process]]]:
    """Start the five, in one of the ways of `ticking`."""
    started: list[Process] = []

    def start_all(way: str) -> list[Process]:
        command = python("tests.storms.ticking", way)
        started.extend(
            Process(command, environment(postgres.url()), tmp_path / f"{number}.log")
            for number in range(PROCESSES)
        )
        for process in started:
            process.start()
        return started

    yield start_all
    for process in started:
        process.stop()


def test_a_slot_runs_once_though_five_processes_try_it(
    marks: Marks, start: Callable[[str], list[Process]]
) -> None:
    start("all")

    ran = marks.await_more(4)

    slots = [slot for slot, _ in ran]
    assert len(set(slots)) == len(slots)


def test_a_slot_runs_once_through_the_death_of_the_leader(
    marks: Marks, start: Callable[[str], list[Process]]
) -> None:
    processes = start("lead")
    _, first_leader = marks.await_more(2)[-1]

    next(process for process in processes if process.pid == first_leader).kill()
    ran = marks.await_more(3)

    slots = [slot for slot, _ in ran]
    assert len(set(slots)) == len(slots)
    assert ran[-1][1] != first_leader
    assert slots[-1] - slots[0] < timedelta(seconds=PATIENCE_SECONDS)
