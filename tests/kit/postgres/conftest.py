"""What the tests of the embedded PostgreSQL share: a place for data, both kinds of programs, children that start one."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from service.kit.postgres import EmbeddedPostgres
from service.kit.postgres.account import server_account
from service.kit.postgres.paths import throwaway_folder
from service.kit.postgres.programs import Source, in_wheel, on_machine

CHECKOUT = Path(__file__).parents[3]
# Starts a server, says who it is, and keeps it until its own input ends.
STARTER = """
import signal, sys
from pathlib import Path
from service.kit.postgres import EmbeddedPostgres
# A shell that runs the tests in the background has their children ignore it.
signal.signal(signal.SIGINT, signal.default_int_handler)
server = EmbeddedPostgres(Path(sys.argv[1]), throwaway=True)
print(server.start(), server.pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def place() -> Iterator[Path]:
    # pytest's own temporary folder is closed to the server's account when the tests run as root.
    folder = throwaway_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def made() -> Iterator[Path]:
    folder = throwaway_folder()
    server = EmbeddedPostgres(folder, throwaway=True)
    server.start()
    server.stop()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def data(place: Path, made: Path) -> Path:
    """A folder with a cluster as an earlier run left it: a copy, because making one takes most of a second."""
    subprocess.run(["cp", "-a", made / "postgres", place], check=True)
    return place


@pytest.fixture(params=[on_machine, in_wheel], ids=["machine", "wheel"])
def source(request: pytest.FixtureRequest, place: Path) -> Source:
    chosen: Source = request.param
    if chosen is on_machine and not any(chosen(server_account(), place)):
        pytest.skip("this machine has no PostgreSQL of its own")
    return chosen


@pytest.fixture
def ask() -> Callable[[str, str], list[tuple[object, ...]]]:
    """Run one statement and give its rows."""

    def answer(url: str, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    return answer


@pytest.fixture
def child() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a server from a process of its own, as `make run` does."""
    started: list[subprocess.Popen[str]] = []

    def start(data_dir: Path, python: str = sys.executable, uid: int | None = None) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [python, "-c", STARTER, str(data_dir)],
            cwd="/",
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(CHECKOUT), *sys.path])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            user=uid,
            group=uid,
            extra_groups=None if uid is None else (),
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.communicate()


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], bool]:
    """Wait until something is so, at most ten seconds."""

    def wait(is_so: Callable[[], bool]) -> bool:
        end = time.monotonic() + 10
        while not is_so() and time.monotonic() < end:
            time.sleep(0.01)
        return is_so()

    return wait
