"""How prepared statements go to the database: by the driver's lower level (`psycopg.pq`), past its cursors.

A cursor of the driver looks after much that a prepared statement does not need - placeholders, streams, several results,
waiting that can be interrupted - and cost twice what the journey itself does (docs/decisions/0006). Here the
transaction's BEGIN also travels with its first statement. Values and rows are converted by the driver's own adapters.
"""

import select
from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import count
from typing import Any, NamedTuple, TypeAlias

from psycopg import Connection, OperationalError
from psycopg.abc import Buffer
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import InvalidSqlStatementName, error_from_result
from psycopg.pq import ConnStatus, ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGresult

_MakeRow: TypeAlias = Callable[[Sequence[Any]], Any]
# A text and the types of its values, which the values decide: a small number has another type than a large one.
_Key: TypeAlias = tuple[str, tuple[int, ...]]

# A house that has more statements makes texts up, which need not be kept.
_MOST_PREPARED = 1000
_OPEN = frozenset({TransactionStatus.INTRANS, TransactionStatus.INERROR})
_GOOD = frozenset({ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK})
# A prepared statement whose table has been changed since, and one that the database has forgotten.
OUTDATED = frozenset({"0A000", "26000"})


class Answer:
    """The rows of a statement as named tuples, all of them here, and how many it gave or changed."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: list[Any], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def fetchone(self) -> Any:
        """The first row, or None."""
        return self._rows[0] if self._rows else None

    def fetchall(self) -> list[Any]:
        """Every row."""
        return self._rows


class _Asked(NamedTuple):
    """A statement with its values as they travel."""

    sql: str
    params: Sequence[Buffer | None]
    types: tuple[int, ...]
    formats: Sequence[Format] | None


class Sender:
    """What a connection keeps between statements: the converters of values, and what it has prepared."""

    __slots__ = (
        "_adapters",
        "_automatic",
        "_connection",
        "_looks_again",
        "_makers",
        "_names",
        "_numbers",
        "_poll",
        "_wire",
    )

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection = connection
        self._wire = connection.pgconn
        self._adapters = Transformer(connection)
        self._automatic: dict[int, list[PyFormat]] = {}
        self._names: dict[_Key, bytes] = {}
        self._numbers = count(1)
        self._poll = select.poll()
        self._makers: dict[str, _MakeRow] = {}
        self._looks_again = False

    def look_again(self) -> None:
        """See, before the next statement, which prepared ones are left: the driver may have dropped them all.

        It does so at each return to a savepoint, unless it has none of its own.
        """
        self._looks_again = True

    def send(self, sql: str, values: Sequence[Any]) -> Answer:
        """Send a statement with numbered places and wait for its answer; raises psycopg.Error."""
        if self._looks_again:
            self._keep_what_is_left()
        params = self._adapters.dump_sequence(values, self._formats(len(values)))
        asked = _Asked(sql, params, self._adapters.types or (), self._adapters.formats)
        if self._wire.transaction_status == TransactionStatus.IDLE and not self._connection.autocommit:
            return self._read(sql, self._beginning(asked))
        return self._read(sql, self._going_on(asked))

    def _beginning(self, asked: _Asked) -> PGresult:
        """The answer of a transaction's first statement; it is sent anew when the database has forgotten it."""
        try:
            return self._good(self._with_begin(asked))
        except InvalidSqlStatementName:
            undo(self._connection)
            return self._good(self._with_begin(asked))

    def _going_on(self, asked: _Asked) -> PGresult:
        """The answer of a statement inside a transaction."""
        name = self._name_of(asked)
        if name is None:
            return self._good(
                self._wire.exec_params(asked.sql.encode(), asked.params, asked.types, asked.formats)
            )
        # None among the values stands for NULL.
        return self._good(self._wire.exec_prepared(name, asked.params, asked.formats))  # type: ignore[arg-type]

    def _keep_what_is_left(self) -> None:
        result = self._good(self._wire.exec_(b"SELECT name FROM pg_prepared_statements"))
        left = {result.get_value(row, 0) for row in range(result.ntuples)}
        self._names = {key: name for key, name in self._names.items() if name in left}
        self._looks_again = False

    def _formats(self, places: int) -> list[PyFormat]:
        known = self._automatic.get(places)
        if known is None:
            known = self._automatic[places] = [PyFormat.AUTO] * places
        return known

    def _name_of(self, asked: _Asked) -> bytes | None:
        """What a statement is called that is prepared at its first use; None where it goes as it is."""
        key = asked.sql, asked.types
        name = self._names.get(key)
        if name is not None:
            return name
        if self._connection.prepare_threshold is None or len(self._names) >= _MOST_PREPARED:
            return None
        name = b"linli_%d" % next(self._numbers)
        self._good(self._wire.prepare(name, asked.sql.encode(), asked.types))
        self._names[key] = name
        return name

    def _with_begin(self, asked: _Asked) -> PGresult:
        """What is answered to BEGIN and a statement that are sent together."""
        name = self._name_of(asked)
        wire = self._wire
        wire.enter_pipeline_mode()
        wire.send_query_params(b"BEGIN", None)
        if name is None:
            wire.send_query_params(asked.sql.encode(), asked.params, asked.types, asked.formats)
        else:
            wire.send_query_prepared(name, asked.params, asked.formats)
        wire.pipeline_sync()
        result = self._first_bad_or_last()
        if wire.status == ConnStatus.OK:
            wire.exit_pipeline_mode()
        return result

    def _first_bad_or_last(self) -> PGresult:
        """Of what was sent together; each answer is followed by nothing once, all of them by a mark."""
        told: PGresult | None = None
        nothing = 0
        while nothing < 2:
            result = self._next_result()
            if result is None:
                nothing += 1
                continue
            nothing = 0
            if result.status == ExecStatus.PIPELINE_SYNC:
                break
            if told is None or told.status in _GOOD:
                told = result
        if told is None:
            raise OperationalError(self._wire.get_error_message())
        return told

    def _next_result(self) -> PGresult | None:
        """What comes next. It is waited for here, since the driver would do so without letting other threads run."""
        while self._wire.flush():
            self._wait(select.POLLIN | select.POLLOUT)
        while self._wire.is_busy():
            self._wait(select.POLLIN)
        return self._wire.get_result()

    def _wait(self, what: int) -> None:
        self._poll.register(self._wire.socket, what)
        self._poll.poll()
        self._wire.consume_input()

    def _good(self, result: PGresult) -> PGresult:
        """The result, or the error that it tells."""
        if result.status in _GOOD:
            return result
        error = error_from_result(result)
        if error.sqlstate in OUTDATED:
            self._names.clear()
            self._makers.clear()
        if error.sqlstate is None and self._wire.status != ConnStatus.OK:
            raise OperationalError(str(error))
        raise error

    def _read(self, sql: str, result: PGresult) -> Answer:
        changed = result.command_tuples or 0
        if result.status == ExecStatus.COMMAND_OK:
            return Answer([], changed)
        make_row = self._makers.get(sql)
        if make_row is None:
            names = tuple((result.fname(place) or b"").decode() for place in range(result.nfields))
            make_row = self._makers[sql] = _maker(names)
        self._adapters.set_pgresult(result)
        rows = self._adapters.load_rows(0, result.ntuples, make_row)
        self._adapters.set_pgresult(None)
        return Answer(rows, changed)


def undo(connection: Connection[Any]) -> None:
    """Roll back what stands open on a connection; what is prepared stays."""
    if connection.pgconn.transaction_status in _OPEN:
        connection.pgconn.exec_(b"ROLLBACK")


@lru_cache(maxsize=1000)
def _maker(names: tuple[str, ...]) -> _MakeRow:
    """What makes a row of these columns; one for all connections."""
    make: _MakeRow = namedtuple("Row", names, rename=True)._make  # type: ignore[attr-defined]
    return make
