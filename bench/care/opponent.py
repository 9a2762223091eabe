"""The textbook application with the same community, the same past and the same day."""

from pathlib import Path
from typing import Any

from bench import opponents
from bench.care.clients import CareClients, CareSystem, Stop
from bench.care.community import DAYS_AHEAD, DISPATCHERS, IDLE, Community
from bench.database import Database, DatabaseServer
from bench.opponents import DRF, OPPONENTS
from bench.rows import trusting, without_indexes
from bench.systems import WebSystem
from config import Settings

KEPT = "SELECT count(*) FROM care_visit_mark WHERE kind = 'check_in'"
_FOLDER = OPPONENTS[DRF].folder / "care"
_PAST = (
    "care_visit",
    "care_assignment",
    "care_visit_mark",
    "care_visit_report",
    "care_served_time",
    "care_proof",
)
_WAITING = b"""
    SELECT care_visit.id, caregiver_id, latitude, longitude
      FROM care_visit JOIN care_assignment ON care_assignment.visit_id = care_visit.id
      JOIN care_door ON care_door.elder_id = care_visit.elder_id
     WHERE status = 'assigned' AND occurs_on > %s
     ORDER BY care_visit.id
"""
# A telephone stands ten metres from the door.
_AWAY = 0.00009


def start_opponent(server: DatabaseServer, community: Community, logs: Path, *, visits: int) -> CareSystem:
    """The textbook application with so many visits in the past, ready for load."""
    opponent = OPPONENTS[DRF]
    database = server.new_database("bench_care_drf")
    opponent.run(opponent.create_tables, database)
    _fill(database, community, visits)
    tokens = opponents.tokens_by_kind(opponent, database)
    running = opponents.serve(opponent, database, logs)
    clients = CareClients(
        port=running.port,
        organisation_id="1",
        day=community.day,
        dispatcher_tokens=tokens["dispatcher"],
        caregiver_tokens={str(number): token for number, token in enumerate(tokens["caregiver"], 1)},
    )
    return WebSystem(DRF, database, server, running, clients, KEPT, database.number(KEPT))


def let_wait(system: CareSystem, community: Community, count: int) -> None:
    """Let so many visits wait for their caregivers today."""
    values = {"day": community.day, "waiting": count, "days_ahead": DAYS_AHEAD}
    _run(system.database, "waiting.sql", values)
    with system.database.connect() as connection:
        rows: list[Any] = connection.execute(_WAITING, [community.day]).fetchall()
    system.world.wait_at(
        [Stop(str(visit), str(caregiver), north + _AWAY, east) for visit, caregiver, north, east in rows]
    )


def _fill(database: Database, community: Community, visits: int) -> None:
    kept = Settings()
    values = {
        "caregivers": len(community.caregiver_tokens),
        "idle": IDLE,
        "dispatchers": DISPATCHERS,
        "day": community.day,
        "visits": visits,
        "places_kept": kept.care_mark_place_days,
        "reports_kept": kept.care_report_days,
    }
    _run(database, "seed.sql", values)
    _run(database, "past.sql", values, *_PAST)


def _run(database: Database, script: str, values: dict[str, Any], *tables: str) -> None:
    """Run a script, without the indexes of these tables, which are made again afterwards."""
    with database.connect() as connection:
        with trusting(connection), without_indexes(connection, *tables):
            connection.execute((_FOLDER / script).read_bytes(), values)
        connection.execute("VACUUM ANALYZE")
