"""Vouchers one by one and in pages, for who may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select

from service.elderly_care import permissions
from service.elderly_care.entitlements import queries as entitlements
from service.elderly_care.permissions import may_audit
from service.elderly_care.subsidies import queries as subsidies
from service.elderly_care.subsidies.models import SubsidyScheme
from service.elderly_care.vouchers.models import Voucher
from service.elderly_care.vouchers.queries.entries import entries_of
from service.elderly_care.vouchers.rules import EntryKind, VoucherStatus, VoucherUnit
from service.kit.actor import Function
from service.kit.errors import Forbidden
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry as it is told."""

    kind: EntryKind
    amount: int
    made_at: datetime
    settlement_line_id: UUID | None


@dataclass(frozen=True, slots=True)
class ShownVoucher:
    """A voucher as it is told; its entries only where one is read."""

    id: UUID
    entitlement_id: UUID
    elder_id: UUID
    elder_name: str | None
    region_code: str
    scheme_id: UUID
    scheme_code: str
    scheme_name: str
    month: date
    unit: VoucherUnit
    status: VoucherStatus
    first_day: date | None
    last_day: date | None
    open_until: date
    granted: int
    entitled: int
    issued: int
    withdrawn: int
    drawn: int
    returned: int
    expired: int
    remaining: int
    entries: Sequence[ShownEntry] | None


def readable(work: UnitOfWork, voucher_id: UUID) -> Voucher:
    """A voucher that the actor may see. Raises NotFound, Forbidden."""
    return work.found(work.session.scalar(_within_reach(work).where(Voucher.id == voucher_id)))


def vouchers(
    work: UnitOfWork,
    *,
    elder_id: UUID | None = None,
    scheme_code: str | None = None,
    month: date | None = None,
    status: VoucherStatus | None = None,
    region_code: str | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownVoucher]:
    """The vouchers that the actor may see, the newest first. Raises Forbidden."""
    query = _within_reach(work)
    if elder_id is not None:
        query = query.where(Voucher.elder_id == elder_id)
    if scheme_code is not None:
        its = select(SubsidyScheme.id).where(SubsidyScheme.code == scheme_code)
        query = query.where(Voucher.scheme_id.in_(its))
    if month is not None:
        query = query.where(Voucher.month == month)
    if status is not None:
        query = query.where(Voucher.status == status)
    if region_code is not None:
        query = query.where(Voucher.region_code.in_(regions.below([region_code])))
    found = page(work, query, by=(Voucher.id,), cursor=cursor, limit=limit, descending=True)
    return Page(_listed(work, found.items), found.next_cursor)


def shown(work: UnitOfWork, row: Voucher) -> ShownVoucher:
    """A voucher with its entries."""
    names = entitlements.names_for(work, [row.elder_id])
    scheme = work.found(subsidies.scheme(work, row.scheme_id))
    entries = [
        ShownEntry(each.kind, each.amount, each.made_at, each.settlement_line_id)
        for each in entries_of(work, [row.id])
    ]
    return _shown(row, scheme, names.get(row.elder_id), entries)


def every_voucher_of(work: UnitOfWork, elder_id: UUID) -> Sequence[Voucher]:
    """All vouchers that an elder ever had, the oldest first."""
    query = select(Voucher).where(Voucher.elder_id == elder_id)
    return work.session.scalars(query.order_by(Voucher.id)).all()


def _listed(work: UnitOfWork, rows: Sequence[Voucher]) -> list[ShownVoucher]:
    names = entitlements.names_for(work, {row.elder_id for row in rows})
    schemes = subsidies.schemes_by_id(work, {row.scheme_id for row in rows})
    return [_shown(row, schemes[row.scheme_id], names.get(row.elder_id), None) for row in rows]


def _shown(
    row: Voucher, scheme: SubsidyScheme, elder_name: str | None, entries: Sequence[ShownEntry] | None
) -> ShownVoucher:
    told = {"elder_name", "scheme_code", "scheme_name", "entries"}
    return ShownVoucher(
        **{name: getattr(row, name) for name in ShownVoucher.__dataclass_fields__.keys() - told},
        elder_name=elder_name,
        scheme_code=scheme.code,
        scheme_name=scheme.name,
        entries=entries,
    )


def _within_reach(work: UnitOfWork) -> Select[Voucher]:
    """What stands at one's place, is one's own or an elder's for whom one acts; the auditor sees all, an operator nothing."""
    actor = work.actor
    if may_audit(actor):
        return select(Voucher)
    if actor.is_staff:
        tops = actor.served_regions(permissions.WORKERS, Function.CARE)
        if not tops:
            raise Forbidden
        return select(Voucher).where(Voucher.region_code.in_(regions.below(tops)))
    if actor.account_id is None:
        raise Forbidden
    elders = residents.elder_ids(work, actor.account_id, permissions.PROXY_SCOPE)
    own = [actor.resident_id] if actor.resident_id else []
    return select(Voucher).where(Voucher.elder_id.in_([*own, *elders]))
