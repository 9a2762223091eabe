"""Questions about organisations. Everybody who is logged in may ask which there are: residents book for them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, bindparam, exists, select

from service.kit.pages import Page, page
from service.kit.prepared import Prepared
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation, OrganisationMember
from service.organisations.rules import OrganisationKind


def organisation(work: UnitOfWork, organisation_id: UUID) -> Organisation | None:
    """The organisation with this id."""
    return work.session.get(Organisation, organisation_id)


def names(work: UnitOfWork, organisation_ids: Collection[UUID]) -> dict[UUID, str]:
    """What these organisations are called, in one statement."""
    query = select(Organisation.id, Organisation.name).where(Organisation.id.in_(organisation_ids))
    return {row.id: row.name for row in work.session.execute(query)}


def are_operators(work: UnitOfWork, organisation_ids: Collection[UUID]) -> bool:
    """Whether any of these organisations is an operator of care."""
    query = select(Organisation.id).where(
        Organisation.id.in_(organisation_ids), Organisation.kind == OrganisationKind.OPERATOR
    )
    return work.session.scalar(query.limit(1)) is not None


def name_of(organisation_id: ColumnElement[Any] | Any) -> ColumnElement[str | None]:
    """The name of the organisation of a column, inside another statement; null where it has none."""
    name = select(Organisation.name).where(Organisation.id == organisation_id)
    return name.correlate_except(Organisation).scalar_subquery()


def organisations(
    work: UnitOfWork,
    *,
    kind: OrganisationKind | None = None,
    q: str | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[Organisation]:
    """Organisations by kind and part of a name, in the order of their entry."""
    query = select(Organisation)
    if kind:
        query = query.where(Organisation.kind == kind)
    if q:
        query = query.where(Organisation.name.icontains(q, autoescape=True))
    return page(work, query, by=(Organisation.id,), cursor=cursor, limit=limit)


def is_member(work: UnitOfWork, organisation_id: UUID, resident_id: UUID) -> bool:
    """Whether the resident may act for the organisation."""
    membership = exists().where(
        OrganisationMember.organisation_id == organisation_id, OrganisationMember.resident_id == resident_id
    )
    return bool(work.session.scalar(select(membership)))


def organisation_ids_of(work: UnitOfWork, resident_id: UUID) -> list[UUID]:
    """The organisations for which the resident may act."""
    return [row.organisation_id for row in _OF_RESIDENT(work, resident_id=resident_id)]


_OF_RESIDENT = Prepared(
    select(OrganisationMember.organisation_id).where(
        OrganisationMember.resident_id == bindparam("resident_id")
    )
)


def memberships_of(work: UnitOfWork, resident_id: UUID) -> Sequence[Row[str, datetime]]:
    """The names of the organisations for which the resident may act, and since when."""
    query = (
        select(Organisation.name, OrganisationMember.added_at)
        .join(Organisation, Organisation.id == OrganisationMember.organisation_id)
        .where(OrganisationMember.resident_id == resident_id)
        .order_by(OrganisationMember.id)
    )
    return work.session.execute(query).all()


def member(work: UnitOfWork, organisation_id: UUID, member_id: UUID) -> OrganisationMember | None:
    """One membership of this organisation."""
    return work.session.scalar(
        select(OrganisationMember).where(
            OrganisationMember.id == member_id, OrganisationMember.organisation_id == organisation_id
        )
    )


def members(
    work: UnitOfWork, organisation_id: UUID, *, cursor: str | None = None, limit: int = 20
) -> Page[OrganisationMember]:
    """Who may act for an organisation, in the order of their entry."""
    query = select(OrganisationMember).where(OrganisationMember.organisation_id == organisation_id)
    return page(work, query, by=(OrganisationMember.id,), cursor=cursor, limit=limit)
