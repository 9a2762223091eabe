"""A long past for Linli: very many bookings like one that was made through the API, written by the database itself."""

from typing import Any

import psycopg
from psycopg import sql

# Columns that differ from booking to booking; every other column is copied from the pattern. The order of the
# identifiers follows time, as that of real ones does (UUIDv7).
OWN = {
    "id": """(lpad(to_hex((extract(epoch FROM at.starts_at) * 1000)::bigint), 12, '0')
              || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid""",
    "living_room_id": "(SELECT rooms.ids[1 + n %% array_length(rooms.ids, 1)])",
    "resident_id": "(SELECT residents.ids[1 + n %% array_length(residents.ids, 1)])",
    "starts_at": "at.starts_at",
    "ends_at": "at.starts_at + interval '1 hour'",
    "status": "'completed'",
    "created_at": "at.starts_at - interval '1 day'",
    "updated_at": "at.starts_at",
}
COLUMNS = "SELECT column_name FROM information_schema.columns WHERE table_name = 'bookings'"
WRITE = """
    INSERT INTO bookings ({columns})
    WITH rooms AS (SELECT array_agg(DISTINCT id) AS ids FROM living_rooms WHERE region_code = (
                       SELECT region_code FROM bookings WHERE id = %(pattern)s)),
         residents AS (SELECT array_agg(id) AS ids FROM residents)
    SELECT {values}
      FROM bookings pattern, rooms, residents, generate_series(1::bigint, %(count)s) n,
           LATERAL (SELECT (date_trunc('day', now() AT TIME ZONE 'Asia/Shanghai')
                            + (n * %(days)s / (%(count)s + 1) - %(days)s) * interval '1 day'
                            + (8 + n %% 12) * interval '1 hour') AT TIME ZONE 'Asia/Shanghai') AS at (starts_at)
     WHERE pattern.id = %(pattern)s
"""


def write(connection: psycopg.Connection[Any], pattern: str, *, count: int, days: int) -> None:
    """Write so many finished bookings over the past days, without their indexes, which are made again after."""
    names = [row[0] for row in connection.execute(COLUMNS)]
    statement = sql.SQL(WRITE).format(
        columns=sql.SQL(", ").join(map(sql.Identifier, names)),
        values=sql.SQL(", ").join(
            sql.SQL(OWN[name]) if name in OWN else sql.Identifier("pattern", name) for name in names
        ),
    )
    with connection.transaction():
        # The rows point to what is there: checking each of ten million foreign keys would only take time.
        connection.execute("SET LOCAL session_replication_role = replica")
        indexes = _drop_indexes(connection)
        connection.execute(statement, {"pattern": pattern, "count": count, "days": days})
        for definition in indexes:
            connection.execute(definition.encode())


def _drop_indexes(connection: psycopg.Connection[Any]) -> list[str]:
    """Drop the indexes that no constraint stands on, and give what makes them again."""
    found = connection.execute(
        """SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE i.indrelid = 'bookings'::regclass
              AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)"""
    ).fetchall()
    for name, _ in found:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    return [definition for _, definition in found]
