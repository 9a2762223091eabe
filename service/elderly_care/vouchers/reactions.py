"""What becomes of vouchers when something is told: of what was granted, of two records that are one, of where elders live."""

from service.elderly_care.entitlements import queries as entitlements
from service.elderly_care.entitlements.messages import EntitlementMoved
from service.elderly_care.entitlements.rules import IN_FORCE
from service.elderly_care.vouchers import actions
from service.kit.messages import on
from service.kit.work import UnitOfWork
from service.residents.homes.messages import HomePlaceCorrected, ResidentMovedIn, ResidentMovedWithin
from service.residents.merging.messages import MergeUndone, ResidentsMerged
from service.residents.messages import ResidentPlaceCorrected


@on(EntitlementMoved)
def align_with_grant(work: UnitOfWork, told: EntitlementMoved) -> None:
    """What is granted is issued at once, what is stopped is withdrawn as far as it was not drawn."""
    row = work.found(entitlements.entitlement(work, told.entitlement_id))
    if row.status in IN_FORCE:
        actions.align_elder(work, row.elder_id)


@on(ResidentsMerged)
def align_one_record(work: UnitOfWork, told: ResidentsMerged) -> None:
    """What two records of one person had twice is withdrawn, and all of it stands where the person lives."""
    actions.follow_elder(work, told.resident_id)
    actions.align_elder(work, told.resident_id)


@on(MergeUndone)
def align_both_records(work: UnitOfWork, told: MergeUndone) -> None:
    """Each has again what is theirs."""
    for resident_id in (told.resident_id, told.merged_id):
        actions.follow_elder(work, resident_id)
        actions.align_elder(work, resident_id)


@on(ResidentMovedIn)
def follow_into_home(work: UnitOfWork, told: ResidentMovedIn) -> None:
    """Open vouchers go where the elder lives now."""
    actions.follow_elder(work, told.resident_id)


@on(ResidentMovedWithin)
def follow_to_community(work: UnitOfWork, told: ResidentMovedWithin) -> None:
    """Open vouchers go with the elder's record."""
    actions.follow_elder(work, told.resident_id)


@on(ResidentPlaceCorrected)
def follow_correction(work: UnitOfWork, told: ResidentPlaceCorrected) -> None:
    """Open vouchers go where the elder turns out to live."""
    actions.follow_elder(work, told.resident_id)


@on(HomePlaceCorrected)
def follow_home(work: UnitOfWork, told: HomePlaceCorrected) -> None:
    """Open vouchers go where the home turns out to be."""
    for resident_id in told.resident_ids:
        actions.follow_elder(work, resident_id)
