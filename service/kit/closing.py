"""What a unit of work leaves beside its rows - messages, audit entries, the answer kept for a key - as one statement.

These are inserts that nothing in the unit of work depends on, so they wait for its end and go to the database together:
one journey instead of three. Who asks the session about them meanwhile still finds them, since they are written first.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, event
from sqlalchemy.orm import ORMExecuteState, Session

from service.kit.prepared import Prepared, run

if TYPE_CHECKING:
    from service.kit.work import UnitOfWork

_WAITING = "closing"
# Planning takes longer than all else where parts are many, and a statement has no place for more than 65,535 values.
_MOST_AT_ONCE = 50
_PLACE = re.compile(r"\$(\d+)")


def at_the_end(work: "UnitOfWork", insert: Prepared, **values: Any) -> None:
    """Insert a row when the unit of work ends; inside a savepoint at once, for that may be taken back."""
    session = work.session
    session.info.setdefault(_WAITING, []).append((insert, values))
    if session.in_nested_transaction():
        write(session)


def has_changes(session: Session) -> bool:
    """Whether rows wait to be written; what a statement has changed already it can not tell."""
    return bool(session.new or session.dirty or session.deleted or session.info.get(_WAITING))


def write(session: Session) -> None:
    """Write what waits, all but the last as parts of the last's statement."""
    _write(session, commit=False)


def commit(session: Session) -> None:
    """Write what waits, and commit with it in one journey where the transaction is the session's own."""
    _write(session, commit=True)
    session.commit()


def _write(session: Session, *, commit: bool) -> None:
    waiting = session.info.pop(_WAITING, None)
    if not waiting:
        return
    session.flush()
    connection = session.connection()
    is_whole = commit and not connection.in_nested_transaction()
    for begin in range(0, len(waiting), _MOST_AT_ONCE):
        some = waiting[begin : begin + _MOST_AT_ONCE]
        is_last = begin + _MOST_AT_ONCE >= len(waiting)
        _send(connection, some, commit=is_whole and is_last)


def _send(connection: Connection, some: Sequence[tuple[Prepared, dict[str, Any]]], *, commit: bool) -> None:
    parts = tuple(insert.sql for insert, _ in some)
    given = [insert.in_order(values) for insert, values in some]
    sql = _together(parts, tuple(map(len, given)))
    run(connection, sql, list(chain.from_iterable(given)), commit=commit)


@lru_cache(maxsize=256)
def _together(statements: tuple[str, ...], counts: tuple[int, ...]) -> str:
    """One statement with all of them; the values of each, so many, come after those of the ones before it."""
    before = accumulate(counts, initial=0)
    *first, last = map(_moved, statements, before)
    if not first:
        return last
    return f"WITH {', '.join(f'part_{place} AS ({sql})' for place, sql in enumerate(first))} {last}"


def _moved(sql: str, by: int) -> str:
    return _PLACE.sub(lambda place: f"${int(place[1]) + by}", sql)


@event.listens_for(Session, "do_orm_execute")
def _write_before_asking(state: ORMExecuteState) -> None:
    if _WAITING in state.session.info:
        write(state.session)
