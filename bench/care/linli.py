"""Linli with a history of care as short or long as is asked for, on a copy of one community's database."""

from pathlib import Path

from bench import linli
from bench.care import history
from bench.care.clients import CareClients, CareSystem, Stop
from bench.care.community import DAYS_AHEAD, Community
from bench.database import Database, DatabaseServer
from bench.systems import WebSystem

KEPT = "SELECT count(*) FROM care_visit_marks WHERE kind = 'check_in'"
_WAITING = b"""
    SELECT care_visits.id, caregiver_id, elder_id
      FROM care_visits JOIN care_assignments ON care_assignments.visit_id = care_visits.id
     WHERE status = 'assigned' AND occurs_on > %s
     ORDER BY care_visits.id
"""


def start_linli(
    name: str, server: DatabaseServer, original: Database, community: Community, logs: Path, *, visits: int
) -> CareSystem:
    """Linli with so many visits in the past, ready for load."""
    database = server.copy_database(original, f"bench_care_{visits}")
    with database.connect() as connection:
        history.write_past(connection, community.example, community.day, visits)
    running = linli.serve(database, logs)
    clients = CareClients(
        port=running.port,
        organisation_id=community.organisation_id,
        day=community.day,
        dispatcher_tokens=community.dispatcher_tokens,
        caregiver_tokens=community.caregiver_tokens,
    )
    return WebSystem(name, database, server, running, clients, KEPT, database.number(KEPT))


def let_wait(system: CareSystem, community: Community, count: int) -> None:
    """Let so many visits wait for their caregivers today."""
    with system.database.connect() as connection:
        history.write_waiting(connection, community.day, count, days_ahead=DAYS_AHEAD)
        rows = connection.execute(_WAITING, [community.day]).fetchall()
    places = community.places
    system.world.wait_at(
        [Stop(str(visit), str(caregiver), *places[str(elder)]) for visit, caregiver, elder in rows]
    )
