"""Questions about imports, narrowed to the asker's own and those of the actor's part of the tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from service.kit.errors import title_of
from service.kit.pages import Page, page
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.kit.workbooks import letters_of
from service.regions import queries as regions
from service.residents.imports import permissions, storage
from service.residents.imports.errors import ContentGone, NotReady
from service.residents.imports.models import Import, ImportRow
from service.residents.imports.rules import columns
from service.residents.imports.rules.columns import Column
from service.residents.imports.rules.outcomes import UNDER_WAY, ImportState, OnError, Outcome, Reason
from service.residents.imports.rules.parts import Part
from service.residents.imports.storage import import_shelf

_FIRST_BAD = 20


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column of the list, and what it is taken to hold."""

    letters: str
    header: str
    holds: Column | None


@dataclass(frozen=True, slots=True)
class ShownRemark:
    """One reason in words, and the column it is about."""

    reason: Reason
    column: Column | None
    text: Text


@dataclass(frozen=True, slots=True)
class ShownRow:
    """What became of a row."""

    number: int
    outcome: Outcome
    remarks: list[ShownRemark]
    resident_id: UUID | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the present pass over the rows is; `of` is unknown until the file was read."""

    done: int
    of: int | None


@dataclass(frozen=True, slots=True)
class ShownImport:
    """An import as it is told."""

    id: UUID
    version: int
    state: ImportState
    dry_run: bool
    on_error: OnError
    create_places: bool
    region_code: str
    asked_by: UUID | None
    asked_at: datetime
    ended_at: datetime | None
    progress: Progress
    counts: dict[Outcome, int]
    columns: list[ShownColumn]
    first_bad: list[ShownRow]
    refusal: str | None
    refusal_text: Text | None
    content_gone: bool


def import_(work: UnitOfWork, import_id: UUID, *, to_change: bool = False) -> Import | None:
    """An import that the actor may see; who reads it `to_change` waits for others who do."""
    query = _visible(work).where(Import.id == import_id)
    return work.session.scalar(query.with_for_update() if to_change else query)


def imports(
    work: UnitOfWork, *, state: ImportState | None = None, cursor: str | None = None, limit: int = 20
) -> Page[ShownImport]:
    """Those the actor may see, the newest first; without columns and rows."""
    query = _visible(work)
    if state is not None:
        query = query.where(Import.state == state)
    found = page(work, query, by=(Import.id,), cursor=cursor, limit=limit, descending=True)
    return Page([_told(each, [], []) for each in found.items], found.next_cursor)


def shown(work: UnitOfWork, wanted: Import) -> ShownImport:
    """An import with its columns and the first bad rows."""
    work.session.flush()
    header = storage.read(work, import_shelf(wanted.id, Part.HEADER), 0)
    mapping = columns.restored((wanted.mapping or {}) if header else {})
    told = [
        ShownColumn(letters_of(place), text, mapping.get(place))
        for place, text in enumerate(header[1] if header else [])
    ]
    bad = select(ImportRow).where(ImportRow.import_id == wanted.id, ImportRow.outcome == Outcome.BAD)
    first = work.session.scalars(bad.order_by(ImportRow.number).limit(_FIRST_BAD))
    return _told(wanted, told, [shown_row(row) for row in first])


def rows(
    work: UnitOfWork,
    wanted: Import,
    *,
    status: Outcome | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownRow]:
    """What became of the rows, in their order."""
    query = select(ImportRow).where(ImportRow.import_id == wanted.id)
    if status is not None:
        query = query.where(ImportRow.outcome == status)
    found = page(work, query, by=(ImportRow.number,), cursor=cursor, limit=limit)
    return Page([shown_row(row) for row in found.items], found.next_cursor)


def bad_rows_workbook(work: UnitOfWork, wanted: Import) -> bytes:
    """The bad rows to be mended, for who brought the list: nobody else need read what stood in it.

    Raises NotReady, ContentGone, or NotFound where there are none.
    """
    work.found(wanted if wanted.asked_by == work.actor.account_id or work.actor.is_system else None)
    if wanted.state in UNDER_WAY:
        raise NotReady
    if wanted.content_gone_at is not None:
        raise ContentGone
    body = storage.read_bytes(work, import_shelf(wanted.id, Part.WORKBOOK))
    return work.found(body or None)


def shown_row(row: ImportRow) -> ShownRow:
    """A row as it is told; no cell of it, for those are personal."""
    remarks = [
        ShownRemark(
            Reason(each["reason"]),
            Column(each["column"]) if each["column"] else None,
            Reason(each["reason"]).words,
        )
        for each in row.remarks
    ]
    return ShownRow(row.number, row.outcome, remarks, row.resident_id)


def _told(wanted: Import, told_columns: Sequence[ShownColumn], first_bad: Sequence[ShownRow]) -> ShownImport:
    return ShownImport(
        id=wanted.id,
        version=wanted.version,
        state=wanted.state,
        dry_run=wanted.dry_run,
        on_error=wanted.on_error,
        create_places=wanted.create_places,
        region_code=wanted.region_code,
        asked_by=wanted.asked_by,
        asked_at=wanted.asked_at,
        ended_at=wanted.ended_at,
        progress=Progress(wanted.rows_done, wanted.rows or None),
        counts={outcome: getattr(wanted, outcome.value) for outcome in Outcome},
        columns=list(told_columns),
        first_bad=list(first_bad),
        refusal=wanted.refusal,
        refusal_text=title_of(wanted.refusal) if wanted.refusal else None,
        content_gone=wanted.content_gone_at is not None,
    )


def _visible(work: UnitOfWork) -> Select[Import]:
    """Those for a place that the actor keeps today: whose duty has ended sees not even what they asked for."""
    if work.actor.is_system:
        return select(Import)
    return select(Import).where(Import.region_code.in_(regions.below(permissions.served_regions(work.actor))))
