"""Lines as they are told, in pages: to a street its own alone."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, select

from service.elderly_care.catalogue.models import CareService
from service.elderly_care.permissions import may_audit
from service.elderly_care.providers.models import Price
from service.elderly_care.settlement import permissions
from service.elderly_care.settlement.models import (
    Settlement,
    SettlementCheck,
    SettlementLine,
    SettlementRemark,
)
from service.elderly_care.settlement.queries.showing import own_streets, sees_all_lines
from service.elderly_care.settlement.rules import AMOUNTS, CheckOutcome, CheckReason, LineProof
from service.elderly_care.visits.models import Visit
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.residents import queries as residents

_ROWS_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class ShownProof:
    """What proved a line: which way, at which version of the visit's proof or by which report that it was not served."""

    way: LineProof
    version: int | None
    not_served_id: UUID | None
    minutes: int
    minutes_served: int | None


@dataclass(frozen=True, slots=True)
class ShownPrice:
    """By which price of the contract a line was counted."""

    id: UUID
    valid_from: date
    price_fen: int


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """That a line is checked on the spot, and what was found."""

    reason: CheckReason
    outcome: CheckOutcome | None
    note: str | None
    checked_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownRemark:
    """What was wrong with a line when the settlement was returned."""

    reason: str | None
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """A line as it is told: that of a visit names it, a reversal names the line of it that it takes back."""

    id: UUID
    of_visit_id: UUID
    visit_id: UUID | None
    reversal_of: UUID | None
    elder_id: UUID
    elder_name: str | None
    street_code: str
    service_id: UUID
    service_name: str
    mode: str
    service_on: date
    proof: ShownProof
    price_version: ShownPrice
    price_fen: int
    deducted_fen: int
    gross_fen: int
    subsidy_fen: int
    insurance_fen: int
    self_pay_fen: int
    central_fen: int
    city_fen: int
    district_fen: int
    town_fen: int
    unshared_fen: int
    deductions: Sequence[Mapping[str, Any]]
    check: ShownCheck | None
    remarks: Sequence[ShownRemark]


def lines(
    work: UnitOfWork,
    row: Settlement,
    *,
    marked: bool = False,
    deducted: bool = False,
    reversals: bool = False,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownLine]:
    """The lines that the actor may see, elder by elder as they were counted; of each kind that is asked for alone."""
    query = _seen(work, row)
    if marked:
        query = query.where(SettlementCheck.reason.is_not(None), SettlementLine.reversal_of.is_(None))
    if deducted:
        query = query.where(SettlementLine.deducted_fen > 0)
    if reversals:
        query = query.where(SettlementLine.reversal_of.is_not(None))
    found = page(work, query, by=(SettlementLine.id,), cursor=cursor, limit=limit, scalars=False)
    return Page(_listed(work, row, found.items), found.next_cursor)


def line_of(work: UnitOfWork, row: Settlement, line_id: UUID) -> ShownLine | None:
    """A line of a settlement that the actor may see."""
    return _one(work, row, SettlementLine.id == line_id)


def line_of_visit(work: UnitOfWork, row: Settlement, visit_id: UUID) -> ShownLine | None:
    """The line by which a settlement pays a visit."""
    return _one(work, row, SettlementLine.visit_id == visit_id, SettlementLine.reversal_of.is_(None))


def visits_of_lines(work: UnitOfWork, row: Settlement, line_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The visits of these lines of a settlement, of those that the actor may see."""
    if not line_ids:
        return {}
    found = _seen(work, row).where(SettlementLine.id.in_(line_ids))
    return {each.id: each.visit_id for each in work.session.execute(found)}


def lines_of_elder(
    work: UnitOfWork, settlement_id: UUID, elder_id: UUID, street_code: str
) -> Sequence[SettlementLine]:
    """By which lines a settlement pays visits to an elder in a street."""
    query = (
        select(SettlementLine)
        .join(Visit, Visit.id == SettlementLine.visit_id)
        .where(
            SettlementLine.settlement_id == settlement_id,
            SettlementLine.street_code == street_code,
            SettlementLine.reversal_of.is_(None),
            Visit.elder_id == elder_id,
        )
    )
    return work.session.scalars(query.order_by(SettlementLine.id)).all()


def workbook_rows(work: UnitOfWork, row: Settlement) -> Iterator[Any]:
    """The lines that the actor may see, as plain rows with masked names, some thousands at a time."""
    last: UUID | None = None
    while True:
        query = _seen(work, row).order_by(SettlementLine.id).limit(_ROWS_AT_ONCE)
        if last is not None:
            query = query.where(SettlementLine.id > last)
        found = work.session.execute(query).all()
        names = residents.masked_names(work, {each.elder_id for each in found})
        yield from ((each, names.get(each.elder_id, "")) for each in found)
        if len(found) < _ROWS_AT_ONCE:
            return
        last = found[-1].id


def _seen(work: UnitOfWork, row: Settlement) -> Select[Any]:
    query = _LINES.where(SettlementLine.settlement_id == row.id)
    if sees_all_lines(work, row):
        return query
    return query.where(SettlementLine.street_code.in_(own_streets(work)))


def _one(work: UnitOfWork, row: Settlement, *which: Any) -> ShownLine | None:
    found = work.session.execute(_seen(work, row).where(*which)).all()
    return _listed(work, row, found)[0] if found else None


def _listed(work: UnitOfWork, row: Settlement, found: Sequence[Any]) -> list[ShownLine]:
    elder_ids = {each.elder_id for each in found}
    names = _names(work, row, elder_ids)
    remarks = _remarks(work, row, {each.visit_id for each in found})
    return [_shown(work, each, names.get(each.elder_id), remarks[each.visit_id]) for each in found]


def _names(work: UnitOfWork, row: Settlement, elder_ids: Collection[UUID]) -> dict[UUID, str]:
    """In full for who has the elders in their place; masked for the operator and the auditor."""
    actor = work.actor
    if may_audit(actor) or permissions.may_settle(actor, row.organisation_id):
        return residents.masked_names(work, elder_ids)
    return residents.names_for_care(work, elder_ids)


def _remarks(
    work: UnitOfWork, row: Settlement, visit_ids: Collection[UUID]
) -> Mapping[UUID, list[ShownRemark]]:
    query = select(SettlementRemark).where(
        SettlementRemark.settlement_id == row.id, SettlementRemark.visit_id.in_(visit_ids)
    )
    found: dict[UUID, list[ShownRemark]] = defaultdict(list)
    for each in work.session.scalars(query.order_by(SettlementRemark.id)):
        text = _opened(work, each.text_sealed, f"care_settlement_remarks.text:{each.id}")
        found[each.visit_id].append(ShownRemark(text, each.made_at))
    return found


def _shown(work: UnitOfWork, each: Any, elder_name: str | None, remarks: Sequence[ShownRemark]) -> ShownLine:
    same = ("id", "reversal_of", "elder_id", "street_code", "service_id", "service_name")
    also = ("mode", "service_on", "deductions", *AMOUNTS)
    return ShownLine(
        **{name: getattr(each, name) for name in (*same, *also)},
        of_visit_id=each.visit_id,
        visit_id=None if each.reversal_of else each.visit_id,
        elder_name=elder_name,
        proof=ShownProof(
            each.proof, each.proof_version, each.not_served_id, each.minutes, each.minutes_served
        ),
        price_version=ShownPrice(each.price_id, each.valid_from, each.listed_fen),
        check=_check(work, each),
        remarks=remarks,
    )


def _check(work: UnitOfWork, each: Any) -> ShownCheck | None:
    if each.check_reason is None or each.reversal_of is not None:
        return None
    place = f"care_settlement_checks.note:{each.settlement_id}:{each.visit_id}"
    note = _opened(work, each.note_sealed, place)
    return ShownCheck(each.check_reason, each.outcome, note, each.checked_at)


def _opened(work: UnitOfWork, ciphertext: bytes | None, place: str) -> str | None:
    return None if ciphertext is None else work.house.cipher.decrypt(ciphertext, bound_to=place)


_LINES: Select[Any] = (
    select(
        *SettlementLine.__table__.columns,
        Visit.elder_id,
        Visit.service_id,
        Visit.mode,
        CareService.name.label("service_name"),
        Price.valid_from,
        Price.price_fen.label("listed_fen"),
        SettlementCheck.reason.label("check_reason"),
        SettlementCheck.outcome,
        SettlementCheck.note_sealed,
        SettlementCheck.checked_at,
    )
    .join(Visit, Visit.id == SettlementLine.visit_id)
    .join(CareService, CareService.id == Visit.service_id)
    .join(Price, Price.id == SettlementLine.price_id)
    .outerjoin(
        SettlementCheck,
        and_(
            SettlementCheck.settlement_id == SettlementLine.settlement_id,
            SettlementCheck.visit_id == SettlementLine.visit_id,
        ),
    )
)
