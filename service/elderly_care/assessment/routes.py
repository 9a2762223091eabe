"""Assessments over HTTP."""

from typing import Any
from uuid import UUID

from service.elderly_care.assessment import actions, queries
from service.elderly_care.assessment.errors import (
    AppealStands,
    ConflictOfInterest,
    DraftStands,
    ExternalOnRecord,
    ImpossibleDay,
    ImpossibleScores,
    NoSuchStandard,
    NotToReview,
    ReasonNeeded,
    SameAssessor,
    TooLateToAppeal,
)
from service.elderly_care.assessment.queries import ShownAssessment
from service.elderly_care.assessment.queries.appeals import ShownAppeal
from service.elderly_care.assessment.schemas import (
    AssessmentAppealAnswerSchema,
    AssessmentAppealSchema,
    AssessmentFilterSchema,
    AssessmentSchema,
    AssessmentVoidSchema,
    ExternalAssessmentSchema,
    NewAssessmentAppealSchema,
    NewAssessmentSchema,
    StandardsSchema,
)
from service.elderly_care.assessment.standards import present_scales
from service.kit.api import Blueprint
from service.kit.errors import NotFound, OutOfScope, WrongState
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.residents.consents.errors import ConsentMissing

assessments = Blueprint(
    "care_assessments", url_prefix="/care/assessments", description="能力评估: how able an elder is."
)
standards = Blueprint(
    "assessment_standards",
    url_prefix="/care/assessment-standards",
    description="评估标准: the scales by which is scored.",
)


@standards.get()
@standards.response(200, StandardsSchema)
def get_assessment_standards(_: UnitOfWork) -> dict[str, Any]:
    """Read the standards with their items and levels, in the versions by which is scored now."""
    return {"scales": present_scales()}


@assessments.get()
@assessments.paged(AssessmentSchema, AssessmentFilterSchema)
def list_assessments(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownAssessment]:
    """List results, the newest first: one's own and of whom one acts for, or those of one's places."""
    return actions.read_list(work, **wanted)


@assessments.post()
@assessments.arguments(NewAssessmentSchema)
@assessments.response(201, AssessmentSchema)
@assessments.fails(
    NoSuchStandard,
    ImpossibleScores,
    ImpossibleDay,
    ReasonNeeded,
    NotToReview,
    SameAssessor,
    ConflictOfInterest,
    ConsentMissing,
    DraftStands,
    WrongState,
    OutOfScope,
    NotFound,
)
def assess(work: UnitOfWork, wanted: dict[str, Any]) -> ShownAssessment:
    """Assess an elder; the server scores, and it counts once another assessor has signed."""
    return queries.listed(actions.assess(work, **wanted))


@assessments.post("/external")
@assessments.arguments(ExternalAssessmentSchema)
@assessments.response(201, AssessmentSchema)
@assessments.fails(ExternalOnRecord, ImpossibleDay, ConsentMissing, WrongState, OutOfScope, NotFound)
def record_external_assessment(work: UnitOfWork, wanted: dict[str, Any]) -> ShownAssessment:
    """Enter what another body has found, with its issuer and number; nothing is scored anew."""
    return queries.listed(actions.record_external(work, **wanted))


@assessments.get("/<uuid:assessment_id>", audited=True)
@assessments.response(200, AssessmentSchema)
def get_assessment(work: UnitOfWork, assessment_id: UUID) -> ShownAssessment:
    """Read a result; its answers only as the elder, for them, as an assessor or as the district."""
    return actions.read(work, assessment_id)


@assessments.post("/<uuid:assessment_id>/sign")
@assessments.response(200, AssessmentSchema)
@assessments.fails(SameAssessor, ConflictOfInterest, ConsentMissing, NotToReview, WrongState, OutOfScope)
def sign_assessment(work: UnitOfWork, assessment_id: UUID) -> ShownAssessment:
    """Sign what another assessor has found."""
    row = actions.readable(work, assessment_id, to_change=True)
    return queries.listed(actions.sign(work, row))


@assessments.post("/<uuid:assessment_id>/void")
@assessments.arguments(AssessmentVoidSchema)
@assessments.response(200, AssessmentSchema)
@assessments.fails(WrongState, OutOfScope)
def void_assessment(work: UnitOfWork, wanted: dict[str, Any], assessment_id: UUID) -> ShownAssessment:
    """Make an assessment void: one's own draft, or as the district a signed one."""
    row = actions.readable(work, assessment_id, to_change=True)
    return queries.listed(actions.void(work, row, **wanted))


@assessments.post("/<uuid:assessment_id>/appeal")
@assessments.arguments(NewAssessmentAppealSchema)
@assessments.response(201, AssessmentAppealSchema)
@assessments.fails(AppealStands, TooLateToAppeal, WrongState, OutOfScope)
def appeal_assessment(work: UnitOfWork, wanted: dict[str, Any], assessment_id: UUID) -> ShownAppeal:
    """Say that a result is not right; the district answers, or two others look again."""
    row = actions.readable(work, assessment_id, to_change=True)
    return queries.shown_appeal(work, actions.appeal(work, row, **wanted))


@assessments.get("/<uuid:assessment_id>/appeal", audited=True)
@assessments.response(200, AssessmentAppealSchema)
def get_assessment_appeal(work: UnitOfWork, assessment_id: UUID) -> ShownAppeal:
    """Read the newest appeal against a result: why it is said not to be right, who said so, and what came of it."""
    return actions.read_appeal(work, assessment_id)


@assessments.post("/<uuid:assessment_id>/appeal/uphold")
@assessments.arguments(AssessmentAppealAnswerSchema)
@assessments.response(200, AssessmentAppealSchema)
@assessments.fails(OutOfScope)
def uphold_assessment(work: UnitOfWork, wanted: dict[str, Any], assessment_id: UUID) -> ShownAppeal:
    """Answer an appeal as the district: the result stands."""
    row = actions.readable(work, assessment_id, to_change=True)
    return queries.shown_appeal(work, actions.uphold(work, row, **wanted))
