"""What becomes of vouchers when something is told: of what was granted, of two records that are one, of where elders live."""

from service.elderly_care.entitlements import queries as entitlements
from service.elderly_care.entitlements.messages import EntitlementMoved
from service.elderly_care.entitlements.rules import IN_FORCE
from service.elderly_care.vouchers import actions
from service.kit.messages import on
from service.kit.work import UnitOfWork
from service.residents.merging.messages import MergeUndone, ResidentsMerged
from service.residents.messages import ResidentPlaceChanged


@on(EntitlementMoved)
def align_with_grant(work: UnitOfWork, told: EntitlementMoved) -> None:
    """What is granted is issued at once, what is stopped is withdrawn as far as it was not drawn."""
    row = work.found(entitlements.entitlement(work, told.entitlement_id))
    if row.status in IN_FORCE:
        actions.align_elder(work, row.elder_id)


@on(ResidentsMerged)
def align_one_record(work: UnitOfWork, told: ResidentsMerged) -> None:
    """What two records of one person had twice is withdrawn."""
    actions.align_elder(work, told.resident_id)


@on(MergeUndone)
def align_both_records(work: UnitOfWork, told: MergeUndone) -> None:
    """Each has again what is theirs."""
    for resident_id in (told.resident_id, told.merged_id):
        actions.align_elder(work, resident_id)


@on(ResidentPlaceChanged)
def follow_elder(work: UnitOfWork, told: ResidentPlaceChanged) -> None:
    """Open vouchers go where the elder lives."""
    actions.follow_elder(work, told.resident_id)
