"""`make run` as somebody meets it: where it serves, what it starts, and that nothing is left of it."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from config.settings import CHECKOUT
from service.kit.supervisor import AddressRefused, Child, Stopped, address_of, web_server
from tests.databases import database_beside

# Starts a child as the supervisor does, says who it is, and waits to be killed.
PARENT = """
import os, sys, time
from service.kit.supervisor import Child
child = Child("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], os.environ)
child.start()
print(child.process.pid, flush=True)
time.sleep(60)
"""


def eventually(is_so: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not is_so() and time.monotonic() < end:
        time.sleep(0.05)
    return is_so()


def child(program: str) -> Child:
    return Child("child", [sys.executable, "-c", program], os.environ)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def supervised_url(database_url: str) -> Iterator[str]:
    """A database of its own, for its jobs really commit."""
    with database_beside(database_url, "supervised") as url:
        yield url


@pytest.fixture
def supervisor(supervised_url: str, free_port: int, tmp_path: Path) -> Iterator[psutil.Popen]:
    """`make run` on an empty database, in a process group of its own as a terminal makes it."""
    environ = {
        **os.environ,
        "LINLI_DATABASE_URL": supervised_url,
        "LINLI_DEMO_LOGINS": "false",
        "LINLI_WECHAT_APP_ID": "tests",
        "LINLI_WECHAT_APP_SECRET": "tests",
        "PORT": str(free_port),
    }
    with (tmp_path / "log").open("wb") as log:
        process = psutil.Popen(
            [sys.executable, "-m", "service.kit.supervisor"],
            cwd=CHECKOUT,
            env=environ,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    yield process
    for left in [*process.children(recursive=True), process] if process.is_running() else []:
        left.kill()
    process.wait()


@pytest.mark.parametrize("port", ["abc", "", "0", "-1", "65536"])
def test_what_is_no_port_number_is_refused_in_words(port: str) -> None:
    with pytest.raises(AddressRefused, match="is not a port number"):
        address_of({"PORT": port})


def test_a_port_in_use_is_refused_in_words(taken_port: int) -> None:
    with pytest.raises(AddressRefused, match=f"port {taken_port} is in use"):
        address_of({"PORT": str(taken_port)})


def test_a_host_that_is_not_here_is_refused_in_words(free_port: int) -> None:
    with pytest.raises(AddressRefused, match=r"192\.0\.2\.1:\d+ can not be used"):
        address_of({"HOST": "192.0.2.1", "PORT": str(free_port)})


def test_a_free_port_is_taken(free_port: int) -> None:
    assert address_of({"PORT": str(free_port)}) == ("127.0.0.1", free_port)


def test_gunicorn_stands_in_for_granian_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LINLI_WEB_SERVER", raising=False)
    usual = web_server("127.0.0.1", 8000, 2, 4)
    monkeypatch.setenv("LINLI_WEB_SERVER", "gunicorn")
    fallback = web_server("127.0.0.1", 8000, 2, 4)
    assert "service.kit.web" in usual
    assert "gunicorn" in fallback


# A connection would be used by two workers at once, and a thread would not live on in any.
FORKABLE = """
import os, pathlib, time
import wsgi
time.sleep(0.1)
sockets = [link for link in pathlib.Path("/proc/self/fd").iterdir() if link.is_socket()]
print(len(os.listdir("/proc/self/task")), len(sockets))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux")
def test_the_service_as_it_is_loaded_may_be_forked() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", FORKABLE],
        cwd=CHECKOUT,
        env={
            **os.environ,
            "LINLI_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nowhere",
            "LINLI_LIMIT_STORAGE_URL": "valkey://127.0.0.1:1",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout == "1 0\n"


def test_a_child_ends_when_its_supervisor_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        started = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
        assert eventually(lambda: not started.is_running())


def test_a_command_that_fails_is_told() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        child("raise SystemExit(3)").finish(threading.Event())


def test_who_ends_make_run_does_not_wait_for_its_preparations() -> None:
    slow, stop = child("import time; time.sleep(60)"), threading.Event()
    stop.set()
    with pytest.raises(Stopped):
        slow.finish(stop)
    assert slow.has_ended()


@pytest.mark.race
def test_what_dies_is_started_again_and_ctrl_c_ends_everything(
    supervisor: psutil.Popen, free_port: int
) -> None:
    assert eventually(lambda: is_ready(free_port), 60)
    jobs = next(process for process in supervisor.children() if "jobs" in process.cmdline())
    jobs.kill()
    assert eventually(lambda: len(supervisor.children()) == 2 and jobs not in supervisor.children(), 30)
    everything = supervisor.children(recursive=True)

    # A terminal sends it to the whole group.
    os.killpg(supervisor.pid, signal.SIGINT)

    assert supervisor.wait(15) == 0
    assert eventually(lambda: not any(process.is_running() for process in everything))


def is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
