"""Complaints over HTTP."""

from typing import Any
from uuid import UUID

from flask import Response

from service.elderly_care.complaints import actions, queries
from service.elderly_care.complaints.errors import (
    ImpossibleSource,
    NotAnsweredYet,
    NotTheirOperator,
    ReopenedBefore,
    TooLateToReopen,
    VisitOfAnother,
)
from service.elderly_care.complaints.queries import ShownComplaint
from service.elderly_care.complaints.schemas import (
    CareComplaintEndSchema,
    CareComplaintFilterSchema,
    CareComplaintReopeningSchema,
    CareComplaintReplySchema,
    CareComplaintSchema,
    CareComplaintWithdrawalSchema,
    NewCareComplaintSchema,
)
from service.kit.api import Blueprint
from service.kit.errors import NotFound, OutOfScope, WrongState
from service.kit.files.actions import MEDIA_TYPES
from service.kit.files.errors import NoSuchFile
from service.kit.files.routes import CONTENT, CONTENTS, answer_with
from service.kit.pages import Page
from service.kit.work import UnitOfWork

care_complaints = Blueprint(
    "care_complaints", url_prefix="/care/complaints", description="投诉: what was not right with care."
)


@care_complaints.get()
@care_complaints.paged(CareComplaintSchema, CareComplaintFilterSchema)
def list_care_complaints(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownComplaint]:
    """List complaints, the newest first: one's own, those of one's places, or those of one's operator as its manager."""
    return actions.read_list(work, **wanted)


@care_complaints.post()
@care_complaints.arguments(NewCareComplaintSchema)
@care_complaints.response(201, CareComplaintSchema)
@care_complaints.fails(NotTheirOperator, VisitOfAnother, ImpossibleSource, NoSuchFile, OutOfScope, NotFound)
def complain_of_care(work: UnitOfWork, wanted: dict[str, Any]) -> ShownComplaint:
    """Complain of care, as the elder, for them, or as the worker who heard it."""
    return actions.read(work, actions.complain(work, **wanted))


@care_complaints.get("/<uuid:complaint_id>")
@care_complaints.response(200, CareComplaintSchema)
def get_care_complaint(work: UnitOfWork, complaint_id: UUID) -> ShownComplaint:
    """Read a complaint with what was written; a caregiver never reads what is said of their own visits."""
    return actions.read(work, queries.readable(work, complaint_id))


@care_complaints.get("/<uuid:complaint_id>/photos/<uuid:file_id>")
@care_complaints.doc(responses={"200": {"description": "The file.", "content": CONTENTS}})
@care_complaints.response(200, CONTENT, content_type=MEDIA_TYPES[0])
def get_care_complaint_photo(work: UnitOfWork, complaint_id: UUID, file_id: UUID) -> Response:
    """Download a photo of a complaint that one may read."""
    return answer_with(actions.read_photo(work, queries.readable(work, complaint_id), file_id))


@care_complaints.post("/<uuid:complaint_id>/reply")
@care_complaints.arguments(CareComplaintReplySchema)
@care_complaints.response(200, CareComplaintSchema)
@care_complaints.fails(WrongState, OutOfScope)
def reply_to_care_complaint(work: UnitOfWork, wanted: dict[str, Any], complaint_id: UUID) -> ShownComplaint:
    """Answer a complaint, as the operator's manager."""
    row = queries.readable(work, complaint_id, to_change=True)
    return actions.read(work, actions.reply(work, row, **wanted))


@care_complaints.post("/<uuid:complaint_id>/close")
@care_complaints.arguments(CareComplaintEndSchema)
@care_complaints.response(200, CareComplaintSchema)
@care_complaints.fails(WrongState, NotAnsweredYet, OutOfScope)
def close_care_complaint(work: UnitOfWork, wanted: dict[str, Any], complaint_id: UUID) -> ShownComplaint:
    """Close a complaint after calling back, as a worker of the elder's place; never as the operator."""
    row = queries.readable(work, complaint_id, to_change=True)
    return actions.read(work, actions.close(work, row, **wanted))


@care_complaints.post("/<uuid:complaint_id>/reopen")
@care_complaints.arguments(CareComplaintReopeningSchema)
@care_complaints.response(200, CareComplaintSchema)
@care_complaints.fails(WrongState, ReopenedBefore, TooLateToReopen, OutOfScope)
def reopen_care_complaint(work: UnitOfWork, wanted: dict[str, Any], complaint_id: UUID) -> ShownComplaint:
    """Say, once and soon after its end, that a complaint is not settled."""
    row = queries.readable(work, complaint_id, to_change=True)
    return actions.read(work, actions.reopen(work, row, **wanted))


@care_complaints.post("/<uuid:complaint_id>/withdraw")
@care_complaints.arguments(CareComplaintWithdrawalSchema, required=False)
@care_complaints.response(200, CareComplaintSchema)
@care_complaints.fails(WrongState, OutOfScope)
def withdraw_care_complaint(work: UnitOfWork, wanted: dict[str, Any], complaint_id: UUID) -> ShownComplaint:
    """Take a complaint back before it is closed."""
    row = queries.readable(work, complaint_id, to_change=True)
    return actions.read(work, actions.withdraw(work, row, **wanted))
