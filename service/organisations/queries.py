"""Questions about organisations. Everybody who is logged in may ask which there are: residents book for them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, bindparam, exists, literal, select

from service.kit.clock import local_date
from service.kit.pages import Page, page
from service.kit.prepared import Prepared
from service.kit.work import UnitOfWork
from service.organisations.models import Organisation, OrganisationMember
from service.organisations.registry.models import Rating
from service.organisations.registry.rules import Grade
from service.organisations.rules import MemberRight, OrganisationForm, OrganisationKind, Standing


@dataclass(frozen=True, slots=True)
class ShownOrganisation:
    """An organisation as it is told, with the grade that it has today."""

    id: UUID
    version: int
    kind: OrganisationKind
    name: str
    uscc: str
    form: OrganisationForm | None
    registration_no: str | None
    registered_on: date | None
    region_code: str | None
    standing: Standing
    standing_reason: str | None
    grade: Grade | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Belonging:
    """The organisations to which a resident belongs, and those of them in whose name they publish."""

    organisation_ids: list[UUID]
    publishes_for: list[UUID]


def shown(work: UnitOfWork, rows: Sequence[Organisation]) -> list[ShownOrganisation]:
    """Organisations as they are told, after the database has accepted them."""
    work.session.flush()
    of_today = select(Rating.organisation_id, Rating.grade).where(
        Rating.organisation_id.in_([row.id for row in rows]), Rating.holds_on(local_date(work.now))
    )
    grades = {row.organisation_id: row.grade for row in work.session.execute(of_today)}
    names = ShownOrganisation.__dataclass_fields__.keys() - {"grade"}
    return [
        ShownOrganisation(**{name: getattr(row, name) for name in names}, grade=grades.get(row.id))
        for row in rows
    ]


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
    standing: Standing | None = None,
    min_grade: Grade | None = None,
    q: str | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownOrganisation]:
    """Organisations by what they are and part of a name, in the order of their entry."""
    query = select(Organisation)
    if kind:
        query = query.where(Organisation.kind == kind)
    if standing:
        query = query.where(Organisation.standing == standing)
    if min_grade:
        rated = exists().where(
            Rating.organisation_id == Organisation.id,
            Rating.holds_on(local_date(work.now)),
            Rating.grade >= min_grade,
        )
        query = query.where(rated)
    if q:
        query = query.where(Organisation.name.icontains(q, autoescape=True))
    found = page(work, query, by=(Organisation.id,), cursor=cursor, limit=limit)
    return Page(shown(work, found.items), found.next_cursor)


def is_member(work: UnitOfWork, organisation_id: UUID, resident_id: UUID) -> bool:
    """Whether the resident belongs to the organisation, and sees what is done in its name."""
    return bool(work.session.scalar(select(_membership(organisation_id, resident_id).exists())))


def has_right_to_rooms(work: UnitOfWork, organisation_id: UUID, resident_id: UUID) -> bool:
    """Whether the resident books and gives back rooms for the organisation; what is new needs `require_active` too."""
    return bool(
        work.session.scalar(select(_with_right(organisation_id, resident_id, MemberRight.ROOMS).exists()))
    )


def has_right_to_publish(work: UnitOfWork, organisation_id: UUID, resident_id: UUID) -> bool:
    """Whether the resident publishes in the name of the organisation; what is new needs `require_active` too."""
    return bool(
        work.session.scalar(
            select(_with_right(organisation_id, resident_id, MemberRight.PUBLISHING).exists())
        )
    )


def _with_right(organisation_id: UUID, resident_id: UUID, right: MemberRight) -> Select[UUID]:
    return _membership(organisation_id, resident_id).where(
        literal(right.value) == OrganisationMember.rights.any_()
    )


def _membership(organisation_id: UUID, resident_id: UUID) -> Select[UUID]:
    return select(OrganisationMember.id).where(
        OrganisationMember.organisation_id == organisation_id, OrganisationMember.resident_id == resident_id
    )


def organisation_ids_of(work: UnitOfWork, resident_id: UUID) -> list[UUID]:
    """The organisations to which the resident belongs."""
    return belonging(work, resident_id).organisation_ids


def belonging(work: UnitOfWork, resident_id: UUID) -> Belonging:
    """The organisations to which the resident belongs, and in whose name they publish, in one statement."""
    rows = list(_OF_RESIDENT(work, resident_id=resident_id))
    publishing = [row.organisation_id for row in rows if MemberRight.PUBLISHING in row.rights]
    return Belonging([row.organisation_id for row in rows], publishing)


_OF_RESIDENT = Prepared(
    select(OrganisationMember.organisation_id, OrganisationMember.rights).where(
        OrganisationMember.resident_id == bindparam("resident_id")
    )
)


def memberships_of(work: UnitOfWork, resident_id: UUID) -> Sequence[Row[str, list[str], datetime]]:
    """The names of the organisations to which the resident belongs, with which rights and since when."""
    query = (
        select(Organisation.name, OrganisationMember.rights, OrganisationMember.added_at)
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
