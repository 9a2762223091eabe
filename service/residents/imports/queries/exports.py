"""Questions about exports: one's own only."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import select

from service.kit.background import OPEN, BackgroundRun, RunStatus
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.imports import permissions, storage
from service.residents.imports.errors import ContentGone, LinkOver, NotReady
from service.residents.imports.models import Export
from service.residents.imports.rules.parts import Part
from service.residents.imports.storage import export_shelf
from service.residents.people.rules import Purpose
from service.residents.rules import ResidentStatus

Address = Callable[[UUID, str], str]


@dataclass(frozen=True, slots=True)
class Wish:
    """The filters of a list, the tops of the places it was asked for, and where its next stretch begins."""

    filters: dict[str, Any]
    places: list[str]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class ShownExport:
    """An export as it is told; `url` opens its file until `link_until`."""

    id: UUID
    version: int
    status: RunStatus
    purpose: Purpose | None
    asked_at: datetime
    ended_at: datetime | None
    rows: int
    content_gone: bool
    url: str | None
    link_until: datetime | None


def export(work: UnitOfWork, export_id: UUID) -> Export | None:
    """An export of the actor's, as long as every place in it is still theirs."""
    if not permissions.may_export(work.actor):
        return None
    found = work.session.scalar(
        select(Export).where(Export.id == export_id, Export.asked_by == work.actor.account_id)
    )
    if found is None:
        return None
    paths = (regions.path_of(work, code) for code in wish_of(work, found).places)
    return found if all(permissions.may_hold_list(work.actor, path) for path in paths) else None


def wish_of(work: UnitOfWork, wanted: Export) -> Wish:
    """What was asked for, and how far it is."""
    text = work.house.cipher.decrypt(wanted.wanted_sealed, bound_to=f"exports.wanted:{wanted.id}")
    filters, places, cursor = orjson.loads(text)
    if filters.get("status") is not None:
        filters["status"] = ResidentStatus(filters["status"])
    return Wish(filters, places, cursor)


def exports(
    work: UnitOfWork, address: Address, *, cursor: str | None = None, limit: int = 20
) -> Page[ShownExport]:
    """The actor's exports, the newest first."""
    mine = select(Export).where(Export.asked_by == work.actor.account_id)
    found = page(work, mine, by=(Export.id,), cursor=cursor, limit=limit, descending=True)
    return Page([shown(work, each, address) for each in found.items], found.next_cursor)


def shown(work: UnitOfWork, wanted: Export, address: Address) -> ShownExport:
    """An export with a new link, once it is done; `address` says where a secret opens it."""
    work.session.flush()
    status = work.session.get_one(BackgroundRun, wanted.run_id).status
    token, until = None, None
    if status is RunStatus.DONE and wanted.content_gone_at is None:
        until = work.now + timedelta(minutes=work.house.settings.export_link_minutes)
        token = _links(work).dumps([str(wanted.id), int(until.timestamp())])
    return ShownExport(
        id=wanted.id,
        version=wanted.version,
        status=status,
        purpose=wanted.purpose,
        asked_at=wanted.asked_at,
        ended_at=wanted.ended_at,
        rows=wanted.rows,
        content_gone=wanted.content_gone_at is not None,
        url=address(wanted.id, token) if token else None,
        link_until=until,
    )


def workbook(work: UnitOfWork, wanted: Export, token: str) -> bytes:
    """The finished list. Raises LinkOver, NotReady, ContentGone."""
    try:
        export_id, until = _links(work).loads(token)
    except (BadData, ValueError) as error:
        raise LinkOver from error
    if export_id != str(wanted.id) or until < work.now.timestamp():
        raise LinkOver
    if wanted.content_gone_at is not None:
        raise ContentGone
    if work.session.get_one(BackgroundRun, wanted.run_id).status in OPEN:
        raise NotReady
    return work.found(storage.read_bytes(work, export_shelf(wanted.id, Part.WORKBOOK)) or None)


def _links(work: UnitOfWork) -> URLSafeSerializer:
    return URLSafeSerializer(work.house.settings.secret_key, salt="export-link")
