"""What a `kill -9` leaves, and that the next start mends it."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from service.kit.postgres import EmbeddedPostgres
from service.kit.postgres.account import server_account

Ask = Callable[[str, str], list[tuple[object, ...]]]
Child = Callable[..., subprocess.Popen[str]]
Eventually = Callable[[Callable[[], bool]], bool]

BUSY = "SELECT pid FROM pg_stat_activity WHERE query LIKE '%generate_series%' AND pid <> pg_backend_pid()"


def start_elsewhere(child: Child, data: Path) -> tuple[subprocess.Popen[str], str, int]:
    starter = child(data)
    assert starter.stdout
    url, pid = starter.stdout.readline().split()
    return starter, url, int(pid)


def is_gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


def test_the_server_ends_when_its_parent_is_killed(
    data: Path, child: Child, ask: Ask, eventually: Eventually
) -> None:
    starter, url, pid = start_elsewhere(child, data)
    ask(url, "CREATE TABLE kept AS SELECT 1 AS one")

    starter.kill()

    assert eventually(lambda: is_gone(pid))
    assert not (data / "postgres/cluster/postmaster.pid").exists()


def test_a_start_right_after_the_parent_was_killed_gets_a_server_that_stays(
    data: Path, child: Child, ask: Ask
) -> None:
    starter, url, pid = start_elsewhere(child, data)
    ask(url, "CREATE TABLE kept AS SELECT 1 AS one")
    starter.kill()
    starter.wait()

    server = EmbeddedPostgres(data, throwaway=True)
    rows = ask(server.start(), "SELECT one FROM kept")

    assert rows == [(1,)]
    assert server.pid != pid
    server.stop()


def test_committed_data_survives_the_death_of_the_server_itself(data: Path, ask: Ask) -> None:
    server = EmbeddedPostgres(data)
    url = server.start()
    ask(url, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number")
    os.kill(server.pid, signal.SIGKILL)

    rows = ask(server.start(), "SELECT count(*) FROM kept")

    assert rows == [(1000,)]
    server.stop()


def test_a_busy_session_left_by_a_dead_server_does_not_hinder_the_next(
    data: Path, ask: Ask, eventually: Eventually
) -> None:
    server = EmbeddedPostgres(data, throwaway=True)
    url = server.start()
    # A session that computes does not notice that its server died.
    computes = (
        "SET statement_timeout = '20s';"
        " SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b"
    )
    with ThreadPoolExecutor(1) as client:
        session = client.submit(ask, url, computes)
        assert eventually(lambda: bool(ask(url, BUSY)))
        os.kill(server.pid, signal.SIGKILL)

        started = time.monotonic()
        server.start()

    assert time.monotonic() - started < 5
    assert isinstance(session.exception(), psycopg.OperationalError)
    server.stop()


def test_an_orphan_that_runs_on_is_replaced_without_loss(data: Path, ask: Ask) -> None:
    first = EmbeddedPostgres(data, throwaway=True)
    ask(first.start(), "CREATE TABLE kept AS SELECT 1 AS one")
    orphan = first.pid
    # As if another process had started it and was gone.
    (data / "postgres/owner").write_text("1")

    second = EmbeddedPostgres(data, throwaway=True)
    rows = ask(second.start(), "SELECT one FROM kept")

    assert rows == [(1,)]
    assert second.pid != orphan
    second.stop()
    first.stop()


def test_the_file_of_a_dead_server_does_not_hinder_the_next(data: Path) -> None:
    server = EmbeddedPostgres(data, throwaway=True)
    server.start()
    pid_file = data / "postgres/cluster/postmaster.pid"
    left = pid_file.read_text()
    server.stop()
    pid_file.write_text(left)

    server.start()

    assert server.is_running
    server.stop()


def test_a_pid_that_another_program_has_now_is_not_taken_for_the_server(data: Path) -> None:
    server = EmbeddedPostgres(data, throwaway=True)
    server.start()
    pid_file = data / "postgres/cluster/postmaster.pid"
    left = pid_file.read_text().splitlines()
    server.stop()
    account = server_account(data / "postgres/cluster")
    as_account = {} if account.is_ours else {"user": account.uid, "group": account.gid, "extra_groups": ()}
    stranger = subprocess.Popen(["sleep", "60"], **as_account)  # type: ignore[call-overload]
    pid_file.write_text("\n".join([str(stranger.pid), *left[1:]]))

    server.start()

    assert stranger.poll() is None
    assert server.pid != stranger.pid
    server.stop()
    stranger.kill()
    stranger.wait()


def test_a_cluster_whose_making_was_cut_short_is_made_anew(place: Path) -> None:
    unfinished = place / "postgres/cluster.unfinished"
    (unfinished / "base").mkdir(parents=True)
    place.chmod(0o755)
    (place / "postgres").chmod(0o755)

    server = EmbeddedPostgres(place, throwaway=True)
    server.start()
    server.stop()

    assert not unfinished.exists()


@pytest.mark.parametrize("message", [signal.SIGTERM, signal.SIGINT])
def test_the_server_ends_with_a_parent_that_is_told_to_end(
    message: signal.Signals, data: Path, child: Child, eventually: Eventually
) -> None:
    starter, _, pid = start_elsewhere(child, data)

    starter.send_signal(message)

    assert eventually(lambda: is_gone(pid))
