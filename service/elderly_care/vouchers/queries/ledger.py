"""The ledger of a natural month: what was issued, drawn, given back and lapsed, by street and scheme."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from service.elderly_care import permissions
from service.elderly_care.permissions import may_audit
from service.elderly_care.subsidies.models import SubsidyScheme
from service.elderly_care.vouchers.models import Voucher
from service.elderly_care.vouchers.rules import VoucherUnit
from service.kit.actor import Function
from service.kit.errors import Forbidden
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents

_SUMS = ("issued", "withdrawn", "drawn", "returned", "expired", "remaining")
_ROWS_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class LedgerTotal:
    """The sums of all vouchers that are counted in one unit."""

    unit: VoucherUnit
    vouchers: int
    issued: int
    withdrawn: int
    drawn: int
    returned: int
    expired: int
    remaining: int


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """The sums of one scheme's vouchers in one street; without a street where an elder stands at none."""

    street_code: str | None
    street_name: str | None
    scheme_code: str
    scheme_name: str
    unit: VoucherUnit
    vouchers: int
    issued: int
    withdrawn: int
    drawn: int
    returned: int
    expired: int
    remaining: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """A month's ledger of the places that the actor has in hand; to the auditor that of all."""

    month: date
    rows: Sequence[LedgerRow]
    totals: Sequence[LedgerTotal]


def ledger(work: UnitOfWork, *, month: date, scheme_code: str | None = None) -> Ledger:
    """What became of a month's vouchers. Raises Forbidden."""
    street = regions.streets()
    by = (
        street.c.street_code,
        street.c.street_name,
        SubsidyScheme.code.label("scheme_code"),
        SubsidyScheme.name.label("scheme_name"),
        Voucher.unit,
    )
    query = (
        select(*by, *_sums())
        .join(SubsidyScheme, SubsidyScheme.id == Voucher.scheme_id)
        .outerjoin(street, street.c.code == Voucher.region_code)
        .where(*_seen(work, month, scheme_code))
        .group_by(*by)
        .order_by(*by)
    )
    rows = [LedgerRow(**row._mapping) for row in work.session.execute(query)]
    units = sorted({row.unit for row in rows})
    return Ledger(month, rows, [_total(unit, rows) for unit in units])


def ledger_vouchers(
    work: UnitOfWork, *, month: date, scheme_code: str | None = None
) -> Iterator[tuple[Any, str]]:
    """The vouchers that a month's ledger adds up, with their elders' masked names, some thousands at a time.

    Raises Forbidden.
    """
    street = regions.streets()
    query: Any = (
        select(
            Voucher.id,
            Voucher.elder_id,
            Voucher.month,
            Voucher.unit,
            Voucher.status,
            *(getattr(Voucher, name) for name in _SUMS),
            street.c.street_name,
            SubsidyScheme.code.label("scheme_code"),
            SubsidyScheme.name.label("scheme_name"),
        )
        .join(SubsidyScheme, SubsidyScheme.id == Voucher.scheme_id)
        .outerjoin(street, street.c.code == Voucher.region_code)
        .where(*_seen(work, month, scheme_code))
        .order_by(Voucher.id)
        .limit(_ROWS_AT_ONCE)
    )
    found = work.session.execute(query).all()
    while found:
        names = residents.masked_names(work, {each.elder_id for each in found})
        yield from ((each, names.get(each.elder_id, "")) for each in found)
        found = work.session.execute(query.where(Voucher.id > found[-1].id)).all()


def _seen(work: UnitOfWork, month: date, scheme_code: str | None) -> list[ColumnElement[bool]]:
    seen = [Voucher.month == month, *_within_reach(work)]
    return seen if scheme_code is None else [*seen, SubsidyScheme.code == scheme_code]


def _sums() -> list[ColumnElement[Any]]:
    return [
        func.count().label("vouchers"),
        *(func.sum(getattr(Voucher, name)).label(name) for name in _SUMS),
    ]


def _total(unit: VoucherUnit, rows: Sequence[LedgerRow]) -> LedgerTotal:
    counted = [row for row in rows if row.unit is unit]
    return LedgerTotal(
        unit, **{name: sum(getattr(row, name) for row in counted) for name in ("vouchers", *_SUMS)}
    )


def _within_reach(work: UnitOfWork) -> list[ColumnElement[bool]]:
    if may_audit(work.actor):
        return []
    tops = work.actor.served_regions(permissions.WORKERS, Function.CARE)
    if not tops:
        raise Forbidden
    return [Voucher.region_code.in_(regions.below(tops))]
