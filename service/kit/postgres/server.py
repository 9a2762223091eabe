"""The embedded server as the rest of the service sees it: start, address, stop."""

import atexit
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self
from urllib.parse import quote

import psycopg
from psycopg import errors, sql

from service.kit.postgres import cluster, launch, leftovers
from service.kit.postgres.account import Account, server_account
from service.kit.postgres.errors import folder_refused, not_started
from service.kit.postgres.leftovers import Postmaster
from service.kit.postgres.paths import Folders, socket_folder
from service.kit.postgres.programs import SOURCES, Programs, Source, find_programs

DATABASE = "linli"
# Long enough for a recovery after a crash, short enough for a person who waits.
PATIENCE_SECONDS = 120.0
PAUSE_SECONDS = 0.01


class EmbeddedPostgres:
    """A PostgreSQL of our own, kept in a folder and bound to the life of the process that started it."""

    def __init__(self, data_dir: Path, *, throwaway: bool = False, sources: Sequence[Source] = SOURCES) -> None:
        self._folders = Folders(data_dir.absolute() / "postgres")
        self._is_throwaway = throwaway
        self._sources = sources
        self._running: Postmaster | None = None
        self._programs: Programs | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._starter = 0

    @classmethod
    @contextmanager
    def throwaway(cls, *, sources: Sequence[Source] = SOURCES) -> Iterator[Self]:
        """A started server that is quick, forgets everything, and is gone at the end."""
        folder = Path(tempfile.mkdtemp(prefix="linli-postgres-", dir=_reachable_temporary_folder()))
        if os.geteuid() == 0:
            folder.chmod(0o755)
        server = cls(folder, throwaway=True, sources=sources)
        try:
            server.start()
            yield server
        finally:
            server.stop()
            shutil.rmtree(folder, ignore_errors=True)

    @property
    def programs(self) -> Path:
        """The folder of the server's programs; pg_dump and psql lie there if the installation has them."""
        return self._chosen_programs().folder

    @property
    def version(self) -> str:
        return ".".join(map(str, self._chosen_programs().version))

    @property
    def pid(self) -> int:
        return self._postmaster().pid

    def start(self) -> str:
        """Start the server, or adopt the one that runs, and give the URL of the service's database."""
        try:
            self._folders.prepare()
            with _locked(self._folders.lock):
                if not self._adopt():
                    self._launch()
        except PermissionError as refusal:
            raise folder_refused(self._folders.home, str(refusal)) from refusal
        return self.ensure_database(DATABASE)

    def stop(self) -> None:
        """Stop the server if this process started it; an adopted one goes on."""
        child, self._child, self._running = self._child, None, None
        if child is None or self._starter != os.getpid():
            return
        atexit.unregister(self.stop)
        # SIGINT ends all sessions and writes everything down; SIGQUIT leaves that to the next start's recovery.
        quickly = (signal.SIGQUIT, signal.SIGKILL)
        for message in quickly if self._is_throwaway else (signal.SIGINT, *quickly):
            leftovers.send(child.pid, message)
            try:
                child.wait(PATIENCE_SECONDS / 4)
            except subprocess.TimeoutExpired:
                continue
            return

    def url(self, database: str = DATABASE) -> str:
        """The SQLAlchemy URL of a database on the started server."""
        running = self._postmaster()
        place = f"host={running.socket_folder}&port={running.port}"
        return f"postgresql+psycopg://{cluster.ROLE}@/{quote(database, safe='')}?{place}"

    def ensure_database(self, name: str) -> str:
        """Create the database unless it exists, and give its URL."""
        with self._connect() as connection:
            if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchall():
                try:
                    connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
                except (errors.DuplicateDatabase, errors.UniqueViolation):
                    pass
        return self.url(name)

    def _connect(self) -> psycopg.Connection:
        address = self.url("postgres").replace("+psycopg", "", 1)
        try:
            return psycopg.connect(address, autocommit=True, connect_timeout=10)
        except psycopg.OperationalError as failure:
            raise not_started(self._folders.log, str(failure)) from failure

    def _postmaster(self) -> Postmaster:
        if self._running is None:
            raise not_started(self._folders.log, "start() was not called")
        return self._running

    def _chosen_programs(self) -> Programs:
        if self._programs is None:
            folders = self._folders
            account = server_account(folders.cluster)
            self._programs = find_programs(account, folders.cluster, folders.programs, self._sources)
        return self._programs

    def _adopt(self) -> bool:
        """Take a server whose starter lives; end one whose starter is dead, so that this process can own the next."""
        told = False
        for _ in _patiently():
            found = leftovers.running_postmaster(self._folders.cluster)
            if found is None:
                return False
            if not self._starter_lives(found):
                if not told:
                    leftovers.send(found.pid, signal.SIGINT)
                told = True
            elif found.is_ready:
                self._running = found
                return True
        raise not_started(self._folders.log, "another server on the same data neither answers nor ends")

    def _starter_lives(self, found: Postmaster) -> bool:
        parent = leftovers.parent_of(found.pid)
        try:
            return parent is None or parent == int(self._folders.owner.read_text())
        except (FileNotFoundError, ValueError):
            return False

    def _launch(self) -> None:
        folders = self._folders
        account = server_account(folders.cluster)
        programs = self._chosen_programs()
        cluster.make_cluster(programs, account, folders, throwaway=self._is_throwaway)
        leftovers.clear(folders.cluster)
        if folders.log.exists():
            folders.log.replace(folders.log.with_suffix(".log.1"))
        sockets = socket_folder(folders, account)
        command = cluster.server_command(programs, folders, sockets, throwaway=self._is_throwaway)
        self._starter = os.getpid()
        folders.owner.write_text(str(self._starter))
        self._child = launch.spawn(account, command, folders.log)
        atexit.register(self.stop)
        self._running = self._await_ready(self._child)

    def _await_ready(self, child: subprocess.Popen[bytes]) -> Postmaster:
        for _ in _patiently():
            found = leftovers.running_postmaster(self._folders.cluster)
            if found is not None and found.pid == child.pid and found.is_ready:
                return found
            if child.poll() is not None:
                break
        self.stop()
        raise not_started(self._folders.log, self._folders.log.read_text(errors="replace")[-2000:])


def _patiently() -> Iterator[None]:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        yield
        time.sleep(PAUSE_SECONDS)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _reachable_temporary_folder() -> Path:
    account: Account = server_account(Path("/nonexistent"))
    candidates = [Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")]
    return next((folder for folder in candidates if account.can_enter(folder)), candidates[0])
