"""Imports over HTTP."""

from typing import Any
from uuid import UUID

from flask import Response, url_for

from service.kit.api import Blueprint
from service.kit.errors import Forbidden, NotFound, OutOfScope, WrongState
from service.kit.pages import Page
from service.kit.saving import WORKBOOK, WORKBOOKS, XLSX, saved
from service.kit.work import UnitOfWork
from service.residents.errors import NoSuchCommunity
from service.residents.imports import actions, permissions, queries
from service.residents.imports.errors import (
    BadMapping,
    BrokenSheet,
    ContentGone,
    EmptySheet,
    LinkOver,
    LockedWorkbook,
    NotReady,
    OldWorkbook,
    SheetTooLarge,
    SheetUnderWay,
    UnknownSheetType,
    UnsafeWorkbook,
)
from service.residents.imports.queries import ShownExport, ShownImport, ShownRow
from service.residents.imports.schemas import (
    ExportLinkSchema,
    ExportRequestSchema,
    ExportSchema,
    ImportArgumentsSchema,
    ImportFilterSchema,
    ImportRowFilterSchema,
    ImportRowSchema,
    ImportSchema,
    ImportStartSchema,
    SheetUploadSchema,
)
from service.residents.tags.errors import NoSuchTag

lists_in = Blueprint(
    "resident_lists", url_prefix="/residents", description="名单导入: lists of residents come in."
)
exports = Blueprint(
    "exports", url_prefix="/exports", description="导出: lists of residents made for oneself."
)
imports = Blueprint(
    "imports", url_prefix="/imports", description="导入: lists on their way into the register."
)


@lists_in.post("/import")
@lists_in.arguments(ImportArgumentsSchema, location="query")
@lists_in.arguments(SheetUploadSchema, location="files")
@lists_in.response(202, ImportSchema)
@lists_in.fails(
    UnknownSheetType,
    OldWorkbook,
    LockedWorkbook,
    UnsafeWorkbook,
    BrokenSheet,
    EmptySheet,
    SheetTooLarge,
    SheetUnderWay,
    NoSuchCommunity,
    OutOfScope,
    Forbidden,
)
def import_residents(work: UnitOfWork, wanted: dict[str, Any], uploads: dict[str, Any]) -> ShownImport:
    """Upload a list of residents, xlsx or csv, to be checked and written in the background.

    A dry run, which is the default, checks every row and writes nothing; `POST /imports/{id}/start` writes it.
    People of the list are verified as by a worker who registers them. The same ID number is the same person: what a
    record does not say is added, what it says otherwise is told and left alone.
    """
    wanted.setdefault("region_code", permissions.only_region(work.actor))
    return queries.shown(work, actions.ask(work, uploads["file"].read(), **wanted))


@imports.get()
@imports.paged(ImportSchema, ImportFilterSchema)
def list_imports(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownImport]:
    """List one's own imports and those into one's part of the district, the newest first."""
    work.require(bool(permissions.served_regions(work.actor)))
    return queries.imports(work, **wanted)


@imports.get("/<uuid:import_id>")
@imports.response(200, ImportSchema)
def get_import(work: UnitOfWork, import_id: UUID) -> ShownImport:
    """Read how far an import is, what its columns are taken to hold, and its first bad rows."""
    return queries.shown(work, work.found(queries.import_(work, import_id)))


@imports.post("/<uuid:import_id>/start")
@imports.arguments(ImportStartSchema, required=False)
@imports.response(202, ImportSchema)
@imports.fails(WrongState, BadMapping, ContentGone, OutOfScope)
def start_import(work: UnitOfWork, confirmed: dict[str, Any], import_id: UUID) -> ShownImport:
    """Write a list that was checked; when columns are said to hold something else, it is checked anew first."""
    wanted = work.found(queries.import_(work, import_id, to_change=True))
    return queries.shown(work, actions.start(work, wanted, **confirmed))


@imports.post("/<uuid:import_id>/cancel")
@imports.response(200, ImportSchema)
@imports.fails(WrongState)
def cancel_import(work: UnitOfWork, import_id: UUID) -> ShownImport:
    """Let an import go no further; what has been written stays, and it may be started again."""
    return queries.shown(work, actions.cancel(work, work.found(queries.import_(work, import_id))))


@imports.get("/<uuid:import_id>/rows")
@imports.paged(ImportRowSchema, ImportRowFilterSchema)
def list_import_rows(work: UnitOfWork, wanted: dict[str, Any], import_id: UUID) -> Page[ShownRow]:
    """List what became of each row, or would become in a dry run."""
    return queries.rows(work, work.found(queries.import_(work, import_id)), **wanted)


@imports.get("/<uuid:import_id>/errors.xlsx", audited=True, kept_nowhere=True)
@imports.doc(responses=WORKBOOKS)
@imports.response(200, WORKBOOK, content_type=XLSX)
@imports.fails(NotReady, ContentGone, NotFound)
def download_import_errors(work: UnitOfWork, import_id: UUID) -> Response:
    """Download the bad rows as they came, each with what is wrong with it, to be mended and uploaded again."""
    body = queries.bad_rows_workbook(work, work.found(queries.import_(work, import_id)))
    return saved(body, "errors.xlsx")


@lists_in.post("/export")
@lists_in.arguments(ExportRequestSchema, required=False)
@lists_in.response(202, ExportSchema)
@lists_in.fails(OutOfScope, NoSuchTag)
def export_residents(work: UnitOfWork, wanted: dict[str, Any]) -> ShownExport:
    """Have a list made of the residents whom `GET /residents` would tell of, as xlsx, in the background.

    Telephones and ID numbers are masked; with a purpose they stand in full where one may read them for it. The audit
    trail keeps who was listed, and each of them can see it.
    """
    return queries.shown_export(work, actions.ask_for_export(work, **wanted), _address)


@exports.get()
@exports.paged(ExportSchema)
def list_exports(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownExport]:
    """List what one has had made, the newest first."""
    work.require(permissions.may_export(work.actor))
    return queries.exports(work, _address, **wanted)


@exports.get("/<uuid:export_id>", kept_nowhere=True)
@exports.response(200, ExportSchema)
def get_export(work: UnitOfWork, export_id: UUID) -> ShownExport:
    """Read how far a list is, and once it is done a link to it that holds for some minutes."""
    return queries.shown_export(work, work.found(queries.export(work, export_id)), _address)


@exports.get("/<uuid:export_id>/residents.xlsx", audited=True, kept_nowhere=True)
@exports.arguments(ExportLinkSchema, location="query")
@exports.doc(responses=WORKBOOKS)
@exports.response(200, WORKBOOK, content_type=XLSX)
@exports.fails(LinkOver, NotReady, ContentGone, NotFound)
def download_export(work: UnitOfWork, link: dict[str, Any], export_id: UUID) -> Response:
    """Download a list by its link, with the login of who had it made."""
    wanted = work.found(queries.export(work, export_id))
    return saved(queries.workbook(work, wanted, link["token"]), "residents.xlsx")


def _address(export_id: UUID, token: str) -> str:
    return url_for("exports.download_export", export_id=export_id, token=token)
