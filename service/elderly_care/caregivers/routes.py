"""Caregivers over HTTP."""

from typing import Any
from uuid import UUID

from service.elderly_care import permissions as care
from service.elderly_care.caregivers import actions, permissions, queries
from service.elderly_care.caregivers.errors import (
    CaregiverOnRecord,
    CertificateNeverHolds,
    ImpossibleShift,
    NotTheirStaff,
)
from service.elderly_care.caregivers.models import Absence, Caregiver
from service.elderly_care.caregivers.queries import ShownCaregiver
from service.elderly_care.caregivers.schemas import (
    AbsenceSchema,
    CaregiverChangesSchema,
    CaregiverFilterSchema,
    CaregiverSchema,
    NewCaregiverSchema,
)
from service.kit.api import Blueprint
from service.kit.errors import NotFound, WrongState
from service.kit.fields import PageArgumentsSchema
from service.kit.pages import Page
from service.kit.work import UnitOfWork

caregivers = Blueprint(
    "caregivers", url_prefix="/care/caregivers", description="护理员: what they can do and when they work."
)
absences = Blueprint(
    "caregiver_absences", url_prefix="/care/absences", description="请假: when a caregiver does not work."
)


@caregivers.get()
@caregivers.paged(CaregiverSchema, CaregiverFilterSchema)
def list_caregivers(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownCaregiver]:
    """List caregivers: operators their own, the district all of them."""
    own = None
    if not care.may_govern(work.actor):
        own = work.actor.served_organisations(care.PLANNERS)
        work.require(bool(own))
    return queries.caregivers(work, organisation_ids=own, **wanted)


@caregivers.post()
@caregivers.arguments(NewCaregiverSchema)
@caregivers.response(201, CaregiverSchema)
@caregivers.fails(CaregiverOnRecord, NotTheirStaff, ImpossibleShift, CertificateNeverHolds)
def add_caregiver(work: UnitOfWork, wanted: dict[str, Any]) -> ShownCaregiver:
    """Enter one of the operator's people as a caregiver."""
    return queries.shown(work, actions.add_caregiver(work, **wanted))


@caregivers.get("/me")
@caregivers.response(200, CaregiverSchema)
@caregivers.fails(NotFound)
def get_my_caregiver(work: UnitOfWork) -> ShownCaregiver:
    """Read one's own record as a caregiver."""
    account_id = work.actor.account_id
    own = queries.caregiver_of_account(work, account_id) if account_id else None
    return queries.shown(work, work.found(own))


@caregivers.get("/<uuid:caregiver_id>")
@caregivers.response(200, CaregiverSchema)
def get_caregiver(work: UnitOfWork, caregiver_id: UUID) -> ShownCaregiver:
    """Read a caregiver's record; another operator never."""
    return queries.shown(work, _readable(work, caregiver_id))


@caregivers.patch("/<uuid:caregiver_id>")
@caregivers.arguments(CaregiverChangesSchema)
@caregivers.response(200, CaregiverSchema)
@caregivers.fails(ImpossibleShift, CertificateNeverHolds)
def change_caregiver(work: UnitOfWork, changes: dict[str, Any], caregiver_id: UUID) -> ShownCaregiver:
    """Change a caregiver's record; an expired certificate stops new assignments that need it."""
    return queries.shown(work, actions.change_caregiver(work, _readable(work, caregiver_id), changes))


@caregivers.get("/<uuid:caregiver_id>/absences")
@caregivers.paged(AbsenceSchema, PageArgumentsSchema)
def list_absences(work: UnitOfWork, wanted: dict[str, Any], caregiver_id: UUID) -> Page[Absence]:
    """List a caregiver's absences, the latest first."""
    return queries.absences(work, _readable(work, caregiver_id).id, **wanted)


@absences.post("/<uuid:absence_id>/cancel")
@absences.response(200, AbsenceSchema)
@absences.fails(WrongState)
def cancel_absence(work: UnitOfWork, absence_id: UUID) -> Absence:
    """Take back an absence; visits that were given to others stay with them."""
    absence = work.found(queries.absence(work, absence_id))
    _readable(work, absence.caregiver_id)
    return actions.cancel_absence(work, absence)


def _readable(work: UnitOfWork, caregiver_id: UUID) -> Caregiver:
    """A record that the actor may read: their own, or one of an operator that they plan for or judge."""
    caregiver = work.found(queries.caregiver(work, caregiver_id))
    is_own = caregiver.account_id == work.actor.account_id
    allowed = is_own or permissions.may_read(work.actor, caregiver.organisation_id)
    return work.found(caregiver if allowed else None)
