"""Merging two records.

Both are locked in the order of their ids; whoever writes a row about one of them meanwhile waits at its foreign key,
and finds it gone afterwards: so nothing can be left behind. The record that gives way leaves its table whole.
"""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from service.kit import merging
from service.kit.merging import Pair
from service.kit.prepared import table_of
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.merging import permissions, queries, texts
from service.residents.merging.actions import notes
from service.residents.merging.actions.fields import Choice, fill_in, id_number_of, stand, take_id_number
from service.residents.merging.errors import ClaimUndecided, SameRecord
from service.residents.merging.messages import ResidentsMerged
from service.residents.merging.models import Merge
from service.residents.merging.rules import MergeStatus, Part, Which, check_alive_alike
from service.residents.messages import ResidentPlaceChanged, ResidentVerified
from service.residents.models import Resident
from service.residents.people import queries as people
from service.residents.people.actions import tell_workers
from service.residents.rules import ResidentStatus


def merge(
    work: UnitOfWork, resident_id: UUID, *, other_id: UUID, keep: Mapping[Part, Which] | None = None
) -> Merge:
    """Let the other record give way to this one, as a worker who keeps both.

    Raises SameRecord, OneHasDied, ClaimUndecided, DifferentIdNumbers, NotFound, OutOfScope.
    """
    if other_id == resident_id:
        raise SameRecord(field="other_id")
    for each in (resident_id, other_id):
        work.found(people.resident(work, each))
    merging.hold(work, Pair(resident_id, other_id))
    locked = queries.locked_pair(work, resident_id, other_id)
    kept, gone = work.found(locked.get(resident_id)), work.found(locked.get(other_id))
    permissions.check_keeps_both(work, kept.region_code, gone.region_code)
    _check_mergeable(kept, gone)
    return _merge(work, kept, gone, Choice(kept, gone, keep or {}))


def _check_mergeable(kept: Resident, gone: Resident) -> None:
    check_alive_alike(kept.status, gone.status)
    if not {kept.claim_of, gone.claim_of} <= {None, kept.id, gone.id}:
        raise ClaimUndecided


def _merge(work: UnitOfWork, kept: Resident, gone: Resident, choice: Choice) -> Merge:
    made = _noted(work, kept, gone)
    was_verified = kept.status is ResidentStatus.VERIFIED
    before = merging.snapshot(work, Resident, kept.id)
    id_number = id_number_of(work, kept, gone, choice)
    fill_in(work, kept, gone, choice)
    work.session.flush()
    work.session.expunge(gone)
    changes = merging.join(work, "residents", Pair(kept.id, made.merged_id))
    changes.set_aside(Resident, Resident.id == made.merged_id)
    stand(kept, gone, choice)
    if id_number is not None:
        take_id_number(work, kept, id_number)
    work.session.flush()
    after = merging.snapshot(work, Resident, kept.id)
    changes.note(table_of(Resident), before, after, names=before.keys() - {"version"})
    notes.keep(work, made.id, changes.made)
    if kept.status is ResidentStatus.VERIFIED and not was_verified:
        work.announce(ResidentVerified(resident_id=kept.id))
    _tell(work, made, kept)
    return made


def _noted(work: UnitOfWork, kept: Resident, gone: Resident) -> Merge:
    undo_days = work.house.settings.merge_undo_days
    made = Merge(
        id=work.new_id(),
        resident_id=kept.id,
        merged_id=gone.id,
        merged_name=gone.name,
        region_code=kept.region_code,
        merged_region_code=gone.region_code,
        status=MergeStatus.STANDING,
        merged_by=work.actor.account_id,
        merged_at=work.now,
        undo_until=work.now + timedelta(days=undo_days),
    )
    work.session.add(made)
    return made


def _tell(work: UnitOfWork, made: Merge, kept: Resident) -> None:
    """The person, the workers of both places and other domains hear of it; the audit trail names both records."""
    ids = {"merge_id": made.id, "resident_id": kept.id, "merged_id": made.merged_id}
    work.announce(ResidentsMerged(**ids))
    work.announce(ResidentPlaceChanged(resident_id=kept.id, moved=False, noted_at=work.now))
    work.audit(
        "records_merged",
        subject=kept.id,
        region_code=kept.region_code,
        people=[kept.id],
        merge=str(made.id),
        merged=str(made.merged_id),
    )
    tell(work, Recipient(resident_id=kept.id), texts.MERGED, subject=made.id)
    tell_both(work, made, texts.MERGED_BY)


def tell_both(work: UnitOfWork, made: Merge, text: SpokenText) -> None:
    """Say it to the workers of both places, once to each place."""
    for code in sorted({made.region_code, made.merged_region_code} - {None}, key=str):
        tell_workers(work, regions.path_of(work, code or ""), text, subject=made.id)
