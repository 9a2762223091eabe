"""The ledger of a natural month: what was issued, drawn, given back and lapsed, by street and scheme."""

from collections.abc import Sequence
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

_SUMS = ("issued", "withdrawn", "drawn", "returned", "expired", "remaining")


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
    seen = [Voucher.month == month, *_within_reach(work)]
    if scheme_code is not None:
        seen.append(SubsidyScheme.code == scheme_code)
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
        .where(*seen)
        .group_by(*by)
        .order_by(*by)
    )
    rows = [LedgerRow(**row._mapping) for row in work.session.execute(query)]
    units = sorted({row.unit for row in rows})
    return Ledger(month, rows, [_total(unit, rows) for unit in units])


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
