"""`make run`: one process that starts the database, the web server and the job process, and ends them with itself.

For a district's own servers use their init system instead (deploy/); the parts are the same commands.
"""

import errno
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from config import Settings, UnsafeSettings, load
from config.settings import CHECKOUT
from service.kit.postgres import EmbeddedPostgres, PostgresUnavailable, default_data_dir, parent_bound

_RESTART_PAUSE_SECONDS = 1.0
_PATIENCE_SECONDS = 20
# Few malloc arenas: threads that each keep their own cost a third of a worker's memory. And what is freed is given
# back: the C library would keep the 19 MiB that hashing a password takes, in every worker, for the next one.
MEMORY = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": str(2**20)}


class AddressRefused(Exception):
    """The web server can not listen there."""


class Stopped(Exception):
    """Somebody pressed Ctrl-C before everything stood."""


@dataclass(slots=True)
class Child:
    """A command that is kept running; it ends when this process does, however that ends."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        facts = (int(signal.SIGTERM), os.getpid(), os.geteuid(), os.getegid())
        bound = [sys.executable, "-I", "-S", parent_bound.__file__, *map(str, facts), *self.command]
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            bound,
            env=dict(self.environ),
            cwd=CHECKOUT,
            # Ctrl-C in a terminal reaches the whole process group: web workers that get it besides their server's
            # word to end do not end.
            start_new_session=True,
        )

    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def finish(self, stop: threading.Event) -> None:
        """Wait for a command that ends by itself; raises CalledProcessError when it fails, Stopped when we should end."""
        self.start()
        while not self.has_ended():
            if stop.wait(0.1):
                self.stop()
                raise Stopped
        if self.process and self.process.returncode:
            raise subprocess.CalledProcessError(self.process.returncode, list(self.command))

    def stop(self) -> None:
        if self.process is None or self.has_ended():
            return
        self.process.terminate()
        try:
            self.process.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()


def flask(*arguments: str) -> list[str]:
    """A command of the service, run by this Python."""
    return [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]


def web_server(host: str, port: int, workers: int, threads: int) -> list[str]:
    """The web server's command; `LINLI_WEB_SERVER=gunicorn` takes the fallback."""
    if os.environ.get("LINLI_WEB_SERVER") == "gunicorn":
        return [
            *(sys.executable, "-m", "gunicorn", "--bind", f"{host}:{port}", "--workers", str(workers)),
            *("--worker-class", "gthread", "--threads", str(threads), "--no-control-socket"),
            *("--log-level", "warning", "wsgi:app"),
        ]
    return [
        *(sys.executable, "-m", "service.kit.web", "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", str(threads), "--respawn-failed-workers"),
        *("--backpressure", "256", "--log-level", "warning", "--no-access-log", "--no-ws", "wsgi:app"),
    ]


class Database:
    """The given database, or the embedded one for as long as the block lasts."""

    def __init__(self, settings: Settings) -> None:
        self._given = settings.database_url
        data_dir = Path(settings.data_dir) if settings.data_dir else default_data_dir(CHECKOUT)
        self._embedded = EmbeddedPostgres(data_dir)

    def __enter__(self) -> "Database":
        self.url = self._given or self._embedded.start()
        return self

    def __exit__(self, *_: object) -> None:
        if not self._given:
            self._embedded.stop()

    def keep_running(self) -> None:
        """Start the embedded server again when it has died; it recovers what was committed."""
        if not self._given and not self._embedded.is_running:
            print("database ended; starting it again", file=sys.stderr)
            self._embedded.start()


def main() -> int:
    """Serve until Ctrl-C or SIGTERM."""
    stop = threading.Event()
    for ending in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(ending, lambda *_: stop.set())
    try:
        settings, address = load(), address_of(os.environ)
        with Database(settings) as database, tempfile.TemporaryDirectory(prefix="linli-metrics-") as figures:
            # Quiet by default: the banner is what somebody who tries it out should see.
            quiet = {"LINLI_LOG_LEVEL": "WARNING", **MEMORY, **os.environ}
            environ = {**quiet, "LINLI_DATABASE_URL": database.url, "PROMETHEUS_MULTIPROC_DIR": figures}
            _prepare(settings, environ, stop)
            _serve(settings, database, environ, address, stop)
    except (AddressRefused, PostgresUnavailable, UnsafeSettings) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError:
        # The command has said why.
        return 1
    except Stopped:
        return 0
    return 0


def address_of(environ: Mapping[str, str]) -> tuple[str, int]:
    """Where to serve: HOST and PORT. Raises AddressRefused."""
    host, port = environ.get("HOST", "127.0.0.1"), environ.get("PORT", "8000")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise AddressRefused(f"PORT={port} 不是端口号 / PORT={port} is not a port number. PORT=8001 make run")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as failure:
            raise AddressRefused(_why_not(failure, host, port)) from failure
    return host, int(port)


def _why_not(failure: OSError, host: str, port: str) -> str:
    if failure.errno == errno.EADDRINUSE:
        return f"端口 {port} 已被占用 / port {port} is in use. PORT=8001 make run"
    reason = failure.strerror or str(failure)
    return (
        f"无法使用 {host}:{port} / {host}:{port} can not be used: {reason}. HOST=127.0.0.1 PORT=8001 make run"
    )


def _prepare(settings: Settings, environ: Mapping[str, str], stop: threading.Event) -> None:
    """Bring the database to the newest migration and, where that is allowed, fill the demonstration community."""
    Child("migrations", flask("database", "upgrade"), environ).finish(stop)
    if settings.demo_logins:
        Child("demonstration", [sys.executable, "-m", "demonstration"], environ).finish(stop)


def _serve(
    settings: Settings,
    database: Database,
    environ: Mapping[str, str],
    address: tuple[str, int],
    stop: threading.Event,
) -> None:
    workers = min(2, os.cpu_count() or 1)
    children = [
        Child("web", web_server(*address, workers, settings.web_threads), environ),
        Child("jobs", flask("jobs", "run"), environ),
    ]
    for child in children:
        child.start()
    if _is_ready(f"http://{address[0]}:{address[1]}/readyz", stop):
        _welcome(settings, f"http://{address[0]}:{address[1]}")
    while not stop.wait(_RESTART_PAUSE_SECONDS):
        database.keep_running()
        for child in children:
            if child.has_ended():
                print(f"{child.name} ended; starting it again", file=sys.stderr)
                child.start()
    for child in reversed(children):
        child.stop()


def _is_ready(url: str, stop: threading.Event) -> bool:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline and not stop.wait(0.1):
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own address
                return bool(answer.status == 200)
        except OSError:
            continue
    return False


def _welcome(settings: Settings, url: str) -> None:
    lines = [
        "",
        f"  邻里 Linli   {url}",
        f"  API 文档     {url}/api/v1/docs",
        f"  OpenAPI      {url}/api/v1/openapi.json",
        f"  状态 / 指标   {url}/readyz  {url}/metrics",
    ]
    if settings.demo_logins:
        lines += [
            "",
            "  演示账号 / demonstration logins",
            "  staff      POST /api/v1/accounts/login/password   password linli-demo-2026",
            "             district street worker grid worker2 assessor assessor2 manager dispatcher",
            "             caregiver caregiver2 manager2 admin security auditor",
            "  residents  POST /api/v1/accounts/login/wechat     code demo-resident-1 … demo-resident-9,",
            "             demo-new-<anything> for somebody never seen before; …/zheliban takes them as ticket",
            "             POST /api/v1/accounts/login/sms/code         phone; the answer shows the code for …/sms",
        ]
    print(*lines, "", "  Ctrl-C ends it; the data stays.", "", sep="\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
