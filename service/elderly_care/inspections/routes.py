"""Inspections over HTTP."""

from typing import Any
from uuid import UUID

from flask import Response

from service.elderly_care.inspections import actions, queries
from service.elderly_care.inspections.errors import (
    AreaNotInspected,
    InspectionDay,
    MendingDay,
)
from service.elderly_care.inspections.queries import ShownInspection
from service.elderly_care.inspections.schemas import (
    FindingMendedSchema,
    FindingVerifiedSchema,
    InspectionFilterSchema,
    InspectionSchema,
    NewInspectionSchema,
)
from service.elderly_care.providers.errors import NoSuchContract
from service.kit.api import Blueprint
from service.kit.errors import NotFound, OutOfScope, WrongState
from service.kit.files.actions import MEDIA_TYPES
from service.kit.files.errors import NoSuchFile
from service.kit.files.routes import CONTENT, CONTENTS, answer_with
from service.kit.pages import Page
from service.kit.work import UnitOfWork

inspections = Blueprint(
    "care_inspections",
    url_prefix="/care/inspections",
    description="日常检查: what street and district found at an operator's, and whether it is mended.",
)


@inspections.get()
@inspections.paged(InspectionSchema, InspectionFilterSchema)
def list_inspections(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownInspection]:
    """List inspections, the newest first: of the contracts in one's places, or of one's operator."""
    found = queries.inspections(work, **wanted)
    return Page(queries.shown(work, found.items), found.next_cursor)


@inspections.post()
@inspections.arguments(NewInspectionSchema)
@inspections.response(201, InspectionSchema)
@inspections.fails(NoSuchContract, InspectionDay, AreaNotInspected, MendingDay, NoSuchFile)
def add_inspection(work: UnitOfWork, wanted: dict[str, Any]) -> ShownInspection:
    """Enter an inspection with what was found, as street or district where the contract runs or serves."""
    return queries.shown(work, [actions.inspect(work, **wanted)])[0]


@inspections.get("/<uuid:inspection_id>")
@inspections.response(200, InspectionSchema)
def get_inspection(work: UnitOfWork, inspection_id: UUID) -> ShownInspection:
    """Read an inspection with what was found and done about it."""
    return queries.shown(work, [queries.readable(work, inspection_id)])[0]


@inspections.get("/<uuid:inspection_id>/photos/<uuid:file_id>")
@inspections.doc(responses={"200": {"description": "The file.", "content": CONTENTS}})
@inspections.response(200, CONTENT, content_type=MEDIA_TYPES[0])
def get_inspection_photo(work: UnitOfWork, inspection_id: UUID, file_id: UUID) -> Response:
    """Download a photo of an inspection that one may read."""
    return answer_with(actions.read_photo(work, queries.readable(work, inspection_id), file_id))


@inspections.post("/<uuid:inspection_id>/findings/<uuid:finding_id>/mend")
@inspections.arguments(FindingMendedSchema)
@inspections.response(200, InspectionSchema)
@inspections.fails(WrongState, NoSuchFile, OutOfScope, NotFound)
def mend_finding(
    work: UnitOfWork, wanted: dict[str, Any], inspection_id: UUID, finding_id: UUID
) -> ShownInspection:
    """Say as the operator's manager that a finding is mended, and how."""
    actions.mend(work, queries.finding_to_change(work, inspection_id, finding_id), **wanted)
    return queries.shown(work, [queries.readable(work, inspection_id)])[0]


@inspections.post("/<uuid:inspection_id>/findings/<uuid:finding_id>/verify")
@inspections.arguments(FindingVerifiedSchema)
@inspections.response(200, InspectionSchema)
@inspections.fails(WrongState, NoSuchFile, OutOfScope, NotFound)
def verify_finding(
    work: UnitOfWork, wanted: dict[str, Any], inspection_id: UUID, finding_id: UUID
) -> ShownInspection:
    """Say as street or district, after looking again, whether a finding is mended; else it is due as before."""
    actions.verify(work, queries.finding_to_change(work, inspection_id, finding_id), **wanted)
    return queries.shown(work, [queries.readable(work, inspection_id)])[0]
