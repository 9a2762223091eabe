"""Questions about schemes, which everybody who is logged in may read, and about what one would pay for an elder."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from service.elderly_care.assessment import queries as assessments
from service.elderly_care.catalogue.rules import Payer
from service.elderly_care.rules import eligibility
from service.elderly_care.subsidies import rules
from service.elderly_care.subsidies.models import SubsidyScheme
from service.elderly_care.subsidies.rules import Terms
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.residents.tags import queries as tags


@dataclass(frozen=True, slots=True)
class Estimate:
    """Which scheme would pay for an elder on a day, as far as level and class tell; it grants nothing."""

    scheme_id: UUID
    code: str
    name: str
    terms: Terms


@dataclass(frozen=True, slots=True)
class CostShares:
    """What the levels of government bear of what a scheme pays, per mille; all 0 while it is not settled."""

    central: int
    city: int
    district: int
    town: int


@dataclass(frozen=True, slots=True)
class ShownScheme:
    """A scheme as it is told."""

    id: UUID
    version: int
    code: str
    name: str
    payer: Payer
    valid_from: date
    valid_until: date | None
    levels: Sequence[int]
    eligibility: Sequence[str]
    basis: rules.Basis
    per_mille: int
    monthly_cap_fen: int | None
    excludes: Sequence[str]
    takes_over: rules.TakeOver
    cost_shares: CostShares
    source: str | None


def shown(work: UnitOfWork, row: SubsidyScheme) -> ShownScheme:
    """A scheme as it is told, once the database has taken it."""
    work.session.flush()
    same = ShownScheme.__dataclass_fields__.keys() - {"cost_shares"}
    borne = CostShares(row.central_share, row.city_share, row.district_share, row.town_share)
    return ShownScheme(**{name: getattr(row, name) for name in same}, cost_shares=borne)


def scheme(work: UnitOfWork, scheme_id: UUID) -> SubsidyScheme | None:
    """The scheme with this id."""
    return work.session.get(SubsidyScheme, scheme_id)


def scheme_with_code(work: UnitOfWork, code: str) -> SubsidyScheme | None:
    """The scheme with this code."""
    return work.session.scalar(select(SubsidyScheme).where(SubsidyScheme.code == code))


def schemes_by_id(work: UnitOfWork, scheme_ids: Collection[UUID]) -> dict[UUID, SubsidyScheme]:
    """The schemes with these ids, in one statement."""
    query = select(SubsidyScheme).where(SubsidyScheme.id.in_(scheme_ids))
    return {each.id: each for each in work.session.scalars(query)}


def schemes_by_code(work: UnitOfWork, codes: Collection[str]) -> dict[str, SubsidyScheme]:
    """The schemes with these codes, held until this transaction ends."""
    query = select(SubsidyScheme).where(SubsidyScheme.code.in_(codes)).order_by(SubsidyScheme.code)
    return {each.code: each for each in work.session.scalars(query.with_for_update())}


def schemes(
    work: UnitOfWork,
    *,
    payer: Payer | None = None,
    on: date | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownScheme]:
    """Schemes of a payer, or that hold on a day, in the order of their codes."""
    query = select(SubsidyScheme)
    if payer is not None:
        query = query.where(SubsidyScheme.payer == payer)
    if on is not None:
        query = query.where(_holds(on))
    found = page(work, query, by=(SubsidyScheme.code,), cursor=cursor, limit=limit)
    return Page([shown(work, each) for each in found.items], found.next_cursor)


def estimate_for(work: UnitOfWork, elder_id: UUID, payer: Payer, day: date) -> Estimate | None:
    """Which scheme of this payer would pay for an elder on a day: of several, the one that pays the greatest share."""
    latest = assessments.latest_signed(work, elder_id)
    level = latest.level if latest is not None and latest.holds_on(day) else None
    eligible = eligibility(tags.codes_of(work, elder_id), level)
    query = select(SubsidyScheme).where(SubsidyScheme.payer == payer, _holds(day))
    fit = [
        each
        for each in work.session.scalars(query.order_by(SubsidyScheme.per_mille.desc(), SubsidyScheme.code))
        if rules.is_for(each.levels, each.eligibility, level, eligible)
    ]
    return _estimate(fit[0]) if fit else None


def _estimate(row: SubsidyScheme) -> Estimate:
    terms = Terms(row.payer, row.basis, row.per_mille, row.monthly_cap_fen)
    return Estimate(row.id, row.code, row.name, terms)


def _holds(day: date) -> ColumnElement[bool]:
    until = SubsidyScheme.valid_until
    return (SubsidyScheme.valid_from <= day) & or_(until.is_(None), until >= day)
