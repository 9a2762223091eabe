"""The service as it really runs, in processes that a test may kill: a durable PostgreSQL and web servers on it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from config.settings import CHECKOUT, Settings
from service.kit.supervisor import web_server

WORKERS = 2
PATIENCE_SECONDS = 60


class Process:
    """A command with all its children, in a group of its own so that nothing survives the test."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str], log: Path) -> None:
        self.command = command
        self.environ = environ
        self.log = log
        self._started: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._started = subprocess.Popen(
                self.command, env=dict(self.environ), cwd=CHECKOUT, stderr=log, start_new_session=True
            )

    @property
    def pid(self) -> int:
        assert self._started is not None
        return self._started.pid

    def children(self) -> list[int]:
        return [child.pid for child in psutil.Process(self.pid).children(recursive=True)]

    def kill(self) -> None:
        """End it and its children as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._wait()

    def kill_only_itself(self) -> None:
        """End the first process alone, as a system short of memory does; its children are left to themselves."""
        os.kill(self.pid, signal.SIGKILL)
        self._wait()

    def stop(self) -> None:
        """Ask it to end, and see that nothing is left."""
        if self._started is None:
            return
        with suppress(ProcessLookupError):
            self._started.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._started.wait(10)
        self.kill()

    def _wait(self) -> None:
        assert self._started is not None
        self._started.wait(PATIENCE_SECONDS)


class WebServer(Process):
    """A web server with its workers, on a free port of this machine."""

    def __init__(self, environ: Mapping[str, str], log: Path, *, door: str = "wsgi:app") -> None:
        self.port = free_port()
        command = web_server("127.0.0.1", self.port, WORKERS, Settings().web_threads)
        super().__init__([*command[:-1], door], environ, log)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def await_ready(self) -> None:
        """Wait until it answers and every worker is there."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            if self._is_ready():
                return
            time.sleep(0.1)
        raise AssertionError(f"{self.url} did not come up:\n{self.log.read_text()[-4000:]}")

    def workers(self) -> list[int]:
        """The processes that answer; what multiprocessing keeps for itself is none of them."""
        return [pid for pid in self.children() if _is_worker(pid)]

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return bool(answer.status == 200) and len(self.children()) >= WORKERS
        except OSError:
            return False


def _is_worker(pid: int) -> bool:
    with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
        return "resource_tracker" not in " ".join(psutil.Process(pid).cmdline())
    return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(database_url: str, **settings: str) -> dict[str, str]:
    """What a process of the service is started with: the tests' settings, real clock, this database."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LINLI_")}
    return {
        **kept,
        "LINLI_ENV": "testing",
        "LINLI_DATABASE_URL": database_url,
        "LINLI_LOG_LEVEL": "WARNING",
        "PYTHONPATH": str(CHECKOUT),
        **{f"LINLI_{name.upper()}": value for name, value in settings.items()},
    }


def python(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", module, *arguments]
