"""Starting, adopting, keeping and stopping."""

import importlib.util
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.kit.postgres import EmbeddedPostgres, PostgresUnavailable
from service.kit.postgres.programs import WHEEL, in_wheel

Ask = Callable[[str, str], list[tuple[object, ...]]]
Child = Callable[..., subprocess.Popen[str]]

only_as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act for another account")


def test_data_is_kept_between_runs(data: Path, ask: Ask) -> None:
    first = EmbeddedPostgres(data)
    ask(first.start(), "CREATE TABLE kept AS SELECT '邻里' AS name")
    first.stop()

    second = EmbeddedPostgres(data)
    rows = ask(second.start(), "SELECT name FROM kept")
    second.stop()

    assert rows == [("邻里",)]


def test_nothing_is_left_of_a_throwaway_server() -> None:
    with EmbeddedPostgres.throwaway() as server:
        pid = server.pid
        data = Path(os.readlink(f"/proc/{pid}/cwd"))

    assert not server.is_running
    assert not data.exists()
    assert not Path(f"/proc/{pid}").exists()


def test_a_database_is_made_once_and_then_found() -> None:
    with EmbeddedPostgres.throwaway() as server, ThreadPoolExecutor(4) as clients:
        urls = set(clients.map(server.ensure_database, ["odd name/?"] * 4))

        assert urls == {server.url("odd name/?")}


def test_a_running_server_is_adopted_and_left_running(data: Path) -> None:
    owner, guest = EmbeddedPostgres(data, throwaway=True), EmbeddedPostgres(data)
    owner.start()

    guest.start()
    adopted = guest.pid
    guest.stop()

    assert adopted == owner.pid
    assert owner.is_running
    owner.stop()


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_forked_process_does_not_stop_the_server_of_its_parent(data: Path) -> None:
    server = EmbeddedPostgres(data, throwaway=True)
    server.start()

    worker = os.fork()
    if worker == 0:
        server.stop()
        os._exit(0)
    os.waitpid(worker, 0)

    assert server.is_running
    server.stop()


def test_two_starters_at_once_get_one_server(place: Path, child: Child) -> None:
    starters = [child(place), child(place)]

    answers = [starter.stdout.readline() for starter in starters if starter.stdout]

    assert answers[0] == answers[1]


def test_a_server_outlives_the_thread_that_started_it(data: Path) -> None:
    server = EmbeddedPostgres(data, throwaway=True)
    thread = threading.Thread(target=server.start)
    thread.start()
    thread.join()

    assert server.ensure_database("another")

    server.stop()


def test_a_server_that_was_not_started_has_no_address(data: Path) -> None:
    with pytest.raises(PostgresUnavailable, match="does not run"):
        EmbeddedPostgres(data).url()


def test_a_server_that_can_not_start_tells_what_its_log_says(data: Path) -> None:
    server = EmbeddedPostgres(data, throwaway=True)
    server.start()
    server.stop()
    (data / "postgres/cluster/postgresql.conf").write_text("no_such_setting = 1\n")

    with pytest.raises(PostgresUnavailable, match="no_such_setting"):
        EmbeddedPostgres(data, throwaway=True).start()


def test_the_callers_own_postgres_settings_do_not_matter(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "PGPORT": "1",
        "PGUSER": "nobody",
        "PGDATABASE": "none",
        "PGHOST": "192.0.2.1",
    }.items():
        monkeypatch.setenv(name, value)
    server = EmbeddedPostgres(data, throwaway=True)

    assert server.start() == server.url("linli")

    server.stop()


@only_as_root
def test_an_ordinary_user_can_start_one(place: Path, child: Child) -> None:
    nobody = 65534
    python = f"/usr/bin/python3.{sys.version_info.minor}"
    needed = [python, "-c", "import psycopg, service.kit.postgres"]
    search = {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[3]), *sys.path])}
    if (
        not Path(python).exists()
        or subprocess.run(needed, user=nobody, env=search, cwd="/", check=False).returncode
    ):
        pytest.skip("this Python or this checkout lies where an ordinary user can not read")
    os.chown(place, nobody, nobody)

    starter = child(place, python, nobody)
    answer = starter.stdout.readline() if starter.stdout else ""

    assert answer.startswith("postgresql+psycopg://")
    assert (place / "postgres/cluster").stat().st_uid == nobody


@only_as_root
def test_root_can_use_a_wheel_that_lies_below_a_closed_folder(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = importlib.util.find_spec(WHEEL)
    assert spec
    assert spec.submodule_search_locations
    site = Path(spec.submodule_search_locations[0]).parent
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    for name in (WHEEL, f"{WHEEL}.libs"):
        shutil.copytree(site / name, closed / name)
    monkeypatch.syspath_prepend(closed)
    server = EmbeddedPostgres(place / "data", throwaway=True, sources=[in_wheel])

    server.start()
    programs = server.programs
    server.stop()

    assert programs.is_relative_to(place / "data")
