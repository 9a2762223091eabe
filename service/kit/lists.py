"""Lists that are asked for most: their statements are put together once for each set of conditions.

A page's statement first finds the keys of its rows by index, then reads what is told of them. How many it wants stands
in its text: for a parameter the database would plan as if a tenth of all rows were wanted.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    true,
    tuple_,
    union,
)
from sqlalchemy.types import TypeEngine

from service.kit.pages import DEFAULT_LIMIT, Page, opened, page_of
from service.kit.prepared import Prepared, unseen
from service.kit.work import UnitOfWork

_STATEMENTS_KEPT = 64


class Way(NamedTuple):
    """How rows come to be seen: `column` has one of `values`, and an index on it continues in the list's order."""

    column: Any
    values: Select[Any]


def in_text(value: str | int) -> ColumnElement[Any]:
    """One of our own values in the statement's text, never one from outside.

    So the database sees that a partial index holds what is asked for, and plans for this number.
    """
    return literal_column(f"'{value}'" if isinstance(value, str) else str(value))


def given(name: str, kind: TypeEngine[Any]) -> ColumnElement[Any]:
    """The list of values of this name.

    The database can not look into it when it plans, so one plan serves all lists and is kept; else each page would be
    planned anew, which takes longer than finding it.
    """
    values = select(func.unnest(bindparam(name, type_=ARRAY(kind)))).scalar_subquery()
    return func.array(values, type_=ARRAY(kind))


class EachGiven:
    """The values of the list of this name, one after the other, into which the database does not look either.

    `value` is the one in question, in `rows` that are found for each: so that none takes another's place.
    """

    def __init__(self, name: str, kind: TypeEngine[Any]) -> None:
        self._values = select(func.unnest(unseen(name, ARRAY(kind))).label("value")).subquery(f"each_{name}")
        # As text: it is named however deep in the rows, and belongs to none of the tables there.
        self.value: ColumnElement[Any] = literal_column(f"each_{name}.value", kind)

    def first(self, rows: Select[Any]) -> Select[Any]:
        """The `rows` of each value, of which they have as many as each may have."""
        found = rows.lateral()
        return select(*found.c).join_from(self._values, found, true())


class PreparedList:
    """Pages of `rows`, in the order of the columns `by`, the last of which must be the table's key.

    `conditions` and `ways` have names, which are those of their parameters too. Where no condition of `narrowing` is
    asked for, the first rows of each value of a way are looked up and merged: so what one value sees costs the same
    however many rows others have.
    """

    def __init__(
        self,
        rows: Select[Any],
        *,
        conditions: Mapping[str, ColumnElement[bool]],
        ways: Mapping[str, Way],
        narrowing: frozenset[str],
        by: Sequence[Any],
        descending: bool = False,
    ) -> None:
        self._rows, self._conditions, self._ways, self._narrowing = rows, conditions, ways, narrowing
        self._by, self._descending = by, descending
        self._names = [str(column.key) for column in by]
        self._statement = lru_cache(_STATEMENTS_KEPT)(self._put_together)

    def page(
        self, work: UnitOfWork, values: Mapping[str, Any], *, cursor: str | None, limit: int = DEFAULT_LIMIT
    ) -> Page[Any]:
        """One page of what meets the conditions named in `values` and is seen in one of the ways named there.

        Raises InvalidInput for a cursor that is not ours.
        """
        after: dict[str, Any] = {}
        if cursor is not None:
            keys = opened(work, cursor, self._names)
            after = {f"after_{name}": key for name, key in zip(self._names, keys, strict=True)}
        statement = self._statement(frozenset(values), bool(after), limit + 1)
        return page_of(work, statement(work, **values, **after).fetchall(), limit, self._names)

    def _put_together(self, asked: frozenset[str], goes_on: bool, wanted: int) -> Prepared:
        conditions = [condition for name, condition in self._conditions.items() if name in asked]
        if goes_on:
            conditions.append(self._is_after())
        ways = [way for name, way in self._ways.items() if name in asked]
        if not ways or asked & self._narrowing:
            seen = [or_(*(way.column.in_(way.values) for way in ways))] if ways else []
            keys = self._first(select(*self._by).where(*conditions, *seen), wanted)
        else:
            keys = self._merged([self._first_of_each(way, conditions, wanted) for way in ways], wanted)
        found = keys.subquery("keys")
        rows = self._rows.join(found, found.c[self._names[-1]] == self._by[-1])
        return Prepared(rows.order_by(*self._ordered(self._by)))

    def _first_of_each(self, way: Way, conditions: list[ColumnElement[bool]], wanted: int) -> Select[Any]:
        each = way.values.distinct().subquery()
        keys = select(*self._by).where(way.column == each.c[0], *conditions)
        first = self._first(keys, wanted).lateral()
        return select(*first.c).select_from(each).join(first, literal_column("true"))

    def _merged(self, parts: list[Select[Any]], wanted: int) -> Select[Any]:
        found = (parts[0] if len(parts) == 1 else union(*parts)).subquery()
        columns = [found.c[name] for name in self._names]
        return select(*columns).order_by(*self._ordered(columns)).limit(in_text(wanted))

    def _first(self, query: Select[Any], wanted: int) -> Select[Any]:
        return query.order_by(*self._ordered(self._by)).limit(in_text(wanted))

    def _ordered(self, columns: Sequence[Any]) -> list[ColumnElement[Any]]:
        return [column.desc() if self._descending else column.asc() for column in columns]

    def _is_after(self) -> ColumnElement[bool]:
        here = tuple_(*self._by)
        there = tuple_(
            *(
                bindparam(f"after_{name}", type_=column.type)
                for name, column in zip(self._names, self._by, strict=True)
            )
        )
        return here < there if self._descending else here > there
