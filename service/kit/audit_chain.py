"""The audit trail's chain: each entry's hash holds the one before it, by day, and each day's seal the day before.

Entries are linked within a minute of their commit by a job, not in their own transactions, which would all wait for
one another. Hashes are keyed: who can write to the database alone can not make a chain that fits (docs/decisions/0015).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import structlog
from sqlalchemy import CheckConstraint, Index, LargeBinary, Row, Select, func, insert, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from service.kit import locks
from service.kit.audit import AuditEntry
from service.kit.cipher import Cipher
from service.kit.clock import at_local, local_date
from service.kit.database import Table
from service.kit.jobs import EPOCH
from service.kit.prepared import table_of
from service.kit.work import UnitOfWork

log = structlog.get_logger()

# No transaction lives nearly so long, so none can bring an entry of a day after that day was closed.
_OPEN_FOR = timedelta(hours=2)
_LOOK_BACK = timedelta(hours=1)
_AT_ONCE = 5000
_ENTRY = AuditEntry.__table__.c


class AuditLink(Table):
    """An entry's place in its day's chain, and the hash of all up to it."""

    __tablename__ = "audit_links"
    __table_args__ = (Index(None, "entry_id", unique=True), CheckConstraint("number > 0", "number"))

    day: Mapped[date] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[UUID]
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class AuditDay(Table):
    """A day whose chain is closed; its seal holds the seal of the day before. The seal outlives the entries."""

    __tablename__ = "audit_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    entries: Mapped[int]
    head: Mapped[bytes] = mapped_column(LargeBinary)
    seal: Mapped[bytes] = mapped_column(LargeBinary)
    closed_at: Mapped[datetime]
    forgotten_at: Mapped[datetime | None]


def hash_of(cipher: Cipher, before: bytes, entry: Row[Any] | Mapping[str, Any]) -> bytes:
    """The link's hash: of all columns of the entry as the database gives them, and of the hash before."""
    columns = dict(entry._mapping) if isinstance(entry, Row) else dict(entry)
    plain = orjson.dumps(columns, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)
    return cipher.lookup(f"{before.hex()}\n{plain.decode()}", purpose="audit_link")


def seal_of(cipher: Cipher, before: bytes, day: date, entries: int, head: bytes) -> bytes:
    """The day's seal: of its number of entries, its last hash, and the seal of the day before."""
    return cipher.lookup(f"{before.hex()}\n{day}\n{entries}\n{head.hex()}", purpose="audit_day")


def link_new(work: UnitOfWork) -> None:
    """Link what was recorded since the last time; the last hash also goes to the log, which is kept elsewhere."""
    locks.hold(work, "audit_chain")
    since = _linked_until(work) - _LOOK_BACK
    while _link_some(work, since):
        pass


def close_days(work: UnitOfWork) -> None:
    """Close every day that is over, days without entries too."""
    locks.hold(work, "audit_chain")
    day = _first_open_day(work)
    while day is not None and at_local(day + timedelta(days=1)) + _OPEN_FOR <= work.now:
        _close(work, day)
        day += timedelta(days=1)


def forget_days(work: UnitOfWork, before: datetime) -> None:
    """Drop entries and links of the closed days before this moment's; their seals stay."""
    last = local_date(before)
    over = select(func.max(AuditDay.day)).where(AuditDay.day < last, AuditDay.forgotten_at.is_(None))
    newest = work.session.scalar(over)
    if newest is None:
        return
    end = at_local(newest + timedelta(days=1))
    work.session.execute(text("SET LOCAL linli.audit_retention = 'on'"))
    work.session.execute(table_of(AuditLink).delete().where(AuditLink.day <= newest))
    work.session.execute(table_of(AuditEntry).delete().where(AuditEntry.at < end))
    forgotten = update(AuditDay).where(AuditDay.day <= newest, AuditDay.forgotten_at.is_(None))
    work.session.execute(forgotten.values(forgotten_at=work.now))


def _entries(since: datetime, until: datetime | None) -> Select[Any]:
    """The entries of a stretch of time as they are hashed, in the order of their moments."""
    query = select(*_ENTRY).where(_ENTRY.at >= since).order_by(_ENTRY.at, _ENTRY.id)
    return query if until is None else query.where(_ENTRY.at < until)


def head_of(work: UnitOfWork, day: date) -> tuple[int, bytes]:
    """How many links a day has, and the hash of the last."""
    last = (
        select(AuditLink.number, AuditLink.hash).where(AuditLink.day == day).order_by(AuditLink.number.desc())
    )
    found = work.session.execute(last.limit(1)).first()
    return (found.number, found.hash) if found else (0, b"")


def _link_some(work: UnitOfWork, since: datetime, until: datetime | None = None) -> bool:
    """Link the oldest entries that have no link; whether there may be more."""
    linked = select(AuditLink.entry_id).where(AuditLink.entry_id == _ENTRY.id)
    new = work.session.execute(_entries(since, until).where(~linked.exists()).limit(_AT_ONCE)).all()
    for day in sorted({local_date(entry.at) for entry in new}):
        _link(work, day, [entry for entry in new if local_date(entry.at) == day])
    return len(new) == _AT_ONCE


def _link(work: UnitOfWork, day: date, entries: Sequence[Row[Any]]) -> None:
    number, head = head_of(work, day)
    links = []
    for entry in entries:
        number, head = number + 1, hash_of(work.house.cipher, head, entry)
        links.append({"day": day, "number": number, "entry_id": entry.id, "hash": head})
    work.session.execute(insert(AuditLink), links)
    log.info("audit_linked", day=str(day), number=number, hash=head.hex())


def _linked_until(work: UnitOfWork) -> datetime:
    """The moment of the entry that was linked last; what came later, or committed late, has no link yet."""
    last = select(AuditLink.entry_id).order_by(AuditLink.day.desc(), AuditLink.number.desc()).limit(1)
    newest = work.session.scalar(select(AuditEntry.at).where(AuditEntry.id == last.scalar_subquery()))
    return newest or EPOCH


def _first_open_day(work: UnitOfWork) -> date | None:
    closed: date | None = work.session.scalar(select(func.max(AuditDay.day)))
    if closed is not None:
        return closed + timedelta(days=1)
    first = work.session.scalar(select(func.min(AuditEntry.at)))
    return None if first is None else local_date(first)


def _close(work: UnitOfWork, day: date) -> None:
    while _link_some(work, at_local(day), at_local(day + timedelta(days=1))):
        pass
    number, head = head_of(work, day)
    before = work.session.scalar(select(AuditDay.seal).where(AuditDay.day == day - timedelta(days=1))) or b""
    seal = seal_of(work.house.cipher, before, day, number, head)
    closed = {"day": day, "entries": number, "head": head, "seal": seal, "closed_at": work.now}
    work.session.execute(insert(AuditDay), [closed])
    log.info("audit_day_closed", day=str(day), entries=number, seal=seal.hex())
