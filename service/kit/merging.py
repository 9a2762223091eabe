"""Two rows that stand for one and the same become one: whatever points to the one that goes points to the one that stays.

Which columns those are is read from the tables' own foreign keys. A table in which one may stand only once has its own
way, declared in its domain's `personal.py`. Every changed row is noted, so that all of it can be taken back.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Column, ColumnElement, func
from sqlalchemy.dialects.postgresql import JSONB

from service.kit.database import Table

if TYPE_CHECKING:
    from service.kit.work import UnitOfWork

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """The row that stays and the one that gives way to it."""

    kept: UUID
    gone: UUID


@dataclass(frozen=True, slots=True)
class RowChange:
    """Rows of one table that changed alike, in JSON's form; without `after` the row was set aside whole."""

    table: str
    keys: list[Row]
    before: Row
    after: Row | None


@dataclass(slots=True)
class Changes:
    """What a merge changes, noted while it does so."""

    work: "UnitOfWork"
    made: list[RowChange] = field(default_factory=list)

    def point_to(self, column: Column[Any], pair: Pair) -> None:
        """Let the rows whose `column` names the one that goes name the one that stays."""
        table = column.table
        moved = (
            sa.update(table).where(column == pair.gone).values({column: pair.kept, **_next_version(table)})
        )
        keys = [_key(table, row) for row in self._rows(moved.returning(_as_json(table)))]
        if keys:
            name = column.name
            self.made.append(RowChange(table.name, keys, {name: str(pair.gone)}, {name: str(pair.kept)}))

    def change(self, model: type[Table], *which: ColumnElement[bool], **values: Any) -> None:
        """Give these rows other values."""
        table = _table(model)
        before = self._rows(sa.select(_as_json(table)).where(*which).with_for_update())
        for row in before:
            changed = sa.update(table).where(_one_of(table, [_key(table, row)]))
            after = self._rows(changed.values({**values, **_next_version(table)}).returning(_as_json(table)))
            self.note(table, row, after[0], names=values)

    def set_aside(self, model: type[Table], *which: ColumnElement[bool]) -> None:
        """Take these rows out of their table, whole."""
        table = _table(model)
        for row in self._rows(sa.delete(table).where(*which).returning(_as_json(table))):
            self.made.append(RowChange(table.name, [_key(table, row)], row, None))

    def note(self, table: sa.Table, before: Row, after: Row, *, names: Iterable[str]) -> None:
        """Note how one row was changed."""
        differing = [name for name in names if before[name] != after[name]]
        if differing:
            old, new = ({name: row[name] for name in differing} for row in (before, after))
            self.made.append(RowChange(table.name, [_key(table, after)], old, new))

    def _rows(self, statement: Any) -> list[Row]:
        return list(self.work.session.scalars(statement, execution_options=_BLIND))


Way = Callable[[Changes, Pair], None]
Parting = Callable[["UnitOfWork", Pair], None]
Holding = Callable[["UnitOfWork", Pair], None]

_holdings: list[Holding] = []
_ways: dict[str, Way] = {}
_partings: list[Parting] = []


def held(holding: Holding) -> Holding:
    """Declare what others lock before the rows that merge, so that a merge locks in their order."""
    _holdings.append(holding)
    return holding


def hold(work: "UnitOfWork", pair: Pair) -> None:
    """Lock what others lock before these rows; to be called before the rows themselves are locked."""
    for holding in _holdings:
        holding(work, pair)


def merged(*models: type[Table]) -> Callable[[Way], Way]:
    """Declare what comes first for tables in which one may stand only once: so that afterwards all rows can be moved."""

    def register(way: Way) -> Way:
        _ways.update({_table(model).name: way for model in models})
        return way

    return register


def parted(part: Parting) -> Parting:
    """Declare what follows, once all that was noted is taken back, for what came after the merge."""
    _partings.append(part)
    return part


def join(work: "UnitOfWork", table: str, pair: Pair) -> Changes:
    """Let all that points to the row that goes point to the one that stays; the row itself is left as it is."""
    work.session.flush()
    changes = Changes(work)
    for way in dict.fromkeys(_ways.values()):
        way(changes, pair)
    for column in references(table):
        changes.point_to(column, pair)
    work.session.expire_all()
    return changes


def part(work: "UnitOfWork", pair: Pair, made: Sequence[RowChange]) -> None:
    """Take back what was changed, the last first; of a row that was changed again since, the later values stay."""
    work.session.flush()
    for change in reversed(made):
        _take_back(work, change)
    for follow in _partings:
        follow(work, pair)
    work.session.expire_all()


def references(table: str) -> Iterator[Column[Any]]:
    """The columns of all tables that point to this one's rows."""
    for each in Table.metadata.sorted_tables:
        for column in each.columns:
            if any(key.target_fullname == f"{table}.id" for key in column.foreign_keys):
                yield column


def has_own_way(table: str) -> bool:
    """Whether the table has declared what comes before its rows are moved."""
    return table in _ways


def snapshot(work: "UnitOfWork", model: type[Table], row_id: UUID) -> Row:
    """A row as it stands now, in JSON's form."""
    table = _table(model)
    row: Row = work.session.scalars(sa.select(_as_json(table)).where(table.c.id == row_id)).one()
    return row


def _take_back(work: "UnitOfWork", change: RowChange) -> None:
    table = Table.metadata.tables[change.table]
    names = [name for name in change.before if name in table.columns]
    old = _populated(table, "jsonb_populate_record", change.before)
    if change.after is None:
        back = sa.insert(table).from_select(names, sa.select(*(old.c[name] for name in names)))
        work.session.execute(back, execution_options=_BLIND)
        return
    as_it_was = {name: sa.select(old.c[name]).scalar_subquery() for name in names}
    again = sa.update(table).where(_one_of(table, change.keys), _as_json(table).contains(change.after))
    work.session.execute(again.values({**as_it_was, **_next_version(table)}), execution_options=_BLIND)


def _populated(table: sa.Table, by: str, value: Any) -> Any:
    """JSON as rows of this table, for a FROM."""
    form: ColumnElement[Any] = sa.literal_column(f"NULL::{table.name}")
    rows = getattr(func, by)(form, sa.literal(value, JSONB))
    return rows.table_valued(*(sa.column(each.name, each.type) for each in table.columns)).alias("noted")


def _as_json(table: sa.Table) -> ColumnElement[Any]:
    return func.to_jsonb(table.table_valued(), type_=JSONB)


def _key(table: sa.Table, row: Row) -> Row:
    return {column.name: row[column.name] for column in table.primary_key.columns}


def _one_of(table: sa.Table, keys: list[Row]) -> ColumnElement[bool]:
    columns = list(table.primary_key.columns)
    named = _populated(table, "jsonb_populate_recordset", keys)
    return sa.tuple_(*columns).in_(sa.select(*(named.c[column.name] for column in columns)))


def _next_version(table: sa.Table) -> dict[str, Any]:
    return {"version": table.c.version + 1} if "version" in table.columns else {}


def _table(model: type[Table]) -> sa.Table:
    table: sa.Table = model.__table__  # type: ignore[assignment] # a mapped class has a plain table
    return table


_BLIND = {"synchronize_session": False}
