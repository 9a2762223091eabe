"""What the database holds after a storm, read past the service, and what must be true of it."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import NullPool, create_engine, text

_STANDS = "status IN ('pending', 'confirmed', 'checked_in')"

# What would be half a booking, or one too many; each statement must find nothing.
_CONTRADICTIONS = {
    "bookings that overlap": f"""
        SELECT a.id, b.id FROM bookings a JOIN bookings b
        ON a.living_room_id = b.living_room_id AND a.id < b.id
        JOIN room_policies p ON p.living_room_id = a.living_room_id
        WHERE a.{_STANDS} AND b.{_STANDS}
        AND a.starts_at < b.ends_at + make_interval(mins => p.buffer_minutes)
        AND b.starts_at < a.ends_at + make_interval(mins => p.buffer_minutes)""",
    "bookings without all their time": f"""
        SELECT b.id FROM bookings b JOIN room_policies p USING (living_room_id)
        CROSS JOIN LATERAL generate_series(
            extract(epoch FROM b.starts_at)::bigint / 900,
            extract(epoch FROM b.ends_at + make_interval(mins => p.buffer_minutes))::bigint / 900 - 1) AS wanted
        LEFT JOIN booked_grains g
        ON g.living_room_id = b.living_room_id AND g.grain = wanted AND g.booking_id = b.id
        WHERE b.{_STANDS} AND g.grain IS NULL""",
    "time without a booking": f"""
        SELECT g.grain FROM booked_grains g LEFT JOIN bookings b ON b.id = g.booking_id AND b.{_STANDS}
        JOIN room_policies p ON p.living_room_id = g.living_room_id
        WHERE g.waitlist_entry_id IS NULL AND (b.id IS NULL
        OR g.grain < extract(epoch FROM b.starts_at)::bigint / 900
        OR g.grain >= extract(epoch FROM b.ends_at + make_interval(mins => p.buffer_minutes))::bigint / 900)""",
    "counters of bookings that are not what stands": f"""
        WITH stands AS (
            SELECT coalesce(organisation_id, resident_id) AS holder_id, living_room_id, count(*) AS used
            FROM bookings WHERE {_STANDS} AND counts_as_active
            AND coalesce(organisation_id, resident_id) IS NOT NULL GROUP BY 1, 2)
        SELECT * FROM stands FULL JOIN (SELECT * FROM booking_counters WHERE period = 'active') c
        USING (holder_id, living_room_id)
        WHERE coalesce(stands.used, 0) <> coalesce(c.used, 0)""",
    "counters of minutes that are not what stands": f"""
        WITH stands AS (
            SELECT coalesce(organisation_id, resident_id) AS holder_id, living_room_id,
            sum(extract(epoch FROM ends_at - starts_at) / 60) AS used
            FROM bookings WHERE {_STANDS} AND coalesce(organisation_id, resident_id) IS NOT NULL GROUP BY 1, 2),
        counted AS (
            SELECT holder_id, living_room_id, sum(used) AS used
            FROM booking_counters WHERE period <> 'active' GROUP BY 1, 2)
        SELECT * FROM stands FULL JOIN counted c USING (holder_id, living_room_id)
        WHERE coalesce(stands.used, 0) <> coalesce(c.used, 0)""",
    "bookings that were not told or not recorded once": """
        SELECT b.id, told.times, recorded.times FROM bookings b
        CROSS JOIN LATERAL (SELECT count(*) AS times FROM outbox_messages m
            WHERE m.name LIKE '%BookingMade' AND m.body->>'booking_id' = b.id::text) AS told
        CROSS JOIN LATERAL (SELECT count(*) AS times FROM audit_entries a
            WHERE a.subject = b.id::text AND a.action = 'book' AND a.succeeded) AS recorded
        WHERE told.times <> 1 OR recorded.times <> 1""",
    # What was answered is sealed; that it was kept is not.
    "bookings that were not kept for their key once": """
        SELECT created_by, count(*) FROM bookings b GROUP BY created_by HAVING count(*) <> (
            SELECT count(*) FROM idempotent_answers a WHERE a.account_id = b.created_by AND a.status = 201
            AND a.key NOT LIKE 'activity-%')""",
}


_PLACED = "status <> 'cancelled'"

# The same of places in activities.
_CONTRADICTIONS_OF_PLACES = {
    "counters that are not what stands": f"""
        SELECT p.activity_id, p.taken FROM activity_places p WHERE p.taken > p.capacity OR p.taken <>
        (SELECT count(*) FROM activity_sign_ups s WHERE s.activity_id = p.activity_id AND s.{_PLACED})
        + (SELECT count(*) FROM activity_waits w WHERE w.activity_id = p.activity_id AND w.status = 'offered')""",
    "people who stand there twice": f"""
        SELECT activity_id, resident_id FROM (
            SELECT activity_id, resident_id FROM activity_sign_ups WHERE {_PLACED} UNION ALL
            SELECT activity_id, resident_id FROM activity_waits WHERE status IN ('waiting', 'offered')) AS stand
        GROUP BY activity_id, resident_id HAVING count(*) > 1""",
    "places that nobody has while somebody waits and nobody is told": """
        SELECT p.activity_id FROM activity_places p WHERE p.is_open AND p.taken < p.capacity AND EXISTS
        (SELECT FROM activity_waits w WHERE w.activity_id = p.activity_id AND w.status = 'waiting')
        AND NOT EXISTS (SELECT FROM outbox_messages m WHERE m.delivered_at IS NULL
        AND m.name LIKE '%PlacesFreed' AND m.body->>'activity_id' = p.activity_id::text)""",
    "offers taken that were not held": """
        SELECT w.id FROM activity_waits w LEFT JOIN activity_sign_ups s ON s.id = w.sign_up_id
        AND s.activity_id = w.activity_id AND s.resident_id = w.resident_id AND s.created_at < w.offer_expires_at
        WHERE (w.status = 'accepted') <> (s.id IS NOT NULL)""",
    "sign-ups that were not told once": """
        SELECT s.id FROM activity_sign_ups s WHERE 1 <> (SELECT count(*) FROM outbox_messages m
        WHERE m.name LIKE '%SignedUp' AND m.body->>'sign_up_id' = s.id::text)""",
    "sign-ups given back that were not told once": f"""
        SELECT s.id FROM activity_sign_ups s WHERE (s.{_PLACED}) = EXISTS (SELECT FROM outbox_messages m
        WHERE m.name LIKE '%SignUpCancelled' AND m.body->>'sign_up_id' = s.id::text)""",
}

_PLACES = {
    "places": "SELECT id::text FROM activity_sign_ups WHERE activity_id = :activity",
    "places given back": f"""
        SELECT id::text FROM activity_sign_ups WHERE activity_id = :activity AND NOT {_PLACED}""",
    "waits": "SELECT id::text FROM activity_waits WHERE activity_id = :activity",
    "offers accepted": """
        SELECT id::text FROM activity_waits WHERE activity_id = :activity AND status = 'accepted'""",
    "offers declined": """
        SELECT id::text FROM activity_waits WHERE activity_id = :activity AND status = 'declined'""",
    "answers kept": """
        SELECT key FROM idempotent_answers WHERE starts_with(key, 'activity-' || CAST(:activity AS uuid))""",
    "entries of sign-ups": """
        SELECT count(*)::text FROM audit_entries
        WHERE subject = CAST(:activity AS uuid)::text AND action = 'sign_up' AND succeeded""",
}


class Ledger:
    """Reads tables, not the API: what the service tells is what is being tested."""

    def __init__(self, database_url: str) -> None:
        self._engine = create_engine(database_url, poolclass=NullPool)

    def contradictions(self) -> dict[str, list[tuple[object, ...]]]:
        """Everything that must never be found, by what it is."""
        return self.found(_CONTRADICTIONS)

    def found(self, asked: Mapping[str, str]) -> dict[str, list[tuple[object, ...]]]:
        """What statements find that should find nothing, by what it is."""
        with self._engine.connect() as connection:
            found = {name: connection.execute(text(ask)).all() for name, ask in asked.items()}
        return {name: [tuple(row) for row in rows] for name, rows in found.items() if rows}

    def stored(self, room_id: UUID) -> list[str]:
        """The ids of all bookings of a room."""
        ask = text("SELECT id::text FROM bookings WHERE living_room_id = :room ORDER BY id")
        with self._engine.connect() as connection:
            return list(connection.scalars(ask, {"room": room_id}))

    def standing_by_holder(self, room_id: UUID) -> list[int]:
        """How many bookings stand in a room for each who holds any."""
        ask = text(
            "SELECT count(*) FROM bookings WHERE living_room_id = :room"
            f" AND {_STANDS} GROUP BY coalesce(organisation_id, resident_id) ORDER BY 1"
        )
        with self._engine.connect() as connection:
            return list(connection.scalars(ask, {"room": room_id}))

    def contradictions_of_places(self) -> dict[str, list[tuple[object, ...]]]:
        """The same of places in activities."""
        return self.found(_CONTRADICTIONS_OF_PLACES)

    def places(self, activity_id: UUID) -> dict[str, list[str]]:
        """What is stored of an activity's places, by what it is: ids, or keys for which answers were kept."""
        with self._engine.connect() as connection:
            return {
                name: sorted(connection.scalars(text(ask), {"activity": activity_id}))
                for name, ask in _PLACES.items()
            }

    def capacity(self, activity_id: UUID) -> tuple[int, int]:
        """How many of an activity's places are taken, and how many there are."""
        ask = text("SELECT taken, capacity FROM activity_places WHERE activity_id = :activity")
        with self._engine.connect() as connection:
            row = connection.execute(ask, {"activity": activity_id}).one()
            return row.taken, row.capacity

    def taken(self, room_id: UUID) -> set[int]:
        """The grains of a room that somebody has."""
        ask = text("SELECT grain FROM booked_grains WHERE living_room_id = :room")
        with self._engine.connect() as connection:
            return set(connection.scalars(ask, {"room": room_id}))
