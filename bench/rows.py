"""Very many rows, written by the database itself after the pattern of some that came through the API."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

_COLUMNS = """
    SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s
"""
_FOR_MANY_ROWS = (
    b"SET LOCAL session_replication_role = replica",
    b"SET LOCAL work_mem = '256MB'",
    b"SET LOCAL maintenance_work_mem = '512MB'",
)
_WRITE = "INSERT INTO {table} ({columns}) {before} SELECT {values} FROM {table} pattern, {source}"


def in_order_of_time(moment: str, seed: str) -> str:
    """An identifier whose order follows time, as that of real ones does (UUIDv7), from two expressions of SQL."""
    return f"""(lpad(to_hex((extract(epoch FROM {moment}) * 1000)::bigint), 12, '0')
              || '7' || substr(md5({seed}), 1, 3) || '8' || substr(md5({seed}), 4, 15))::uuid"""


def write_like(
    connection: psycopg.Connection[Any],
    table: str,
    *,
    own: Mapping[str, str],
    source: str,
    before: str = "",
    values: Mapping[str, Any] | None = None,
) -> None:
    """Write a row for each of the source's, like its `pattern` of the same table but for the columns of its own.

    Every other column is copied, so that a new one needs no change here. Indexes are made again afterwards.
    """
    names = [row[0] for row in connection.execute(_COLUMNS, [table])]
    statement = sql.SQL(_WRITE).format(
        table=sql.Identifier(table),
        columns=sql.SQL(", ").join(map(sql.Identifier, names)),
        before=sql.SQL(before),
        values=sql.SQL(", ").join(
            sql.SQL(own[name]) if name in own else sql.Identifier("pattern", name) for name in names
        ),
        source=sql.SQL(source),
    )
    with without_indexes(connection, table):
        connection.execute(statement, values or {})


@contextmanager
def trusting(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """A transaction that writes what is known to be right: foreign keys and triggers would only take time."""
    with connection.transaction():
        for setting in _FOR_MANY_ROWS:
            connection.execute(setting)
        yield


@contextmanager
def without_indexes(connection: psycopg.Connection[Any], *tables: str) -> Iterator[None]:
    """Without the indexes of these tables that no constraint stands on, which are made again afterwards."""
    found = connection.execute(
        """SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE i.indrelid = ANY(%s::regclass[])
              AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)""",
        [list(tables)],
    ).fetchall()
    for name, _ in found:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    yield
    for _, definition in found:
        connection.execute(definition.encode())
