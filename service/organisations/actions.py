"""Keeping the record of organisations and of who acts for them."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete

from service.kit.work import UnitOfWork
from service.organisations import permissions, queries
from service.organisations.errors import NotSocial
from service.organisations.models import Organisation, OrganisationMember
from service.organisations.rules import OrganisationKind


def add_organisation(work: UnitOfWork, *, kind: OrganisationKind, name: str, uscc: str) -> Organisation:
    """Enter an organisation. A credit code on record already is refused by the database: CreditCodeTaken."""
    work.require(permissions.may_keep(work.actor, kind))
    organisation = Organisation(kind=kind, name=name, uscc=uscc, created_at=work.now)
    work.session.add(organisation)
    return organisation


def change_organisation(work: UnitOfWork, organisation_id: UUID, **changes: Any) -> Organisation:
    """Change kind, name or credit code; another kind needs the duty for both."""
    organisation = work.found(queries.organisation(work, organisation_id))
    for kind in (organisation.kind, changes.get("kind", organisation.kind)):
        work.require(permissions.may_keep(work.actor, kind))
    work.expect(organisation)
    for name, value in changes.items():
        setattr(organisation, name, value)
    return organisation


def add_member(work: UnitOfWork, organisation_id: UUID, *, resident_id: UUID) -> OrganisationMember:
    """Let a resident act for a social organisation; raises NotSocial."""
    work.require(permissions.may_keep_members(work.actor))
    organisation = work.found(queries.organisation(work, organisation_id))
    if organisation.kind is not OrganisationKind.SOCIAL:
        raise NotSocial
    member = OrganisationMember(organisation_id=organisation.id, resident_id=resident_id, added_at=work.now)
    work.session.add(member)
    return member


def remove_member(work: UnitOfWork, organisation_id: UUID, member_id: UUID) -> None:
    """Let a resident no longer act for an organisation."""
    work.require(permissions.may_keep_members(work.actor))
    member = work.found(queries.member(work, organisation_id, member_id))
    work.expect(member)
    work.session.delete(member)


def end_memberships_of(work: UnitOfWork, resident_id: UUID) -> None:
    """Let a resident act for no organisation any more."""
    theirs = OrganisationMember.resident_id == resident_id
    work.session.execute(delete(OrganisationMember).where(theirs))
