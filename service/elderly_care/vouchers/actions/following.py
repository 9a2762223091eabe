"""Vouchers go where their elder lives, as long as their month may still be settled; what is settled stays where it was."""

from uuid import UUID

from service.elderly_care.vouchers import queries
from service.kit.work import UnitOfWork
from service.residents import queries as residents


def follow_elder(work: UnitOfWork, elder_id: UUID) -> None:
    """Let an elder's open vouchers stand where the elder lives now."""
    elder = residents.standing(work, elder_id)
    if elder is None or elder.region_code is None:
        return
    for row in queries.open_of(work, elder_id):
        if row.region_code != elder.region_code:
            formerly, row.region_code = row.region_code, elder.region_code
            work.audit(
                "voucher_followed_elder", subject=row.id, region_code=row.region_code, formerly=formerly
            )
