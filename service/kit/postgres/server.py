"""The embedded server as the rest of the service sees it: start, address, stop."""

import atexit
import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self
from urllib.parse import quote

import psycopg
from psycopg import errors, sql

from service.kit.postgres import cluster, launch, leftovers
from service.kit.postgres.account import server_account
from service.kit.postgres.errors import FolderRefused, NotRunning
from service.kit.postgres.leftovers import Postmaster
from service.kit.postgres.paths import Folders, leave_socket_folder, socket_folder, throwaway_folder
from service.kit.postgres.programs import SOURCES, Programs, Source, find_programs

DATABASE = "linli"
# Long enough for a recovery after a crash, short enough for a person who waits.
PATIENCE_SECONDS = 120.0
PAUSE_SECONDS = 0.01


class EmbeddedPostgres:
    """A PostgreSQL of our own, kept in a folder and bound to the life of the process that started it."""

    def __init__(
        self, data_dir: Path, *, throwaway: bool = False, sources: Sequence[Source] = SOURCES
    ) -> None:
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
        """A started server that is quick, careless of power cuts, and gone at the end."""
        folder = throwaway_folder()
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
        return self._started().pid

    @property
    def is_running(self) -> bool:
        """Whether the server that was started or adopted still lives; if not, `start` brings it back."""
        found = leftovers.running_postmaster(self._folders.cluster)
        return found is not None and self._running is not None and found.pid == self._running.pid

    def start(self) -> str:
        """Start the server, or adopt the one that runs, and give the URL of the service's database."""
        try:
            self._folders.prepare()
            with self._only_starter():
                if not self._adopt():
                    self._launch()
                return self.ensure_database(DATABASE)
        except (PermissionError, NotADirectoryError) as refusal:
            raise FolderRefused(str(refusal), folder=self._folders.home) from refusal

    def stop(self) -> None:
        """Stop the server if this process started it; an adopted one goes on."""
        child, running, self._child, self._running = self._child, self._running, None, None
        if child is None or self._starter != os.getpid():
            return
        atexit.unregister(self.stop)
        # SIGINT ends all sessions and writes everything down; SIGQUIT leaves that to the next start's recovery.
        gently = () if self._is_throwaway else (signal.SIGINT,)
        for message in (*gently, signal.SIGQUIT, signal.SIGKILL):
            leftovers.send(child.pid, message)
            with suppress(subprocess.TimeoutExpired):
                child.wait(PATIENCE_SECONDS / 4)
                break
        if running:
            leave_socket_folder(running.socket_folder)

    def url(self, database: str = DATABASE) -> str:
        """The SQLAlchemy URL of a database on the started server."""
        server = self._started()
        place = f"host={server.socket_folder}&port={server.port}"
        return f"postgresql+psycopg://{cluster.ROLE}@/{quote(database, safe='')}?{place}"

    def ensure_database(self, name: str) -> str:
        """Create the database unless it exists, and give its URL."""
        create = sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name))
        with self._connect(self._started()) as connection:
            if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchall():
                with suppress(errors.DuplicateDatabase, errors.UniqueViolation):
                    connection.execute(create)
        return self.url(name)

    def _connect(self, server: Postmaster) -> psycopg.Connection:
        try:
            return psycopg.connect(
                host=str(server.socket_folder),
                port=server.port,
                user=cluster.ROLE,
                dbname="postgres",
                autocommit=True,
                connect_timeout=10,
            )
        except psycopg.OperationalError as failure:
            raise NotRunning(str(failure), log=self._folders.log) from failure

    def _started(self) -> Postmaster:
        if self._running is None:
            raise NotRunning(log=self._folders.log)
        return self._running

    def _chosen_programs(self) -> Programs:
        if self._programs is None:
            folders = self._folders
            account = server_account(folders.cluster)
            self._programs = find_programs(account, folders.cluster, folders.programs, self._sources)
        return self._programs

    @contextmanager
    def _only_starter(self) -> Iterator[None]:
        with open(self._folders.lock, "a", opener=launch.for_us_alone) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _adopt(self) -> bool:
        """Take over a server whose starter lives; end one whose starter is dead, to own the next from its start."""
        orphan = None
        for _ in _patiently():
            found = leftovers.running_postmaster(self._folders.cluster)
            if found is None:
                return False
            if self._is_orphan(found):
                if orphan != found.pid:
                    leftovers.send(found.pid, signal.SIGINT)
                orphan = found.pid
            elif found.is_ready and self._answers(found):
                self._running = found
                return True
        raise NotRunning("another server on the same data neither answers nor ends", log=self._folders.log)

    def _is_orphan(self, found: Postmaster) -> bool:
        parent = leftovers.parent_of(found.pid)
        try:
            return parent is not None and parent != int(self._folders.owner.read_text())
        except (FileNotFoundError, ValueError):
            return True

    def _answers(self, found: Postmaster) -> bool:
        try:
            self._connect(found).close()
        except NotRunning:
            return False
        return True

    def _launch(self) -> None:
        folders = self._folders
        account = server_account(folders.cluster)
        cluster.make_cluster(self._chosen_programs(), account, folders, throwaway=self._is_throwaway)
        leftovers.clear(folders.cluster)
        if folders.log.exists():
            folders.log.replace(folders.log.with_suffix(".log.1"))
        sockets = socket_folder(folders, account)
        command = cluster.server_command(
            self._chosen_programs(), folders, sockets, throwaway=self._is_throwaway
        )
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
        raise NotRunning(self._folders.log.read_text(errors="replace")[-2000:], log=self._folders.log)


def _patiently() -> Iterator[None]:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        yield
        time.sleep(PAUSE_SECONDS)
