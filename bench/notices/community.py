"""A district with half a million made-up people, some of whom read notices; and their notices, written by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import text

from bench import population
from bench.database import Database, migrate
from bench.rows import in_order_of_time, trusting, without_indexes
from config import load
from service import create_app
from service.accounts import actions as accounts
from service.accounts.models import Account
from service.accounts.rules import AccountKind
from service.kit.edge import run_in_work
from service.kit.house import house_of
from service.kit.work import UnitOfWork
from service.regions.queries import path_of
from service.residents.tags.queries import codes_of

PEOPLE = 500_000
READERS = 64
# As long as it is kept whom a notice addressed.
KEPT_DAYS = 1098
NOTICES = (Path(__file__).parent / "notices.sql").read_text()

_READERS = text(
    """SELECT id, region_code, birth_on FROM residents
        WHERE status = 'verified' AND hashtext(id::text) % 1000 = 7 ORDER BY id LIMIT :readers"""
)
_WRITE = f"""
    INSERT INTO notices (id, title, body, body_html, summary, attachments, category, priority, status, region_codes,
                         audience, is_public, needs_confirmation, expires_at, pin_until, rank, rank_until, text_number,
                         written_by, changed_by, published_by, written_at, published_at, updated_at, version)
    SELECT {in_order_of_time("published_at", "n || 'notice'")}, title, title || '，请相互转告。',
           '<p>' || title || '，请相互转告。</p>', title || '，请相互转告。', '[]', category, 'normal', status,
           ARRAY[region_code], CASE WHEN tag IS NULL THEN '{{}}' ELSE ARRAY[tag] END, false, false, expires_at, pin_until,
           rank, CASE WHEN rank = 2 THEN pin_until END, 1, %(author)s, %(author)s, %(author)s, published_at, published_at,
           published_at, 1
      FROM made ORDER BY n
"""
_AIM = """
    INSERT INTO notice_targets (notice_id, region_code, tag_code, category, is_public, rank, published_at, expires_at)
    SELECT id, region_codes[1], audience[1], category, false, rank, published_at, expires_at FROM notices ORDER BY id
"""
_ADDRESS = """
    INSERT INTO notice_addressees (notice_id, resident_id, grid_code, published_at, leads)
    SELECT notice_id, %(id)s, %(region_code)s, published_at, coalesce(rank, 0) > 0 FROM notice_targets
     WHERE region_code = ANY(%(path)s) AND (tag_code IS NULL OR tag_code = ANY(%(tags)s))
       AND published_at > now() - %(kept)s * interval '1 day'
"""
# Of three notices that are a month old two were read.
_READ = """
    INSERT INTO notice_receipts (notice_id, resident_id, read_at)
    SELECT notice_id, resident_id, published_at + interval '1 hour' FROM notice_addressees
     WHERE published_at < now() - interval '30 days' AND hashtext(notice_id::text) %% 3 <> 0
"""


@dataclass(frozen=True)
class Reader:
    """Somebody who reads notices: where they live, which tags they have, and a login of theirs."""

    id: UUID
    region_code: str
    path: Sequence[str]
    tags: Sequence[str]
    birth_on: date | None
    token: str


@dataclass(frozen=True)
class Community:
    """The district's readers, who wrote its notices, and until which moment."""

    readers: Sequence[Reader]
    author: UUID
    now: datetime


def make_community(database: Database, people: int = PEOPLE) -> Community:
    """A migrated database with its people, and some of them logged in."""
    migrate(database)
    with database.connect() as connection:
        population.write(connection, people)
    app = create_app(
        load(env="development", database_url=database.url, log_level="ERROR", access_token_minutes=720)
    )
    try:
        with app.app_context():
            return run_in_work(house_of(app), _enter)
    finally:
        house_of(app).engine.dispose()


def _enter(work: UnitOfWork) -> Community:
    author = Account(kind=AccountKind.STAFF, username="author", display_name="社区", created_at=work.now)
    work.session.add(author)
    work.session.flush()
    rows = work.session.execute(_READERS, {"readers": READERS}).all()
    return Community([_log_in(work, row) for row in rows], author.id, work.now)


def _log_in(work: UnitOfWork, row: Any) -> Reader:
    account = Account(kind=AccountKind.RESIDENT, display_name="居民", resident_id=row.id, created_at=work.now)
    work.session.add(account)
    work.session.flush()
    token = accounts.answer(work, accounts.begin_login(work, account.id))["access_token"]
    return Reader(
        id=row.id,
        region_code=row.region_code,
        path=path_of(work, row.region_code),
        tags=sorted(codes_of(work, row.id)),
        birth_on=row.birth_on,
        token=token,
    )


def write_notices(connection: psycopg.Connection[Any], community: Community, notices: int) -> None:
    """Write so many notices, and what they are to the readers."""
    places = NOTICES.format(regions="regions", level="level", code="code")
    tables = ("notices", "notice_targets", "notice_addressees", "notice_receipts")
    with trusting(connection), without_indexes(connection, *tables):
        connection.execute(places.encode(), {"notices": notices, "now": community.now})
        connection.execute(_WRITE.encode(), {"author": community.author})
        connection.execute(_AIM)
        connection.execute("CREATE INDEX for_the_moment ON notice_targets (region_code)")
        for reader in community.readers:
            values = {"path": list(reader.path), "tags": list(reader.tags), "kept": KEPT_DAYS}
            connection.execute(_ADDRESS, {**values, "id": reader.id, "region_code": reader.region_code})
        connection.execute("DROP INDEX for_the_moment")
        connection.execute(_READ, {})
    connection.execute("VACUUM ANALYZE")
