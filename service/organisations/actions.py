"""Keeping the record of organisations and of who acts for them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork
from service.organisations import permissions, queries
from service.organisations.errors import NotSocial, OrganisationSuspended
from service.organisations.models import Organisation, OrganisationMember
from service.organisations.rules import MemberRight, OrganisationKind, Standing
from service.regions import queries as regions
from service.regions.errors import NoSuchRegion


def add_organisation(
    work: UnitOfWork, *, kind: OrganisationKind, name: str, uscc: str, **registration: Any
) -> Organisation:
    """Enter an organisation, a social one with its registration. Raises NoSuchRegion.

    The database refuses a code or number that is on record already (CreditCodeTaken, RegistrationTaken), and a
    registration of another kind (NotSocial).
    """
    work.require(permissions.may_keep(work.actor, kind))
    _check_home(work, registration.get("region_code"))
    organisation = Organisation(kind=kind, name=name, uscc=uscc, created_at=work.now, **registration)
    work.session.add(organisation)
    return organisation


def change_organisation(work: UnitOfWork, organisation_id: UUID, **changes: Any) -> Organisation:
    """Change what is on record; another kind needs the duty for both. Raises NoSuchRegion, and as adding one.

    The reason belongs to the standing: it goes when an organisation is active again.
    """
    organisation = work.found(queries.organisation(work, organisation_id))
    for kind in (organisation.kind, changes.get("kind", organisation.kind)):
        work.require(permissions.may_keep(work.actor, kind))
    work.expect(organisation)
    _check_home(work, changes.get("region_code"))
    for name, value in changes.items():
        setattr(organisation, name, value)
    if organisation.standing is Standing.ACTIVE:
        organisation.standing_reason = None
    return organisation


def require_active(organisation: Organisation) -> None:
    """Raise OrganisationSuspended unless the organisation may act now."""
    if not organisation.is_active:
        raise OrganisationSuspended(standing=organisation.standing)


def social(work: UnitOfWork, organisation_id: UUID) -> Organisation:
    """The social organisation with this id. Raises NotFound, NotSocial."""
    organisation = work.found(queries.organisation(work, organisation_id))
    if organisation.kind is not OrganisationKind.SOCIAL:
        raise NotSocial
    return organisation


def add_member(
    work: UnitOfWork,
    organisation_id: UUID,
    *,
    resident_id: UUID,
    rights: Collection[MemberRight] = (MemberRight.ROOMS,),
) -> OrganisationMember:
    """Let a resident act for a social organisation. Raises NotSocial, OutOfScope."""
    work.require(permissions.may_keep_members(work.actor))
    _check_rights(work, organisation_id, rights)
    member = OrganisationMember(
        organisation_id=social(work, organisation_id).id,
        resident_id=resident_id,
        rights=sorted(set(rights)),
        added_at=work.now,
    )
    work.session.add(member)
    return member


def change_member(
    work: UnitOfWork, organisation_id: UUID, member_id: UUID, *, rights: Collection[MemberRight]
) -> OrganisationMember:
    """Give and take a member's rights; each needs a duty in its matters, what stays as it is does not. Raises OutOfScope."""
    work.require(permissions.may_keep_members(work.actor))
    member = work.found(queries.member(work, organisation_id, member_id))
    moved = {MemberRight(each) for each in set(member.rights) ^ set(rights)}
    _check_rights(work, organisation_id, moved)
    work.expect(member)
    member.rights = sorted(set(rights))
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


def _check_rights(work: UnitOfWork, organisation_id: UUID, rights: Collection[MemberRight]) -> None:
    """Raises Forbidden, OutOfScope where the right to publish is another place's to give and to take."""
    work.require(permissions.may_give(work.actor, rights))
    if MemberRight.PUBLISHING not in rights:
        return
    organisation = work.found(queries.organisation(work, organisation_id))
    home = regions.path_of(work, organisation.region_code) if organisation.region_code else ()
    work.require(not home or permissions.may_let_publish(work.actor, home), OutOfScope)


def _check_home(work: UnitOfWork, region_code: str | None) -> None:
    if region_code is not None and regions.region(work, region_code) is None:
        raise NoSuchRegion(field="region_code", code=region_code)
