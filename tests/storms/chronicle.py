"""Every change of an activity's places, in the order in which it came true, and what must never have been between two.

Triggers of the storms' own cluster write it down past the service. Who changes something about the places of an
activity holds its counter, so that their changes stand here one transaction after the other.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import NullPool, Row, create_engine, text

_KEPT = """
    CREATE TABLE IF NOT EXISTS chronicle (
        step bigserial PRIMARY KEY, transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
        kind text NOT NULL, was jsonb, became jsonb);
    CREATE OR REPLACE FUNCTION note_in_chronicle() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO chronicle (kind, was, became) VALUES (TG_TABLE_NAME, to_jsonb(OLD), to_jsonb(NEW));
        RETURN NULL;
    END $$;
"""
_NOTED = """
    CREATE OR REPLACE TRIGGER chronicled AFTER INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION note_in_chronicle();
"""
_PLACES, _SIGN_UPS, _WAITS = "activity_places", "activity_sign_ups", "activity_waits"
_CHANGES = text("""
    SELECT transaction, kind, was, became FROM (
        SELECT *, max(step) OVER (PARTITION BY transaction) AS came_true FROM chronicle
        WHERE coalesce(was, became)->>'activity_id' = :activity) AS changes
    ORDER BY came_true, step""")
_SIGNED_UP = (_SIGN_UPS, None, "signed_up")
_OFFERED = (_WAITS, "waiting", "offered")
_ACCEPTED = (_WAITS, "offered", "accepted")
# From where to where a row may go; None is where there is no row.
_MOVES = {
    *(_SIGNED_UP, (_SIGN_UPS, "signed_up", "cancelled")),
    *((_WAITS, None, "waiting"), _OFFERED, _ACCEPTED, (_WAITS, "offered", "declined")),
    *((_WAITS, before, after) for before in ("waiting", "offered") for after in ("lapsed", None)),
}

Change = Row[Any]


@dataclass(slots=True)
class _Standing:
    """How an activity's places stand between two transactions."""

    rows: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def follow(self, changes: Sequence[Change]) -> Iterator[str]:
        """Take in what one transaction did, and say what it should not have done."""
        line = self._line()
        for change in changes:
            key = (change.kind, (change.became or change.was).get("id", _PLACES))
            self.rows.pop(key, None)
            if change.became is not None:
                self.rows[key] = change.became
        moves = [move for change in changes if (move := _move(change))]
        yield from (
            f"{kind} went from {was} to {now}" for kind, was, now in moves if (kind, was, now) not in _MOVES
        )
        offered = [change.became["id"] for change in changes if _move(change) == _OFFERED]
        if offered not in ([], line[:1]):
            yield f"{offered} was offered a place while {line[:1]} was the first in line"
        newcomers = moves.count(_SIGNED_UP) - moves.count(_ACCEPTED)
        if line and newcomers > 0:
            yield f"{newcomers} had a place while {len(line)} waited for one"
        yield from self._stands_wrong()

    def _stands_wrong(self) -> Iterator[str]:
        counter = self.rows[_PLACES, _PLACES]
        placed = self._people(_SIGN_UPS, "signed_up")
        offered, waiting = self._people(_WAITS, "offered"), self._people(_WAITS, "waiting")
        if not len(placed) + len(offered) == counter["taken"] <= counter["capacity"]:
            yield f"{len(placed)} had a place, {len(offered)} were offered one, {counter}"
        twice = [who for who, times in Counter(placed + offered + waiting).items() if times > 1]
        if twice:
            yield f"{twice} stood there twice"

    def _people(self, kind: str, status: str) -> list[str]:
        rows = [row for (of, _), row in self.rows.items() if of == kind]
        return [row["resident_id"] for row in rows if row["status"] == status]

    def _line(self) -> list[str]:
        """Who waits, first come first served."""
        waits = [row for (of, _), row in self.rows.items() if of == _WAITS and row["status"] == "waiting"]
        waits.sort(key=lambda row: (datetime.fromisoformat(row["created_at"]), row["id"]))
        return [row["id"] for row in waits]


class Chronicle:
    """Reads what the triggers wrote."""

    def __init__(self, database_url: str) -> None:
        self._engine = create_engine(database_url, poolclass=NullPool)
        with self._engine.begin() as connection:
            connection.execute(text(_KEPT))
            for table in (_PLACES, _SIGN_UPS, _WAITS):
                connection.execute(text(_NOTED.format(table=table)))

    def contradictions(self, activity_id: UUID) -> list[str]:
        """What must never be found at any moment of an activity's history."""
        standing = _Standing()
        return [fault for changes in self._transactions(activity_id) for fault in standing.follow(changes)]

    def count(self, activity_id: UUID, status: str) -> int:
        """How often a wait came to stand like this."""
        changes = [each for changes in self._transactions(activity_id) for each in changes]
        moves = [move for change in changes if (move := _move(change))]
        return sum(kind == _WAITS and now == status for kind, _, now in moves)

    def _transactions(self, activity_id: UUID) -> list[list[Change]]:
        with self._engine.connect() as connection:
            changes = connection.execute(_CHANGES, {"activity": str(activity_id)}).all()
        return [list(each) for _, each in groupby(changes, key=lambda change: change.transaction)]


def _move(change: Change) -> tuple[str, str | None, str | None] | None:
    """From where to where a sign-up or a wait went, if it did."""
    was, now = ((row or {}).get("status") for row in (change.was, change.became))
    return None if was == now else (change.kind, was, now)
