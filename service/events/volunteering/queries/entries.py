"""Entries of the time bank, each with both its sides, for who may see one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select

from service.events.volunteering.models import TimeAccount, TimeEntry
from service.events.volunteering.queries.reach import names, within_reach
from service.events.volunteering.rules import AccountKind, EntryKind, ServiceUsed
from service.kit.acting import ActedBy
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.residents import queries as residents


@dataclass(frozen=True, slots=True)
class ShownSide:
    """Whose account minutes left or reached; a person's name is masked to who does not read that account."""

    kind: AccountKind
    resident_id: UUID | None
    resident_name: str | None


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry as it is told."""

    id: UUID
    kind: EntryKind
    minutes: int
    from_account: ShownSide
    to_account: ShownSide
    used_for: ServiceUsed | None
    hours_id: UUID | None
    correction_id: UUID | None
    made_at: datetime
    acted_by: ActedBy | None


@dataclass(frozen=True, slots=True)
class ShownMovement:
    """What was moved, as it is told, by the id of its first entry."""

    id: UUID
    entries: Sequence[ShownEntry]


def entries(
    work: UnitOfWork,
    *,
    resident_id: UUID | None = None,
    kind: EntryKind | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownEntry]:
    """The entries that the actor may read, the newest first. Raises Forbidden."""
    query = _readable(work, resident_id)
    if kind is not None:
        query = query.where(TimeEntry.kind == kind)
    found = page(work, query, by=(TimeEntry.id,), cursor=cursor, limit=limit, descending=True)
    return Page(_shown_entries(work, found.items), found.next_cursor)


def shown_movement(work: UnitOfWork, rows: Sequence[TimeEntry]) -> ShownMovement:
    """The entries of one movement, as they are told."""
    return ShownMovement(rows[0].id, _shown_entries(work, rows))


def _shown_entries(work: UnitOfWork, rows: Sequence[TimeEntry]) -> list[ShownEntry]:
    """Entries as they are told: of the other side, whom the actor may not read of, a masked name and no id."""
    ids = {each for row in rows for each in (row.from_account_id, row.to_account_id)}
    query = select(TimeAccount.id, TimeAccount.kind, TimeAccount.resident_id, TimeAccount.region_code)
    accounts = work.session.execute(query.where(TimeAccount.id.in_(ids))).all()
    seen = within_reach(work, TimeAccount.resident_id, TimeAccount.region_code)
    readable = set(work.session.scalars(select(TimeAccount.id).where(TimeAccount.id.in_(ids), seen)))
    known = names(work, {each.resident_id for each in accounts if each.resident_id and each.id in readable})
    others = {each.resident_id for each in accounts if each.resident_id and each.id not in readable}
    masked = residents.masked_names(work, others) if others else {}
    sides = {
        each.id: ShownSide(
            each.kind,
            each.resident_id if each.id in readable else None,
            {**masked, **known}.get(each.resident_id),
        )
        for each in accounts
    }
    return [_shown(row, sides) for row in rows]


def _shown(row: TimeEntry, sides: dict[UUID, ShownSide]) -> ShownEntry:
    return ShownEntry(
        id=row.id,
        kind=row.kind,
        minutes=row.minutes,
        from_account=sides[row.from_account_id],
        to_account=sides[row.to_account_id],
        used_for=row.used_for,
        hours_id=row.hours_id,
        correction_id=row.correction_id,
        made_at=row.made_at,
        acted_by=row.acted_by,
    )


def _readable(work: UnitOfWork, resident_id: UUID | None) -> Select[TimeEntry]:
    """Entries of which the actor reads one side; those of few accounts are found by the accounts' own indexes."""
    theirs = select(TimeAccount.id).where(
        within_reach(work, TimeAccount.resident_id, TimeAccount.region_code),
        TimeAccount.kind == AccountKind.PERSON,
    )
    if resident_id is not None:
        theirs = theirs.where(TimeAccount.resident_id == resident_id)
    are_few = resident_id is not None or work.actor.is_resident
    accounts = work.session.scalars(theirs).all() if are_few else theirs
    return select(TimeEntry).where(
        or_(TimeEntry.from_account_id.in_(accounts), TimeEntry.to_account_id.in_(accounts))
    )
