"""The one PostgreSQL server that all contestants share, and their databases on it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from alembic import command
from psycopg import sql
from sqlalchemy import create_engine

from service.kit.migrations import alembic_config
from service.kit.postgres import EmbeddedPostgres

MISSING_PGBENCH = "pgbench was not found; on Debian and Ubuntu it comes with `apt-get install postgresql`."


class MissingProgram(Exception):
    """A program the benchmark needs is not on this machine."""


@dataclass(frozen=True)
class Database:
    """A database on the shared server."""

    url: str

    @property
    def address(self) -> str:
        """The same address as libpq reads it."""
        return self.url.replace("+psycopg", "", 1)

    @property
    def name(self) -> str:
        return urlsplit(self.url).path.removeprefix("/")

    def connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(self.address, autocommit=True, cursor_factory=psycopg.ClientCursor)

    def number(self, statement: str) -> int:
        """The one number a statement gives."""
        with self.connect() as connection:
            row = connection.execute(statement.encode()).fetchone()
        return int(str(row[0])) if row else 0


@dataclass(frozen=True)
class DatabaseServer:
    """The running server and where its programs lie."""

    embedded: EmbeddedPostgres

    @property
    def pid(self) -> int:
        return self.embedded.pid

    def new_database(self, name: str) -> Database:
        """An empty database of this name."""
        with Database(self.embedded.url("postgres")).connect() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )
        return Database(self.embedded.ensure_database(name))

    def copy_database(self, original: Database, name: str) -> Database:
        """A database of this name that holds what another does, which nobody may be connected to."""
        with Database(self.embedded.url("postgres")).connect() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(original.name)
                )
            )
        return Database(self.embedded.url(name))

    def settle(self) -> None:
        """Write everything down, so that no contestant pays for what another left."""
        with Database(self.embedded.url("postgres")).connect() as connection:
            connection.execute("CHECKPOINT")

    def setting(self, name: str) -> str:
        with Database(self.embedded.url("postgres")).connect() as connection:
            row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
        return str(row[0]) if row else ""

    def pgbench(self) -> str:
        """The path of pgbench, of the server's own version if it lies beside it."""
        folders = [self.embedded.programs, *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
        found = shutil.which(
            "pgbench", path=os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")])
        )
        if found is None:
            raise MissingProgram(MISSING_PGBENCH)
        return found


def migrate(database: Database) -> None:
    """Give a database all of Linli's tables."""
    engine = create_engine(database.url)
    config = alembic_config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    engine.dispose()


@contextmanager
def database_server() -> Iterator[DatabaseServer]:
    """A durable server (fsync and synchronous commit on) in a folder that is gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="linli-bench-"))
    if os.geteuid() == 0:
        folder.chmod(0o755)  # the server runs as another user, who must be able to come in
    server = EmbeddedPostgres(folder)
    try:
        server.start()
        yield DatabaseServer(server)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
