"""Plans over HTTP."""

from typing import Any
from uuid import UUID

from flask import Response

from service.accounts.codes.actions import AskedCode
from service.accounts.codes.errors import BadMobile, SmsNotOffered, TooManyCodes, WrongCode
from service.elderly_care.catalogue.errors import NoSuchService
from service.elderly_care.plans import actions, queries
from service.elderly_care.plans.actions import Word
from service.elderly_care.plans.errors import (
    BadRecurrence,
    BadWindow,
    CaregiverUnfit,
    ContractGone,
    NoPrice,
    NoSuchItem,
    NothingPlanned,
    NotPaused,
    OfferLapsed,
    PauseOverlap,
    PlanDays,
    PlanStands,
    PriceOfContract,
    RevisionOpen,
    TextChanged,
)
from service.elderly_care.plans.models import CarePlan
from service.elderly_care.plans.queries import ListedPlan, ShownPlan
from service.elderly_care.plans.schemas import (
    CarePlanChangesSchema,
    CarePlanFilterSchema,
    CarePlanSchema,
    ListedCarePlanSchema,
    NewCarePlanSchema,
    PlanAgreementSchema,
    PlanAttachmentQuerySchema,
    PlanCodeRequestSchema,
    PlanCodeSchema,
    PlanDeclineSchema,
    PlanEndSchema,
    PlanPauseRequestSchema,
    PlanResumptionSchema,
    PlanRevisionSchema,
)
from service.elderly_care.providers.errors import OverCeiling
from service.elderly_care.requests.errors import StillNeedsAssessment
from service.kit.api import Blueprint
from service.kit.errors import NotFound, OutOfScope, WrongState
from service.kit.files.actions import MEDIA_TYPES
from service.kit.files.errors import NoSuchFile
from service.kit.files.routes import CONTENT, CONTENTS, answer_with
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.residents.consents.errors import ConsentMissing, ImpossibleWay, NoTelephone
from service.residents.errors import BadPhone, EvidenceMissing

_ITEMS = (
    BadRecurrence,
    BadWindow,
    CaregiverUnfit,
    NoPrice,
    NoSuchService,
    OverCeiling,
    PlanDays,
    PriceOfContract,
    StillNeedsAssessment,
)

plans = Blueprint(
    "care_plans", url_prefix="/care/plans", description="照护计划: what an elder gets, and how often."
)


@plans.get()
@plans.paged(ListedCarePlanSchema, CarePlanFilterSchema)
def list_care_plans(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ListedPlan]:
    """List plans, the newest first: one's own, those of one's place, or those of one's operator."""
    return actions.read_list(work, **wanted)


@plans.post()
@plans.arguments(NewCarePlanSchema)
@plans.response(201, CarePlanSchema)
@plans.fails(*_ITEMS, PlanStands, WrongState, ConsentMissing, OutOfScope, NotFound)
def draft_care_plan(work: UnitOfWork, wanted: dict[str, Any]) -> ShownPlan:
    """Draft a plan for a request that was assigned to one's operator."""
    return actions.read(work, actions.draft(work, **wanted))


@plans.get("/<uuid:plan_id>", audited=True)
@plans.response(200, CarePlanSchema)
def get_care_plan(work: UnitOfWork, plan_id: UUID) -> ShownPlan:
    """Read a plan: what it says and costs, what is on offer, what was agreed, and the days to come."""
    return actions.read(work, queries.readable(work, plan_id))


@plans.patch("/<uuid:plan_id>")
@plans.arguments(CarePlanChangesSchema)
@plans.response(200, CarePlanSchema)
@plans.fails(*_ITEMS, WrongState, OutOfScope)
def change_care_plan(work: UnitOfWork, changes: dict[str, Any], plan_id: UUID) -> ShownPlan:
    """Change a draft."""
    return actions.read(work, actions.change(work, _to_change(work, plan_id), changes))


@plans.post("/<uuid:plan_id>/offer")
@plans.response(200, CarePlanSchema)
@plans.fails(
    WrongState, PlanDays, ContractGone, NothingPlanned, NoPrice, BadRecurrence, ConsentMissing, OutOfScope
)
def offer_care_plan(work: UnitOfWork, plan_id: UUID) -> ShownPlan:
    """Write down what a draft says and costs, and offer it to the elder and their proxies."""
    return actions.read(work, actions.offer(work, _to_change(work, plan_id)))


@plans.post("/<uuid:plan_id>/agreement-code", kept_nowhere=True)
@plans.arguments(PlanCodeRequestSchema, required=False)
@plans.response(202, PlanCodeSchema)
@plans.fails(WrongState, NoTelephone, BadPhone, BadMobile, TooManyCodes, SmsNotOffered, OutOfScope)
def ask_for_care_plan_code(work: UnitOfWork, wanted: dict[str, Any], plan_id: UUID) -> AskedCode:
    """Send the elder, or the proxy on the telephone, a code for what is on offer."""
    return actions.ask_for_code(work, queries.readable(work, plan_id), **wanted)


@plans.post("/<uuid:plan_id>/agree")
@plans.arguments(PlanAgreementSchema)
@plans.response(200, CarePlanSchema)
@plans.fails(
    WrongState,
    TextChanged,
    OfferLapsed,
    ContractGone,
    ConsentMissing,
    ImpossibleWay,
    EvidenceMissing,
    NoSuchFile,
    NoTelephone,
    WrongCode,
    BadPhone,
    BadMobile,
    OutOfScope,
)
def agree_to_care_plan(work: UnitOfWork, wanted: dict[str, Any], plan_id: UUID) -> ShownPlan:
    """Agree to what is on offer: as elder or proxy, by a code, or on paper before a worker."""
    return actions.read(work, actions.agree(work, queries.readable(work, plan_id), Word(**wanted)))


@plans.get("/<uuid:plan_id>/attachment")
@plans.arguments(PlanAttachmentQuerySchema, location="query")
@plans.doc(responses={"200": {"description": "The file.", "content": CONTENTS}})
@plans.response(200, CONTENT, content_type=MEDIA_TYPES[0])
def get_care_plan_attachment(work: UnitOfWork, wanted: dict[str, Any], plan_id: UUID) -> Response:
    """Download the sheet on which a version, the present one if none is named, was agreed to."""
    return answer_with(actions.read_attachment(work, queries.readable(work, plan_id), **wanted))


@plans.post("/<uuid:plan_id>/decline")
@plans.arguments(PlanDeclineSchema)
@plans.response(200, CarePlanSchema)
@plans.fails(WrongState, OutOfScope)
def decline_care_plan(work: UnitOfWork, wanted: dict[str, Any], plan_id: UUID) -> ShownPlan:
    """Decline what is on offer, as elder or proxy; a first plan is a draft again."""
    return actions.read(work, actions.decline(work, _to_change(work, plan_id), **wanted))


@plans.post("/<uuid:plan_id>/recall")
@plans.response(200, CarePlanSchema)
@plans.fails(WrongState, OutOfScope)
def recall_care_plan(work: UnitOfWork, plan_id: UUID) -> ShownPlan:
    """Take back what is on offer, as the operator's planners."""
    return actions.read(work, actions.recall(work, _to_change(work, plan_id)))


@plans.post("/<uuid:plan_id>/revise")
@plans.arguments(PlanRevisionSchema)
@plans.response(200, CarePlanSchema)
@plans.fails(*_ITEMS, WrongState, RevisionOpen, NoSuchItem, ContractGone, ConsentMissing, OutOfScope)
def revise_care_plan(work: UnitOfWork, wanted: dict[str, Any], plan_id: UUID) -> ShownPlan:
    """Offer a new version from a day on; until the elder agrees all goes on as it was."""
    return actions.read(work, actions.revise(work, _to_change(work, plan_id), **wanted))


@plans.post("/<uuid:plan_id>/pause")
@plans.arguments(PlanPauseRequestSchema)
@plans.response(200, CarePlanSchema)
@plans.fails(WrongState, PlanDays, PauseOverlap, OutOfScope)
def pause_care_plan(work: UnitOfWork, wanted: dict[str, Any], plan_id: UUID) -> ShownPlan:
    """Let nobody be visited for a time, or until further notice."""
    return actions.read(work, actions.pause(work, _to_change(work, plan_id), **wanted))


@plans.post("/<uuid:plan_id>/resume")
@plans.arguments(PlanResumptionSchema)
@plans.response(200, CarePlanSchema)
@plans.fails(WrongState, PlanDays, NotPaused, OutOfScope)
def resume_care_plan(work: UnitOfWork, wanted: dict[str, Any], plan_id: UUID) -> ShownPlan:
    """Let visits go on from a day."""
    return actions.read(work, actions.resume(work, _to_change(work, plan_id), **wanted))


@plans.post("/<uuid:plan_id>/end")
@plans.arguments(PlanEndSchema)
@plans.response(200, CarePlanSchema)
@plans.fails(WrongState, PlanDays, OutOfScope)
def end_care_plan(work: UnitOfWork, wanted: dict[str, Any], plan_id: UUID) -> ShownPlan:
    """Set the last day of a plan; what was not agreed to is dropped at once."""
    return actions.read(work, actions.end(work, _to_change(work, plan_id), **wanted))


def _to_change(work: UnitOfWork, plan_id: UUID) -> CarePlan:
    return queries.held(work, queries.readable(work, plan_id))
