"""Writing many lines at once and taking them out again: plain rows in one statement each, past the session."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text

from service.elderly_care.settlement.models import SettlementLine, SettlementPart
from service.kit.database import Table
from service.kit.prepared import Prepared, table_of
from service.kit.work import UnitOfWork

Row = dict[str, Any]


def insert_lines(work: UnitOfWork, lines: Sequence[Row], parts: Sequence[Row]) -> None:
    """Add lines with what entitlements pay of them."""
    for insert, rows in ((_INSERT_LINES, lines), (_INSERT_PARTS, parts)):
        if rows:
            insert(work, rows=orjson.dumps(rows).decode())


def delete_lines(work: UnitOfWork, line_ids: Sequence[UUID]) -> None:
    """Take lines out of a settlement that is not approved."""
    for delete in (_DELETE_PARTS, _DELETE_LINES):
        delete(work, line_ids=list(line_ids))


def _insert(model: type[Table]) -> Prepared:
    table = table_of(model)
    names = ", ".join(column.name for column in table.columns)
    return Prepared(
        text(
            f"INSERT INTO {table.name} ({names})"  # noqa: S608 - names of our own tables
            f" SELECT {names} FROM jsonb_populate_recordset(NULL::{table.name}, CAST(:rows AS jsonb))"
        )
    )


_INSERT_LINES = _insert(SettlementLine)
_INSERT_PARTS = _insert(SettlementPart)
_DELETE_PARTS = Prepared(
    text("DELETE FROM care_settlement_parts WHERE line_id = ANY (CAST(:line_ids AS uuid[]))")
)
_DELETE_LINES = Prepared(text("DELETE FROM care_settlement_lines WHERE id = ANY (CAST(:line_ids AS uuid[]))"))
