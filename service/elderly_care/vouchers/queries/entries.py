"""Entries of vouchers, and what lines of settlements have drawn."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Row, case, func, select

from service.elderly_care.entitlements.models import Entitlement
from service.elderly_care.vouchers.models import VoucherEntry
from service.elderly_care.vouchers.rules import EntryKind
from service.kit.work import UnitOfWork


def entries_of(work: UnitOfWork, voucher_ids: Collection[UUID]) -> Sequence[VoucherEntry]:
    """The entries of these vouchers, in their order."""
    query = select(VoucherEntry).where(VoucherEntry.voucher_id.in_(voucher_ids))
    return work.session.scalars(query.order_by(VoucherEntry.id)).all()


def voucher_ids_of_lines(work: UnitOfWork, settlement_line_ids: Collection[UUID]) -> Sequence[UUID]:
    """The vouchers on which these lines drew."""
    query = select(VoucherEntry.voucher_id).where(VoucherEntry.settlement_line_id.in_(settlement_line_ids))
    return work.session.scalars(query.distinct()).all()


def drawn_by_lines(work: UnitOfWork, settlement_line_ids: Collection[UUID]) -> Sequence[Row[UUID, UUID, int]]:
    """How much each of these lines drew on each voucher and has not given back."""
    signed = case((VoucherEntry.kind == EntryKind.DRAWN, VoucherEntry.amount), else_=-VoucherEntry.amount)
    drawn = func.sum(signed)
    query = (
        select(VoucherEntry.voucher_id, VoucherEntry.settlement_line_id, drawn.label("amount"))
        .where(VoucherEntry.settlement_line_id.in_(settlement_line_ids))
        .group_by(VoucherEntry.voucher_id, VoucherEntry.settlement_line_id)
        .having(drawn > 0)
        .order_by(VoucherEntry.voucher_id, VoucherEntry.settlement_line_id)
    )
    return work.session.execute(query).all()


def elder_ids_of(work: UnitOfWork, entitlement_ids: Collection[UUID]) -> Sequence[UUID]:
    """The elders who have these entitlements."""
    query = select(Entitlement.elder_id).where(Entitlement.id.in_(entitlement_ids))
    return work.session.scalars(query.distinct()).all()
