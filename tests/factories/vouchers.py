"""Vouchers in one line."""

from service.elderly_care.entitlements.models import Entitlement
from service.elderly_care.vouchers import actions, queries
from service.elderly_care.vouchers.actions import Draw
from service.elderly_care.vouchers.models import Voucher
from service.kit.clock import local_date
from service.kit.work import UnitOfWork


def voucher(work: UnitOfWork, of: Entitlement, *, drawn: int = 0) -> Voucher:
    """What an entitlement gives this month, of which so much is used for one line."""
    month = local_date(work.now).replace(day=1)
    actions.align(work, [of.elder_id], [month])
    if drawn:
        actions.draw(work, [Draw(of.id, month, drawn, work.new_id())])
    work.session.flush()
    return queries.vouchers_of(work, [of.id], month)[of.id]
