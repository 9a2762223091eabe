"""Requests for care over HTTP."""

from typing import Any
from uuid import UUID

from service.elderly_care.catalogue.errors import NoSuchService
from service.elderly_care.requests import actions, queries
from service.elderly_care.requests.errors import (
    NotServedThere,
    NotVerifiedElder,
    RequestStands,
    StillNeedsAssessment,
)
from service.elderly_care.requests.queries import ShownRequest
from service.elderly_care.requests.schemas import (
    CareRequestFilterSchema,
    CareRequestSchema,
    NewCareRequestSchema,
    RequestAssignmentSchema,
    RequestOutlookSchema,
    RequestRejectionSchema,
    RequestWithdrawalSchema,
)
from service.kit.api import Blueprint
from service.kit.errors import NotFound, OutOfScope, WrongState
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.residents.consents.errors import ConsentMissing

care_requests = Blueprint(
    "care_requests", url_prefix="/care/requests", description="养老服务申请: who needs what."
)


@care_requests.get()
@care_requests.paged(CareRequestSchema, CareRequestFilterSchema)
def list_care_requests(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownRequest]:
    """List requests, the newest first: one's own, those of one's place, or those given to one's operator."""
    return actions.read_list(work, **wanted)


@care_requests.post()
@care_requests.arguments(NewCareRequestSchema)
@care_requests.response(201, CareRequestSchema)
@care_requests.fails(NoSuchService, NotVerifiedElder, RequestStands, ConsentMissing, OutOfScope, NotFound)
def ask_for_care(work: UnitOfWork, wanted: dict[str, Any]) -> ShownRequest:
    """Ask for care, as the elder, for them, at their door, or as a dispatcher for a caller."""
    return actions.read(work, actions.ask(work, **wanted))


@care_requests.get("/<uuid:request_id>", audited=True)
@care_requests.response(200, CareRequestSchema)
def get_care_request(work: UnitOfWork, request_id: UUID) -> ShownRequest:
    """Read a request with what was told about the elder's home."""
    return actions.read(work, queries.readable(work, request_id))


@care_requests.get("/<uuid:request_id>/outlook")
@care_requests.response(200, RequestOutlookSchema)
def get_care_request_outlook(work: UnitOfWork, request_id: UUID) -> dict[str, Any]:
    """Read whose turn comes before this request and why, and which operators could serve."""
    row = queries.readable(work, request_id)
    return {"place": queries.place_in_queue(work, row), "choices": queries.choices(work, row)}


@care_requests.post("/<uuid:request_id>/accept")
@care_requests.response(200, CareRequestSchema)
@care_requests.fails(WrongState, OutOfScope)
def accept_care_request(work: UnitOfWork, request_id: UUID) -> ShownRequest:
    """Take a request on; where no assessment comes first it is `assessed` at once."""
    row = queries.readable(work, request_id, to_change=True)
    return actions.read(work, actions.accept(work, row))


@care_requests.post("/<uuid:request_id>/reject")
@care_requests.arguments(RequestRejectionSchema)
@care_requests.response(200, CareRequestSchema)
@care_requests.fails(WrongState, OutOfScope)
def reject_care_request(work: UnitOfWork, wanted: dict[str, Any], request_id: UUID) -> ShownRequest:
    """Refuse a request, with the reason that the elder reads."""
    row = queries.readable(work, request_id, to_change=True)
    return actions.read(work, actions.reject(work, row, **wanted))


@care_requests.post("/<uuid:request_id>/assign")
@care_requests.arguments(RequestAssignmentSchema)
@care_requests.response(200, CareRequestSchema)
@care_requests.fails(WrongState, StillNeedsAssessment, NotServedThere, ConsentMissing, OutOfScope)
def assign_care_request(work: UnitOfWork, wanted: dict[str, Any], request_id: UUID) -> ShownRequest:
    """Give a request to an operator, as a worker or as the elder's own choice."""
    row = queries.readable(work, request_id, to_change=True)
    return actions.read(work, actions.assign(work, row, **wanted))


@care_requests.post("/<uuid:request_id>/withdraw")
@care_requests.arguments(RequestWithdrawalSchema, required=False)
@care_requests.response(200, CareRequestSchema)
@care_requests.fails(WrongState, OutOfScope)
def withdraw_care_request(work: UnitOfWork, wanted: dict[str, Any], request_id: UUID) -> ShownRequest:
    """Take a request back before care has begun."""
    row = queries.readable(work, request_id, to_change=True)
    return actions.read(work, actions.withdraw(work, row, **wanted))
