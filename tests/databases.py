"""Databases for tests: one of its own for each process that runs them, so that several may run at once."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from psycopg import sql
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import Session

from service.kit.migrations import alembic_config


@contextmanager
def database_beside(url: str, name: str, *, copied: bool = False) -> Iterator[str]:
    """The address of a new database on the same server, dropped at the end.

    `copied`: with all that stands in the one at `url`, to which nobody may be connected; else empty.
    """
    name += os.environ.get("PYTEST_XDIST_WORKER", "")
    beside = make_url(url).set(database=name)
    source = make_url(url).database if copied else "template0"
    _run(url, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    _run(url, "CREATE DATABASE {} TEMPLATE {}", name, str(source))
    yield beside.render_as_string(hide_password=False)
    _run(url, "DROP DATABASE {} WITH (FORCE)", name)


def rows_read(session: Session, table: str) -> int:
    """How many rows of a table this transaction has read so far."""
    read = """
        SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)
        FROM pg_stat_xact_user_tables WHERE relname = :table
    """
    return session.scalar(text(read), {"table": table}) or 0


def migrate(url: str) -> None:
    """Bring a database to the newest migration."""
    engine = create_engine(url)
    config = alembic_config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    engine.dispose()


def _run(url: str, statement: str, *names: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
    engine.dispose()
