"""Questions about households and who belongs to them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.residents.homes.models import Home, Household, Residence
from service.residents.homes.queries.shapes import Member, ShownHousehold
from service.residents.homes.queries.visible import visible
from service.residents.homes.rules import HouseholdKind, Relation
from service.residents.models import Resident


def household(work: UnitOfWork, household_id: UUID, *, to_change: bool = False) -> Household | None:
    """A household that the actor may see; who reads it `to_change` waits for others who do."""
    query = visible(work, select(Household).join(Home, Home.id == Household.home_id))
    query = query.where(Household.id == household_id)
    return work.session.scalar(query.with_for_update(of=Household) if to_change else query)


def households(
    work: UnitOfWork,
    *,
    home_id: UUID | None = None,
    number: str | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownHousehold]:
    """Households in the actor's part of the tree, the oldest on record first."""
    query = visible(work, select(Household).join(Home, Home.id == Household.home_id))
    if home_id is not None:
        query = query.where(Household.home_id == home_id)
    if number is not None:
        query = query.where(Household.number == number)
    found = page(work, query, by=(Household.id,), cursor=cursor, limit=limit)
    ids = [each.id for each in found.items]
    items, _ = people(work, Residence.household_id.in_(ids), Household.id.in_(ids))
    return Page(items, found.next_cursor)


def shown_household(work: UnitOfWork, household: Household) -> ShownHousehold:
    """A household with its present members, after the database has accepted it."""
    work.session.flush()
    [found], _ = people(work, Residence.household_id == household.id, Household.id == household.id)
    return found


def members_now(work: UnitOfWork, household_id: UUID) -> Sequence[Residence]:
    """The residences of those who belong to a household now, in the order of who came first."""
    query = select(Residence).where(Residence.household_id == household_id, Residence.moved_out_on.is_(None))
    return work.session.scalars(query.order_by(Residence.moved_in_on, Residence.id)).all()


def housemates(work: UnitOfWork, resident_id: UUID) -> frozenset[UUID]:
    """Who keeps house with somebody now as a family; nobody where they belong to no household, or share a dormitory."""
    own = (
        select(Residence.household_id)
        .join(Household, Household.id == Residence.household_id)
        .where(
            Residence.resident_id == resident_id,
            Residence.moved_out_on.is_(None),
            Household.kind == HouseholdKind.FAMILY,
        )
    )
    others = select(Residence.resident_id).where(
        Residence.household_id == own.scalar_subquery(),
        Residence.moved_out_on.is_(None),
        Residence.resident_id != resident_id,
    )
    return frozenset(work.session.scalars(others))


def has_householder(work: UnitOfWork, household_id: UUID) -> bool:
    """Whether somebody is the householder now."""
    members = members_now(work, household_id)
    return any(each.relation is Relation.HOUSEHOLDER for each in members)


def people(
    work: UnitOfWork,
    residences: ColumnElement[bool],
    households: ColumnElement[bool],
    on: date | None = None,
) -> tuple[list[ShownHousehold], list[Member]]:
    """Households with their members, and who there belongs to none; now, or on a day."""
    members: dict[UUID | None, list[Member]] = defaultdict(list)
    query = (
        select(Residence, Resident.name)
        .join(Resident, Resident.id == Residence.resident_id)
        .where(residences, _lasts(on))
        .order_by(Residence.relation != Relation.HOUSEHOLDER, Residence.moved_in_on, Residence.id)
    )
    for row, name in work.session.execute(query):
        member = Member(row.resident_id, name, row.relation, row.moved_in_on, row.moved_out_on)
        members[row.household_id].append(member)
    there = work.session.scalars(select(Household).where(households).order_by(Household.id))
    shown = [
        ShownHousehold(each.id, each.version, each.home_id, each.kind, each.number, members[each.id])
        for each in there
    ]
    return shown, members[None]


def _lasts(on: date | None) -> ColumnElement[bool]:
    """Who lives there now, or lived there on a day, of which the day of moving out is none."""
    still = Residence.moved_out_on.is_(None)
    if on is None:
        return still
    return and_(Residence.moved_in_on <= on, or_(still, Residence.moved_out_on > on))
