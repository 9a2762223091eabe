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


class Waiting:
    """A statement whose answer is not needed before that of the next one, with which it goes."""

    __slots__ = ("_answer", "_send_now", "sql", "values")

    def __init__(self, sql: str, values: Sequence[Any], send_now: Callable[["Waiting"], Answer]) -> None:
        self.sql = sql
        self.values = values
        self._send_now = send_now
        self._answer: Answer | None = None

    def take(self, answer: Answer) -> None:
        """Hold what was answered."""
        self._answer = answer

    @property
    def answer(self) -> Answer:
        """What was answered; sends it where nothing else went meanwhile."""
        if self._answer is None:
            self._answer = self._send_now(self)
        return self._answer


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

    def send(
        self, sql: str, values: Sequence[Any], before: Sequence["Waiting"] = (), *, commit: bool = False
    ) -> Answer:
        """Send a statement with numbered places and wait for its answer; raises psycopg.Error.

        What waited to go with it is answered first; with `commit` the transaction ends with this statement.
        """
        if self._looks_again:
            self._keep_what_is_left()
        asked = [self._asked(each.sql, each.values) for each in before]
        asked.append(self._asked(sql, values))
        begin = self._wire.transaction_status == TransactionStatus.IDLE and not self._connection.autocommit
        if not begin and not commit and not before:
            return self._read(sql, self._alone(asked[0]))
        results = self._all_together(asked, begin=begin, commit=commit)
        for each, result in zip(before, results, strict=False):
            each.take(self._read(each.sql, result))
        return self._read(sql, results[len(before)])

    def _asked(self, sql: str, values: Sequence[Any]) -> _Asked:
        params = self._adapters.dump_sequence(values, self._formats(len(values)))
        return _Asked(sql, params, self._adapters.types or (), self._adapters.formats)

    def _alone(self, asked: _Asked) -> PGresult:
        """The answer of a statement inside a transaction."""
        name = self._name_of(asked)
        if name is None:
            return self._good(
                self._wire.exec_params(asked.sql.encode(), asked.params, asked.types, asked.formats)
            )
        # None among the values stands for NULL.
        return self._good(self._wire.exec_prepared(name, asked.params, asked.formats))  # type: ignore[arg-type]

    def _all_together(self, asked: Sequence[_Asked], *, begin: bool, commit: bool) -> list[PGresult]:
        """The answers of statements that make one journey; sent anew where the database has forgotten one at the start."""
        try:
            return self._one_journey(asked, begin=begin, commit=commit)
        except InvalidSqlStatementName:
            if not begin:
                raise
            undo(self._connection)
            return self._one_journey(asked, begin=True, commit=commit)

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

    def _one_journey(self, asked: Sequence[_Asked], *, begin: bool, commit: bool) -> list[PGresult]:
        names = [self._name_of(each) for each in asked]
        wire = self._wire
        wire.enter_pipeline_mode()
        if begin:
            wire.send_query_params(b"BEGIN", None)
        for name, each in zip(names, asked, strict=True):
            if name is None:
                wire.send_query_params(each.sql.encode(), each.params, each.types, each.formats)
            else:
                wire.send_query_prepared(name, each.params, each.formats)
        if commit:
            wire.send_query_params(b"COMMIT", None)
        wire.pipeline_sync()
        results = self._results_until_the_mark()
        if wire.status == ConnStatus.OK:
            wire.exit_pipeline_mode()
        if not results:
            raise OperationalError(wire.get_error_message())
        good = [self._good(each) for each in results]
        return good[1:] if begin else good

    def _results_until_the_mark(self) -> list[PGresult]:
        """What came back; nothing follows each result once, and twice where the connection is lost."""
        results: list[PGresult] = []
        nothing = 0
        while nothing < 2:
            result = self._next_result()
            if result is None:
                nothing += 1
                continue
            if result.status == ExecStatus.PIPELINE_SYNC:
                break
            nothing = 0
            results.append(result)
        return results

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
