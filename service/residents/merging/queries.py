"""Questions about possible duplicates and merges, narrowed to the places whose records the actor keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import aliased

from service.kit.errors import OutOfScope
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.merging import permissions
from service.residents.merging.models import Merge, MergeChange, PossibleDuplicate
from service.residents.merging.rules import DuplicateReason, DuplicateSource, DuplicateState, MergeStatus
from service.residents.models import Resident
from service.residents.people.rules import masked_id_number, masked_name, masked_phone
from service.residents.rules import ResidentStatus


@dataclass(frozen=True, slots=True)
class ShownCandidate:
    """One of two who may be one person; of a record that others keep only where it is kept and a masked name."""

    resident_id: UUID
    is_kept_here: bool
    name: str
    status: ResidentStatus
    region_code: str | None
    address: str | None
    phone: str | None
    id_number: str | None
    is_claim: bool
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class ShownDuplicate:
    """Two records that may be one person."""

    id: UUID
    version: int
    reason: DuplicateReason
    source: DuplicateSource
    state: DuplicateState
    noted_at: datetime
    first: ShownCandidate
    second: ShownCandidate


def duplicates(
    work: UnitOfWork,
    *,
    region_code: str | None = None,
    state: DuplicateState = DuplicateState.OPEN,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownDuplicate]:
    """Pairs of which the actor keeps at least one record. Raises OutOfScope."""
    first, second = aliased(Resident), aliased(Resident)
    here = _below(work, region_code)
    query = (
        select(PossibleDuplicate)
        .join(first, first.id == PossibleDuplicate.first_id)
        .join(second, second.id == PossibleDuplicate.second_id)
        .where(
            PossibleDuplicate.state == state,
            or_(first.region_code.in_(here), second.region_code.in_(here)),
        )
    )
    found = page(work, query, by=(PossibleDuplicate.id,), cursor=cursor, limit=limit)
    return Page(_shown(work, found.items), found.next_cursor)


def duplicate(work: UnitOfWork, duplicate_id: UUID) -> ShownDuplicate:
    """One pair as it is shown; raises NotFound."""
    pair = work.found(work.session.get(PossibleDuplicate, duplicate_id))
    work.session.flush()
    return _shown(work, [pair])[0]


def duplicate_to_decide(work: UnitOfWork, duplicate_id: UUID) -> PossibleDuplicate | None:
    """A pair of which the actor keeps a record; who reads it waits for others who decide on it."""
    here = select(Resident.id).where(Resident.region_code.in_(_below(work)))
    query = select(PossibleDuplicate).where(
        PossibleDuplicate.id == duplicate_id,
        or_(PossibleDuplicate.first_id.in_(here), PossibleDuplicate.second_id.in_(here)),
    )
    return work.session.scalar(query.with_for_update(of=PossibleDuplicate))


def locked_pair(work: UnitOfWork, *resident_ids: UUID) -> dict[UUID, Resident]:
    """The records that are still there, locked in the order of their ids; whoever names them in a row waits."""
    query = select(Resident).where(Resident.id.in_(resident_ids)).order_by(Resident.id)
    locked = query.with_for_update().execution_options(populate_existing=True)
    return {person.id: person for person in work.session.scalars(locked)}


def merge(work: UnitOfWork, merge_id: UUID, *, to_decide: bool = False) -> Merge | None:
    """A merge of records that the actor keeps, or kept; who reads it `to_decide` waits for others who do."""
    query = select(Merge).where(Merge.id == merge_id, _is_here(work))
    return work.session.scalar(query.with_for_update(of=Merge) if to_decide else query)


def merges(
    work: UnitOfWork,
    *,
    resident_id: UUID | None = None,
    status: MergeStatus | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[Merge]:
    """Merges of the actor's places, the newest first; `resident_id` is of either record."""
    query = select(Merge).where(_is_here(work))
    if resident_id is not None:
        query = query.where(or_(Merge.resident_id == resident_id, Merge.merged_id == resident_id))
    if status is not None:
        query = query.where(Merge.status == status)
    return page(work, query, by=(Merge.id,), cursor=cursor, limit=limit, descending=True)


def has_newer(work: UnitOfWork, merge: Merge) -> bool:
    """Whether the record was merged again since, and that merge holds."""
    newer = select(Merge.id).where(
        Merge.resident_id == merge.resident_id, Merge.id > merge.id, Merge.status == MergeStatus.STANDING
    )
    return work.session.scalar(newer.limit(1)) is not None


def changes_of(work: UnitOfWork, merge_id: UUID) -> Sequence[MergeChange]:
    """What a merge changed, in the order in which it was done."""
    query = select(MergeChange).where(MergeChange.merge_id == merge_id)
    return work.session.scalars(query.order_by(MergeChange.place)).all()


def merges_beyond_undo(work: UnitOfWork) -> Select[UUID]:
    """The merges that can no longer be taken back."""
    return select(Merge.id).where(Merge.status == MergeStatus.STANDING, Merge.undo_until < work.now)


def merges_of(work: UnitOfWork, resident_id: UUID) -> Sequence[Merge]:
    """The merges by which other records of a person gave way to this one."""
    theirs = select(Merge).where(Merge.resident_id == resident_id)
    return work.session.scalars(theirs.order_by(Merge.id)).all()


def ids_of(work: UnitOfWork, resident_id: UUID) -> list[UUID]:
    """Under which ids this person was known: the record's own, and those that gave way to it."""
    gave_way = select(Merge.merged_id).where(
        Merge.resident_id == resident_id, Merge.status == MergeStatus.STANDING
    )
    return [resident_id, *work.session.scalars(gave_way)]


def _is_here(work: UnitOfWork) -> ColumnElement[bool]:
    if work.actor.is_system:
        return true()
    here = _below(work)
    return or_(Merge.region_code.in_(here), Merge.merged_region_code.in_(here))


def _below(work: UnitOfWork, region_code: str | None = None) -> Select[str]:
    tops = permissions.served_regions(work.actor)
    if region_code is not None:
        path = regions.path_of(work, region_code)
        work.require(not set(tops).isdisjoint(path), OutOfScope)
        tops = [region_code]
    return regions.below(tops)


def _shown(work: UnitOfWork, pairs: Sequence[PossibleDuplicate]) -> list[ShownDuplicate]:
    ids = {each for pair in pairs for each in (pair.first_id, pair.second_id)}
    here = Resident.region_code.in_(regions.below(permissions.served_regions(work.actor)))
    rows = work.session.execute(select(Resident, here).where(Resident.id.in_(ids)))
    people = {row[0].id: _candidate(work, row[0], bool(row[1])) for row in rows}
    return [
        ShownDuplicate(
            id=pair.id,
            version=pair.version,
            reason=pair.reason,
            source=pair.source,
            state=pair.state,
            noted_at=pair.noted_at,
            first=people[pair.first_id],
            second=people[pair.second_id],
        )
        for pair in pairs
    ]


def _candidate(work: UnitOfWork, person: Resident, is_kept_here: bool) -> ShownCandidate:
    cipher = work.house.cipher
    phone = person.phone(cipher) if is_kept_here else None
    id_number = person.id_number(cipher) if is_kept_here else None
    return ShownCandidate(
        resident_id=person.id,
        is_kept_here=is_kept_here,
        name=person.name if is_kept_here else masked_name(person.name),
        status=person.status,
        region_code=person.region_code,
        address=person.address if is_kept_here else None,
        phone=phone and masked_phone(phone),
        id_number=id_number and masked_id_number(id_number),
        is_claim=person.claim_of is not None,
        registered_at=person.registered_at,
    )
