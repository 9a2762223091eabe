"""Entitlements over HTTP; who decides may send the ETag of what they have read, and is refused what is stale."""

from typing import Any
from uuid import UUID

from service.elderly_care.entitlements import actions, queries
from service.elderly_care.entitlements.errors import (
    ApplicationStands,
    AssessmentMissing,
    EntitlementDays,
    EntitlementOverlaps,
    HoursOrFen,
    MonthOfChange,
    NoSuchScheme,
    NotEligible,
    NotRecommended,
    ObjectionOpen,
    ObjectionSettled,
    OverTheCap,
    PlaceTooSmall,
    PublicationDay,
    PublicationRunning,
    SameOfficer,
    SchemeExcluded,
    SchemeNotInForce,
    StopDay,
)
from service.elderly_care.entitlements.models import Entitlement
from service.elderly_care.entitlements.queries import Publication, ShownEntitlement
from service.elderly_care.entitlements.schemas import (
    CareEntitlementCheckSchema,
    CareEntitlementFilterSchema,
    CareEntitlementGrantSchema,
    CareEntitlementPublicationSchema,
    CareEntitlementRefusalSchema,
    CareEntitlementSchema,
    CareEntitlementStopSchema,
    CareEntitlementWithdrawalSchema,
    CareObjectionEndSchema,
    CarePublicationFilterSchema,
    CarePublicationSchema,
    NewCareEntitlementSchema,
    NewCareObjectionSchema,
)
from service.elderly_care.requests.errors import NotVerifiedElder
from service.kit.api import Blueprint
from service.kit.errors import NotFound, OutOfScope, Stale, WrongState
from service.kit.pages import Page
from service.kit.work import UnitOfWork

care_entitlements = Blueprint(
    "care_entitlements",
    url_prefix="/care/entitlements",
    description="补贴待遇: who gets how much of a scheme, from when until when.",
)
care_publications = Blueprint(
    "care_publications",
    url_prefix="/care/publications",
    description="公示: who is to get which subsidy, for anybody to read.",
)


@care_publications.get(public=True)
@care_publications.paged(CarePublicationSchema, CarePublicationFilterSchema)
@care_publications.fails(PlaceTooSmall)
def list_care_publications(work: UnitOfWork, wanted: dict[str, Any]) -> Page[Publication]:
    """List what is publicised today, without a login: masked names, communities, schemes."""
    return queries.publications(work, **wanted)


@care_entitlements.get()
@care_entitlements.paged(CareEntitlementSchema, CareEntitlementFilterSchema)
def list_care_entitlements(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownEntitlement]:
    """List entitlements, the newest first: one's own, those of one's places, or as the auditor all."""
    return actions.read_list(work, **wanted)


@care_entitlements.post()
@care_entitlements.arguments(NewCareEntitlementSchema)
@care_entitlements.response(201, CareEntitlementSchema)
@care_entitlements.fails(
    NoSuchScheme,
    SchemeNotInForce,
    NotEligible,
    SchemeExcluded,
    ApplicationStands,
    NotVerifiedElder,
    OutOfScope,
    NotFound,
)
def apply_for_care_entitlement(work: UnitOfWork, wanted: dict[str, Any]) -> ShownEntitlement:
    """Apply for a scheme, as the elder, for them, or as the worker at the door; `missing` says what is still needed."""
    return actions.read(work, actions.apply_for(work, **wanted))


@care_entitlements.get("/<uuid:entitlement_id>")
@care_entitlements.response(200, CareEntitlementSchema)
def get_care_entitlement(work: UnitOfWork, entitlement_id: UUID) -> ShownEntitlement:
    """Read an entitlement with what was found, decided, and seen since."""
    return actions.read(work, queries.readable(work, entitlement_id))


@care_entitlements.post("/<uuid:entitlement_id>/check")
@care_entitlements.arguments(CareEntitlementCheckSchema)
@care_entitlements.response(200, CareEntitlementSchema)
@care_entitlements.fails(WrongState, OutOfScope, Stale)
def check_care_entitlement(
    work: UnitOfWork, wanted: dict[str, Any], entitlement_id: UUID
) -> ShownEntitlement:
    """Note as the street what was found and whether the conditions are met."""
    return actions.read(work, actions.check(work, _to_change(work, entitlement_id), **wanted))


@care_entitlements.post("/<uuid:entitlement_id>/publicise")
@care_entitlements.arguments(CareEntitlementPublicationSchema, required=False)
@care_entitlements.response(200, CareEntitlementSchema)
@care_entitlements.fails(WrongState, NotRecommended, PublicationDay, OutOfScope, Stale)
def publicise_care_entitlement(
    work: UnitOfWork, wanted: dict[str, Any], entitlement_id: UUID
) -> ShownEntitlement:
    """Let anybody read for some days who is to get what."""
    return actions.read(work, actions.publicise(work, _to_change(work, entitlement_id), **wanted))


@care_entitlements.post("/<uuid:entitlement_id>/objections")
@care_entitlements.arguments(NewCareObjectionSchema)
@care_entitlements.response(201, CareEntitlementSchema)
@care_entitlements.fails(WrongState, OutOfScope)
def record_care_objection(work: UnitOfWork, wanted: dict[str, Any], entitlement_id: UUID) -> ShownEntitlement:
    """Note who objects to what is publicised; nothing is granted before it is settled."""
    row = queries.readable(work, entitlement_id, to_change=True)
    return actions.read(work, actions.record_objection(work, row, **wanted))


@care_entitlements.post("/<uuid:entitlement_id>/objections/<uuid:objection_id>/settle")
@care_entitlements.arguments(CareObjectionEndSchema)
@care_entitlements.response(200, CareEntitlementSchema)
@care_entitlements.fails(ObjectionSettled, OutOfScope)
def settle_care_objection(
    work: UnitOfWork, wanted: dict[str, Any], entitlement_id: UUID, objection_id: UUID
) -> ShownEntitlement:
    """Say what came of an objection, as the street or the district."""
    row = queries.readable(work, entitlement_id, to_change=True)
    return actions.read(work, actions.settle_objection(work, row, objection_id, **wanted))


@care_entitlements.post("/<uuid:entitlement_id>/grant")
@care_entitlements.arguments(CareEntitlementGrantSchema)
@care_entitlements.response(200, CareEntitlementSchema)
@care_entitlements.fails(
    WrongState,
    PublicationRunning,
    ObjectionOpen,
    SameOfficer,
    HoursOrFen,
    OverTheCap,
    EntitlementDays,
    AssessmentMissing,
    NotEligible,
    SchemeExcluded,
    MonthOfChange,
    EntitlementOverlaps,
    OutOfScope,
    Stale,
)
def grant_care_entitlement(
    work: UnitOfWork, wanted: dict[str, Any], entitlement_id: UUID
) -> ShownEntitlement:
    """Grant hours or fen a month as the district, once the publication is over."""
    return actions.read(work, actions.grant(work, _to_change(work, entitlement_id), **wanted))


@care_entitlements.post("/<uuid:entitlement_id>/refuse")
@care_entitlements.arguments(CareEntitlementRefusalSchema)
@care_entitlements.response(200, CareEntitlementSchema)
@care_entitlements.fails(WrongState, SameOfficer, OutOfScope, Stale)
def refuse_care_entitlement(
    work: UnitOfWork, wanted: dict[str, Any], entitlement_id: UUID
) -> ShownEntitlement:
    """Refuse an application as the district, and say why."""
    return actions.read(work, actions.refuse(work, _to_change(work, entitlement_id), **wanted))


@care_entitlements.post("/<uuid:entitlement_id>/stop")
@care_entitlements.arguments(CareEntitlementStopSchema)
@care_entitlements.response(200, CareEntitlementSchema)
@care_entitlements.fails(WrongState, StopDay, OutOfScope, Stale)
def stop_care_entitlement(work: UnitOfWork, wanted: dict[str, Any], entitlement_id: UUID) -> ShownEntitlement:
    """Let nothing be paid from a day on, as the district; what was granted is never changed otherwise."""
    return actions.read(work, actions.stop(work, _to_change(work, entitlement_id), **wanted))


@care_entitlements.post("/<uuid:entitlement_id>/withdraw")
@care_entitlements.arguments(CareEntitlementWithdrawalSchema, required=False)
@care_entitlements.response(200, CareEntitlementSchema)
@care_entitlements.fails(WrongState, OutOfScope)
def withdraw_care_entitlement(
    work: UnitOfWork, wanted: dict[str, Any], entitlement_id: UUID
) -> ShownEntitlement:
    """Take an application back before it is decided, as the elder or for them."""
    row = queries.readable(work, entitlement_id, to_change=True)
    return actions.read(work, actions.withdraw(work, row, **wanted))


def _to_change(work: UnitOfWork, entitlement_id: UUID) -> Entitlement:
    """What is decided about, as whoever decides has read it. Raises NotFound, Forbidden, Stale."""
    row = queries.readable(work, entitlement_id, to_change=True)
    work.expect(row)
    return row
