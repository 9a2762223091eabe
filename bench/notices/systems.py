"""Linli and the textbook application with the same people and the same notices, ready for load."""

from pathlib import Path
from typing import Any

from bench import linli, opponents
from bench.database import Database, DatabaseServer
from bench.notices.clients import NoticeClients, NoticeSystem
from bench.notices.community import KEPT_DAYS, NOTICES, Community, write_notices
from bench.opponents import DRF, OPPONENTS
from bench.rows import trusting, without_indexes
from bench.systems import WebSystem

KEPT = "SELECT 0"
_SCRIPT = OPPONENTS[DRF].folder / "notices" / "notices.sql"
_TABLES = ("notice", "notice_target", "notice_addressee", "notice_receipt")


def start_linli(
    name: str, server: DatabaseServer, original: Database, community: Community, logs: Path, *, notices: int
) -> NoticeSystem:
    """Linli with so many notices, on a copy of the district."""
    database = server.copy_database(original, f"bench_notices_{notices}")
    with database.connect() as connection:
        write_notices(connection, community, notices)
    running = linli.serve(database, logs)
    clients = NoticeClients(running.port, [each.token for each in community.readers])
    return WebSystem(name, database, server, running, clients, KEPT, 0)


def start_opponent(
    server: DatabaseServer, original: Database, community: Community, logs: Path, *, notices: int
) -> NoticeSystem:
    """The textbook application with as many, for the same readers."""
    opponent = OPPONENTS[DRF]
    database = server.new_database("bench_notices_drf")
    opponent.run(opponent.create_tables, database)
    _fill(database, original, community, notices)
    tokens = opponents.tokens_by_kind(opponent, database)
    running = opponents.serve(opponent, database, logs)
    return WebSystem(DRF, database, server, running, NoticeClients(running.port, tokens["resident"]), KEPT, 0)


def _fill(database: Database, original: Database, community: Community, notices: int) -> None:
    with original.connect() as connection:
        places = connection.execute(
            "SELECT code, name, level, parent_code FROM regions ORDER BY length(code), code"
        ).fetchall()
        tags = connection.execute("SELECT code, age_from, age_below FROM tags").fetchall()
    with database.connect() as connection:
        with trusting(connection), without_indexes(connection, *_TABLES):
            _enter(connection, places, tags, community)
            made = NOTICES.format(regions="region", level="level", code="code")
            connection.execute(made.encode(), {"notices": notices, "now": community.now})
            connection.execute(_SCRIPT.read_bytes(), {"kept": KEPT_DAYS})
        connection.execute("VACUUM ANALYZE")


def _enter(connection: Any, places: list[Any], tags: list[Any], community: Community) -> None:
    """The readers, in their order, where they live and with the tags that they were given."""
    cursor = connection.cursor()
    cursor.executemany("INSERT INTO region (code, name, level, parent_id) VALUES (%s, %s, %s, %s)", places)
    cursor.executemany("INSERT INTO tag (code, age_from, age_below) VALUES (%s, %s, %s)", tags)
    ages = {code for code, age_from, age_below in tags if (age_from, age_below) != (None, None)}
    for number, reader in enumerate(community.readers, 1):
        cursor.execute(
            """INSERT INTO resident (id, name, phone, status, region_id) VALUES (%s, '居民', '', 'verified', %s)""",
            [number, reader.region_code],
        )
        cursor.execute(
            "INSERT INTO resident_detail (resident_id, birth_on) VALUES (%s, %s)", [number, reader.birth_on]
        )
        cursor.execute(
            """INSERT INTO account (id, username, password, kind, display_name, resident_id)
               VALUES (%s, %s, '!', 'resident', '居民', %s)""",
            [number, f"resident{number}", number],
        )
        given = [(number, tag) for tag in reader.tags if tag not in ages]
        if given:
            cursor.executemany(
                "INSERT INTO resident_tag (resident_id, tag_id, valid_from) VALUES (%s, %s, '2026-01-01')",
                given,
            )
