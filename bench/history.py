"""A long past for Linli: very many bookings like one that was made through the API."""

from typing import Any

import psycopg

from bench.rows import in_order_of_time, trusting, write_like

# Columns that differ from booking to booking.
OWN = {
    "id": in_order_of_time("at.starts_at", "n::text"),
    "living_room_id": "(SELECT rooms.ids[1 + n %% array_length(rooms.ids, 1)])",
    "resident_id": "(SELECT residents.ids[1 + n %% array_length(residents.ids, 1)])",
    "starts_at": "at.starts_at",
    "ends_at": "at.starts_at + interval '1 hour'",
    "status": "'completed'",
    "created_at": "at.starts_at - interval '1 day'",
    "updated_at": "at.starts_at",
}
WHOSE = """
    WITH rooms AS (SELECT array_agg(DISTINCT id) AS ids FROM living_rooms WHERE region_code = (
                       SELECT region_code FROM bookings WHERE id = %(pattern)s)),
         residents AS (SELECT array_agg(id) AS ids FROM residents)
"""
BOOKINGS = """
    rooms, residents, generate_series(1::bigint, %(count)s) n,
           LATERAL (SELECT (date_trunc('day', now() AT TIME ZONE 'Asia/Shanghai')
                            + (n * %(days)s / (%(count)s + 1) - %(days)s) * interval '1 day'
                            + (8 + n %% 12) * interval '1 hour') AT TIME ZONE 'Asia/Shanghai') AS at (starts_at)
     WHERE pattern.id = %(pattern)s
"""


def write(connection: psycopg.Connection[Any], pattern: str, *, count: int, days: int) -> None:
    """Write so many finished bookings over the past days."""
    values = {"pattern": pattern, "count": count, "days": days}
    with trusting(connection):
        write_like(connection, "bookings", own=OWN, before=WHOSE, source=BOOKINGS, values=values)
