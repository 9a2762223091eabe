"""Reading vouchers, each reading by staff noted."""

from typing import Any

from service.elderly_care.vouchers import queries
from service.elderly_care.vouchers.models import Voucher
from service.elderly_care.vouchers.queries import ShownVoucher
from service.kit.pages import Page
from service.kit.work import UnitOfWork


def read(work: UnitOfWork, row: Voucher) -> ShownVoucher:
    """One voucher with its entries."""
    if work.actor.is_staff:
        work.audit("get_care_voucher", subject=row.id, region_code=row.region_code, people=[row.elder_id])
    return queries.shown(work, row)


def read_list(work: UnitOfWork, **wanted: Any) -> Page[ShownVoucher]:
    """A page of vouchers without their entries, noted for whom staff read of."""
    found = queries.vouchers(work, **wanted)
    people = sorted({each.elder_id for each in found.items})
    if people and work.actor.is_staff:
        work.audit("list_care_vouchers", people=people)
    return found
