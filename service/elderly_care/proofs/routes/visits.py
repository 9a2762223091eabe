"""What is recorded of a visit, over HTTP."""

from typing import Any
from uuid import UUID

from flask import Response

from service.elderly_care.proofs import actions, queries
from service.elderly_care.proofs.errors import (
    ImpossibleAmendment,
    NothingToAmend,
    NotTheirVisit,
    NotYet,
    NotYourVisit,
    WrongMode,
)
from service.elderly_care.proofs.queries import (
    ShownAmendment,
    ShownExplanation,
    ShownIncident,
    ShownMark,
    ShownNotServed,
    ShownProof,
    ShownWaiting,
)
from service.elderly_care.proofs.schemas.course import (
    AmendmentSchema,
    ConfirmationRequestSchema,
    IncidentSchema,
    NewAmendmentSchema,
    NewExplanationSchema,
    NewIncidentSchema,
    NotServedReportSchema,
    NotServedSchema,
    VisitExplanationSchema,
    VisitProofSchema,
    WaitingVisitFilterSchema,
    WaitingVisitSchema,
)
from service.elderly_care.proofs.schemas.marks import (
    MarkByHandSchema,
    VisitCheckInSchema,
    VisitCheckOutSchema,
    VisitMarkSchema,
)
from service.kit.api import Blueprint
from service.kit.errors import WrongState
from service.kit.files.errors import NoSuchFile
from service.kit.files.routes import CONTENT, CONTENTS, answer_with
from service.kit.pages import Page
from service.kit.work import UnitOfWork

proofs = Blueprint(
    "care_visit_proofs", url_prefix="/care/visits", description="服务留痕: that a visit was made."
)


@proofs.post("/<uuid:visit_id>/check-in")
@proofs.arguments(VisitCheckInSchema)
@proofs.response(201, VisitMarkSchema)
@proofs.fails(NotYourVisit, WrongMode)
def check_in_to_visit(work: UnitOfWork, told: dict[str, Any], visit_id: UUID) -> ShownMark:
    """Check in as the caregiver whose visit it was then, however late it arrives; sent again it answers as the first time."""
    return _shown(actions.check_in(work, visit_id, **told))


@proofs.post("/<uuid:visit_id>/check-out")
@proofs.arguments(VisitCheckOutSchema)
@proofs.response(201, VisitMarkSchema)
@proofs.fails(NotYourVisit, WrongMode, NoSuchFile)
def check_out_of_visit(work: UnitOfWork, told: dict[str, Any], visit_id: UUID) -> ShownMark:
    """Check out, with what was done and measured; sent again it answers as the first time."""
    return _shown(actions.check_out(work, visit_id, **told))


@proofs.post("/<uuid:visit_id>/marks")
@proofs.arguments(MarkByHandSchema)
@proofs.response(201, VisitMarkSchema)
@proofs.fails(NotTheirVisit, WrongMode)
def record_mark_by_hand(work: UnitOfWork, told: dict[str, Any], visit_id: UUID) -> ShownMark:
    """Record a mark for a caregiver whose device could not, as their operator's planner; somebody else confirms it."""
    return _shown(actions.record_by_hand(work, visit_id, **told))


@proofs.post("/<uuid:visit_id>/not-served")
@proofs.arguments(NotServedReportSchema)
@proofs.response(201, NotServedSchema)
@proofs.fails(WrongState, NotYet, NotYourVisit)
def report_not_served(work: UnitOfWork, told: dict[str, Any], visit_id: UUID) -> ShownNotServed:
    """Say why a visit was not served, as its caregiver or planner; behind a door that stays shut help is called at once."""
    return queries.shown_not_served(work, actions.not_serve(work, visit_id, **told))


@proofs.post("/<uuid:visit_id>/incident")
@proofs.arguments(NewIncidentSchema)
@proofs.response(201, IncidentSchema)
def report_incident(work: UnitOfWork, told: dict[str, Any], visit_id: UUID) -> ShownIncident:
    """Say what happened at a visit, as its caregiver or planner; where life may be at stake help is called at once."""
    return queries.shown_incident(work, actions.report_incident(work, visit_id, **told))


@proofs.post("/<uuid:visit_id>/explain")
@proofs.arguments(NewExplanationSchema)
@proofs.response(201, VisitExplanationSchema)
@proofs.fails(WrongState)
def explain_visit(work: UnitOfWork, told: dict[str, Any], visit_id: UUID) -> ShownExplanation:
    """Say as the operator's planner why a visit was missed or is in doubt."""
    return queries.shown_explanation(work, actions.explain(work, visit_id, **told))


@proofs.post("/<uuid:visit_id>/confirm")
@proofs.arguments(ConfirmationRequestSchema, required=False)
@proofs.response(200, VisitProofSchema)
@proofs.fails(WrongState)
def confirm_visit(work: UnitOfWork, told: dict[str, Any], visit_id: UUID) -> ShownProof:
    """Confirm and rate a visit, as the elder, a proxy, or a worker who has called."""
    actions.confirm(work, visit_id, **told)
    return actions.read_proof(work, visit_id)


@proofs.post("/<uuid:visit_id>/amend")
@proofs.arguments(NewAmendmentSchema)
@proofs.response(201, AmendmentSchema)
@proofs.fails(WrongState, NothingToAmend, ImpossibleAmendment)
def amend_visit(work: UnitOfWork, told: dict[str, Any], visit_id: UUID) -> ShownAmendment:
    """Put right what was recorded, as the operator's planner; the original stays, and late ones wait for approval."""
    return queries.shown_amendment(work, actions.amend(work, visit_id, **told))


@proofs.get("/<uuid:visit_id>/proof")
@proofs.response(200, VisitProofSchema)
def get_visit_proof(work: UnitOfWork, visit_id: UUID) -> ShownProof:
    """Read what became of a visit and all that it rests on: marks, reports, amendments, incidents, confirmation."""
    return actions.read_proof(work, visit_id)


@proofs.get("/<uuid:visit_id>/photos/<uuid:file_id>")
@proofs.doc(responses={"200": {"description": "The photo.", "content": CONTENTS}})
@proofs.response(200, CONTENT, content_type="image/jpeg")
def get_visit_photo(work: UnitOfWork, visit_id: UUID, file_id: UUID) -> Response:
    """Download a photo that came with a visit."""
    return answer_with(actions.read_photo(work, visit_id, file_id))


@proofs.get("/unconfirmed")
@proofs.paged(WaitingVisitSchema, WaitingVisitFilterSchema)
def list_unconfirmed_visits(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownWaiting]:
    """List visits that are done, not proved, and wait for somebody's word, the longest first."""
    return actions.read_waiting(work, **wanted)


def _shown(marked: actions.Marked) -> ShownMark:
    return queries.shown_mark(marked.mark, vitals_refused=marked.vitals_refused)
