"""Many rows changed alike, written in one statement: versioned ones the session would write one by one."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import cast, column, inspect, update, values
from sqlalchemy.orm.attributes import set_committed_value

from service.kit.database import Table
from service.kit.prepared import table_of
from service.kit.work import UnitOfWork


def write_together(work: UnitOfWork, rows: Iterable[Table], names: Sequence[str]) -> None:
    """Write these columns of rows of one table that are on record, held, and changed; each is a version further.

    Who holds a row has it to themself, so that its version needs no comparing.
    """
    changed = [row for row in rows if _has_changed(row, names)]
    if not changed:
        return
    table = table_of(type(changed[0]))
    key = list(table.primary_key)
    columns = [*key, *(table.c[name] for name in names)]
    anew = values(*(column(each.name, each.type) for each in columns), name="anew").data(
        [tuple(getattr(row, each.key) for each in columns) for row in changed]
    )
    version = table.c.version
    # A column in which no row has a value would come as text.
    told = {table.c[name]: cast(anew.c[name], table.c[name].type) for name in names}
    change = update(table).values(told | {version: version + 1})
    for each in key:
        change = change.where(each == anew.c[each.name])
    work.session.connection().execute(change)
    for row in changed:
        for name in names:
            set_committed_value(row, name, getattr(row, name))
        set_committed_value(row, "version", row.version + 1)  # type: ignore[attr-defined]


def _has_changed(row: Table, names: Sequence[str]) -> bool:
    state: Any = inspect(row)
    return bool(state.persistent) and any(state.attrs[name].history.has_changes() for name in names)
