"""Organisations over HTTP."""

from typing import Any
from uuid import UUID

from service.kit.api import Blueprint
from service.kit.errors import OutOfScope
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.organisations import actions, permissions, queries
from service.organisations.errors import (
    AlreadyMember,
    CreditCodeTaken,
    NoSuchResident,
    NotSocial,
    ReasonMissing,
    RegistrationTaken,
)
from service.organisations.models import Organisation, OrganisationMember
from service.organisations.queries import ShownOrganisation
from service.organisations.schemas import (
    OrganisationChangesSchema,
    OrganisationFilterSchema,
    OrganisationMemberChangesSchema,
    OrganisationMemberRequestSchema,
    OrganisationMemberSchema,
    OrganisationRequestSchema,
    OrganisationSchema,
)
from service.regions.errors import NoSuchRegion

organisations = Blueprint(
    "organisations",
    url_prefix="/organisations",
    description="组织: operators, social organisations, departments, property managers.",
)


@organisations.get()
@organisations.paged(OrganisationSchema, OrganisationFilterSchema)
def list_organisations(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ShownOrganisation]:
    """List organisations by kind, standing, grade and part of a name."""
    return queries.organisations(work, **wanted)


@organisations.post()
@organisations.arguments(OrganisationRequestSchema)
@organisations.response(201, OrganisationSchema)
@organisations.fails(CreditCodeTaken, RegistrationTaken, NotSocial, NoSuchRegion)
def add_organisation(work: UnitOfWork, asked: dict[str, Any]) -> ShownOrganisation:
    """Enter an organisation, as district staff; a social one with its registration."""
    return _shown(work, actions.add_organisation(work, **asked))


@organisations.get("/<uuid:organisation_id>")
@organisations.response(200, OrganisationSchema)
def get_organisation(work: UnitOfWork, organisation_id: UUID) -> ShownOrganisation:
    """Read an organisation."""
    return _shown(work, work.found(queries.organisation(work, organisation_id)))


@organisations.patch("/<uuid:organisation_id>")
@organisations.arguments(OrganisationChangesSchema)
@organisations.response(200, OrganisationSchema)
@organisations.fails(CreditCodeTaken, RegistrationTaken, NotSocial, NoSuchRegion, ReasonMissing)
def change_organisation(
    work: UnitOfWork, changes: dict[str, Any], organisation_id: UUID
) -> ShownOrganisation:
    """Change what is on record of an organisation, or suspend it with a reason, as district staff.

    Who acts for a suspended one neither books nor publishes in its name until it is active again; what stands stays.
    """
    return _shown(work, actions.change_organisation(work, organisation_id, **changes))


@organisations.get("/<uuid:organisation_id>/members")
@organisations.paged(OrganisationMemberSchema)
def list_organisation_members(
    work: UnitOfWork, wanted: dict[str, Any], organisation_id: UUID
) -> Page[OrganisationMember]:
    """List the residents who may act for an organisation, as staff who work with rooms."""
    work.require(permissions.may_keep_members(work.actor))
    work.found(queries.organisation(work, organisation_id))
    found = queries.members(work, organisation_id, **wanted)
    seen = [member.resident_id for member in found.items]
    work.audit("list_organisation_members", subject=organisation_id, people=seen)
    return found


@organisations.post("/<uuid:organisation_id>/members")
@organisations.arguments(OrganisationMemberRequestSchema)
@organisations.response(201, OrganisationMemberSchema)
@organisations.fails(NotSocial, AlreadyMember, NoSuchResident, OutOfScope)
def add_organisation_member(
    work: UnitOfWork, asked: dict[str, Any], organisation_id: UUID
) -> OrganisationMember:
    """Let a resident act for a social organisation, such as booking a living room for it.

    Of an organisation with a home, `region_code`, the right to publish is for staff of that place to give.
    """
    return actions.add_member(work, organisation_id, **asked)


@organisations.patch("/<uuid:organisation_id>/members/<uuid:member_id>")
@organisations.arguments(OrganisationMemberChangesSchema)
@organisations.response(200, OrganisationMemberSchema)
@organisations.fails(OutOfScope)
def change_organisation_member(
    work: UnitOfWork, changes: dict[str, Any], organisation_id: UUID, member_id: UUID
) -> OrganisationMember:
    """Say what a member may do in the organisation's name; each right needs a duty in its matters.

    The right to publish is given and taken where the organisation is at home, if that is on record.
    """
    return actions.change_member(work, organisation_id, member_id, **changes)


@organisations.delete("/<uuid:organisation_id>/members/<uuid:member_id>")
@organisations.response(204)
def remove_organisation_member(work: UnitOfWork, organisation_id: UUID, member_id: UUID) -> None:
    """Let a resident no longer act for an organisation."""
    actions.remove_member(work, organisation_id, member_id)


def _shown(work: UnitOfWork, row: Organisation) -> ShownOrganisation:
    [told] = queries.shown(work, [row])
    return told
