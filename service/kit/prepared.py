"""Statements put together and compiled once, for the few that every request or the busiest routes need.

SQLAlchemy builds a statement anew on each call and looks its compiled form up by walking it; of a request of six
statements that was half of the processor time (docs/decisions/0006). A prepared one keeps the text. What it gives up:
values go to the driver as they are (give every column; enums come back as text) and no list may be a parameter of
`IN` (use `= ANY(…)`). How it is sent is `sending`'s.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    ExceptionContext,
    Executable,
    PoolProxiedConnection,
    Table,
    bindparam,
    event,
    select,
)
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.types import TypeEngine

from service.kit.sending import Answer, Sender, Waiting, undo

if TYPE_CHECKING:
    from service.kit.work import UnitOfWork

T = TypeVar("T")

# Places of values are numbered as the database numbers them, so that the driver need not look through the text: one
# with more than fifty values it would read anew each time (a quarter of a millisecond for what ends a check-in).
_SENDER = "linli_sender"
_BEFORE = "linli_before"
_MANY_REFUSED = "linli_many_refused"
_DIALECT = psycopg.dialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]


# A value, or the place of one in a prepared statement.
Bound: TypeAlias = T | ColumnElement[T]


class Prepared:
    """A statement whose text is made at its first use; `prepared(work, name=value, …)` runs it."""

    __slots__ = ("_constants", "_names", "_sql", "_statement")

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._sql: str | None = None
        self._names: Sequence[str] = ()
        self._constants: Mapping[str, Any] = {}

    def __call__(self, work: "UnitOfWork", **values: Any) -> Answer:
        """Run it in this unit of work, after what the session still has to write."""
        sql = self.sql
        session = work.session
        session.flush()
        return run(work.connection, sql, self.in_order(values), session.info.pop(_BEFORE, ()))

    def with_next(self, work: "UnitOfWork", **values: Any) -> Waiting:
        """Let it go to the database with the next prepared statement of this unit of work, just before that one.

        One journey less, where two statements do not need each other's answers. What is written meanwhile it may see.
        """
        work.session.flush()
        sent = Waiting(self.sql, self.in_order(values), partial(_send_now, work))
        work.session.info.setdefault(_BEFORE, []).append(sent)
        return sent

    @property
    def sql(self) -> str:
        """Its text, with `$1`, `$2`, … where values go."""
        return self._sql or self._compile()

    def in_order(self, values: Mapping[str, Any]) -> list[Any]:
        """These values, with those that are the same each time, in the order of their places in the text."""
        known = {**self._constants, **values}
        return [known[name] for name in self._names]

    def _compile(self) -> str:
        compiled = self._statement.compile(dialect=_DIALECT)  # type: ignore[attr-defined]
        self._constants = {
            name: value.value if isinstance(value, Enum) else value
            for name, value in compiled.params.items()
            if value is not None
        }
        self._names = tuple(compiled.positiontup)
        self._sql = str(compiled)
        return self._sql


def unseen(name: str, kind: TypeEngine[T] | type[TypeEngine[T]]) -> ColumnElement[T]:
    """The place of a value that the database does not look at when it plans.

    So no value promises a better plan than another, and one is kept; else a statement that asks for a stretch of time
    would be planned anew at each call, which takes longer than to answer it.
    """
    return select(bindparam(name, type_=kind)).scalar_subquery()


def _send_now(work: "UnitOfWork", waiting: Waiting) -> Answer:
    work.session.info[_BEFORE].remove(waiting)
    return run(work.connection, waiting.sql, waiting.values)


def run(
    connection: Connection,
    sql: str,
    values: Sequence[Any],
    before: Sequence[Waiting] = (),
    *,
    commit: bool = False,
) -> Answer:
    """Send a statement's text past SQLAlchemy's own results, after what waited for it; `commit` ends the transaction.

    Who listens for statements hears of it, and what goes wrong is SQLAlchemy's to translate: a lost connection leaves
    the pool, a broken constraint is an IntegrityError.
    """
    driver = connection.connection
    for listener in connection.dispatch.before_cursor_execute:
        for each in before:
            listener(connection, None, each.sql, each.values, None, False)
        listener(connection, None, sql, values, None, False)
    try:
        return _sender(driver).send(sql, values, before, commit=commit)
    except BaseException as error:
        connection._handle_dbapi_exception(error, sql, values, None, None)


def _sender(driver: PoolProxiedConnection) -> Sender:
    """What sends on this connection; it stays with it in the pool."""
    sender: Sender | None = driver.info.get(_SENDER)
    if sender is None:
        connection: Any = driver.driver_connection
        sender = driver.info[_SENDER] = Sender(connection)
    return sender


@event.listens_for(Engine, "rollback")
def _roll_back(connection: Connection) -> None:
    """Undo before the driver does, who would have the database forget every prepared statement of the connection.

    He does so for tables made in a transaction that is undone; nothing here makes any. Where one of many rows was
    refused he has to: what follows it is not looked at, and he believes prepared what was to be prepared with it.
    """
    if connection.invalidated:
        return
    if connection.info.pop(_MANY_REFUSED, False):
        _sender(connection.connection).look_again()
        return
    driver: Any = connection.connection.driver_connection
    undo(driver)


@event.listens_for(Engine, "handle_error")
def _note_refused_rows(context: ExceptionContext) -> None:
    execution, connection = context.execution_context, context.connection
    if execution is not None and execution.executemany and connection and not context.is_disconnect:
        connection.info[_MANY_REFUSED] = True


@event.listens_for(Engine, "rollback_savepoint")
def _roll_back_to(connection: Connection, *_: Any) -> None:
    if not connection.invalidated:
        _sender(connection.connection).look_again()


def table_of(model: type[Any]) -> Table:
    """The table of a model, to insert plain rows into it."""
    table: Table = model.__table__
    return table


def values_of(record: Any) -> dict[str, Any]:
    """What a dataclass holds, for the columns and parameters that are called as its fields are."""
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def array_text(values: Iterable[int | str]) -> str:
    """Numbers or plain words for an array of a prepared statement, to be cast; the driver looks at each element twice."""
    return f"{{{','.join(map(str, values))}}}"


def json_text(value: Any) -> str:
    """A value for a JSONB column of a prepared statement."""
    return orjson.dumps(value).decode()
