"""Verifying the audit trail: every change, gap and addition after the fact is a fault that names its place."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, exists, func, select

from service.kit.audit import AuditEntry
from service.kit.audit_chain import AuditDay, AuditLink, hash_of, head_of, seal_of
from service.kit.clock import at_local, local_date
from service.kit.texts import Text
from service.kit.work import UnitOfWork

# What is younger may still wait for its link.
_LINKED_WITHIN = timedelta(minutes=15)
_AT_ONCE = 1000
_SIX_MONTHS = timedelta(days=184)
_COLUMNS = tuple(AuditEntry.__table__.c)

CHANGED = Text("记录被改动", "an entry was changed")
MISSING = Text("记录缺失", "an entry is missing")
NOT_LINKED = Text(
    "记录不在链上（事后加入，或链接被删）", "an entry is not in the chain: added later, or its link removed"
)
LINK_MISSING = Text("链上缺少一环", "a link is missing")
SEAL_BROKEN = Text("当天的封印不符", "the day's seal does not fit")
DAY_MISSING = Text("缺少这一天的封印", "the day has no seal")
NOT_AS_KNOWN = Text("与另存的封印不符", "the seal is not the one noted elsewhere")
FORGOTTEN_EARLY = Text("记录未满六个月即被删除", "entries were dropped before six months were over")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the trail, and where: the day, and the entry or the link's number."""

    day: date
    what: Text
    place: str = ""


def faults(work: UnitOfWork, known: Mapping[date, str] | None = None) -> Iterator[Fault]:
    """Every fault of the whole trail, day by day; `known` are seals in hexadecimal that were noted elsewhere."""
    closed = {each.day: each for each in work.session.scalars(select(AuditDay).order_by(AuditDay.day))}
    for day, seal in (known or {}).items():
        if day not in closed or closed[day].seal.hex() != seal:
            yield Fault(day, NOT_AS_KNOWN)
    for day in _days(work, closed):
        if day not in closed or closed[day].forgotten_at is None:
            yield from _faults_of_links(work, day)
            yield from _without_link(work, day)
        yield from _faults_of_seal(work, closed, day)


def known_seals(lines: Iterable[str]) -> dict[date, str]:
    """The seals as `audit seals` has told them: `day entries seal` on each line. Raises ValueError."""
    parts = [line.split() for line in lines if line.strip()]
    return {date.fromisoformat(day): seal for day, _, seal in parts}


def _days(work: UnitOfWork, closed: Mapping[date, AuditDay]) -> Iterator[date]:
    """Every day from the first that has an entry or a seal until today."""
    oldest = work.session.scalar(select(func.min(AuditEntry.at)))
    day, today = min([*closed, local_date(oldest or work.now)]), local_date(work.now)
    while day <= today:
        yield day
        day += timedelta(days=1)


def _faults_of_links(work: UnitOfWork, day: date) -> Iterator[Fault]:
    head, expected = b"", 1
    for link in _links(work, day):
        for number in range(expected, link.number):
            yield Fault(day, LINK_MISSING, str(number))
        if link.id is None:
            yield Fault(day, MISSING, str(link.entry_id))
        elif hash_of(work.house.cipher, head, _entry(link)) != link.hash:
            yield Fault(day, CHANGED, str(link.entry_id))
        head, expected = link.hash, link.number + 1


def _links(work: UnitOfWork, day: date) -> Iterable[Row[Any]]:
    """The day's chain with its entries, empty where one is missing, read in portions."""
    query = (
        select(AuditLink.number, AuditLink.entry_id, AuditLink.hash, *_COLUMNS)
        .outerjoin(AuditEntry, AuditEntry.id == AuditLink.entry_id)
        .where(AuditLink.day == day)
        .order_by(AuditLink.number)
    )
    return work.session.execute(query.execution_options(yield_per=_AT_ONCE))


def _entry(link: Row[Any]) -> dict[str, Any]:
    return {column.name: getattr(link, column.name) for column in _COLUMNS}


def _without_link(work: UnitOfWork, day: date) -> Iterator[Fault]:
    """Entries that should have been linked long ago."""
    query = (
        select(AuditEntry.id)
        .where(AuditEntry.at >= at_local(day), AuditEntry.at < at_local(day + timedelta(days=1)))
        .where(AuditEntry.at < work.now - _LINKED_WITHIN)
        .where(~exists().where(AuditLink.entry_id == AuditEntry.id))
    )
    for entry_id in work.session.scalars(query):
        yield Fault(day, NOT_LINKED, str(entry_id))


def _faults_of_seal(work: UnitOfWork, closed: Mapping[date, AuditDay], day: date) -> Iterator[Fault]:
    sealed, before = closed.get(day), closed.get(day - timedelta(days=1))
    if sealed is None:
        if day < max(closed, default=day):
            yield Fault(day, DAY_MISSING)
        return
    seal = seal_of(work.house.cipher, before.seal if before else b"", day, sealed.entries, sealed.head)
    if seal != sealed.seal:
        yield Fault(day, SEAL_BROKEN)
    if sealed.forgotten_at is None:
        if head_of(work, day) != (sealed.entries, sealed.head):
            yield Fault(day, SEAL_BROKEN, "links")
    elif sealed.forgotten_at < at_local(day) + _SIX_MONTHS:
        yield Fault(day, FORGOTTEN_EARLY)
