"""Noting that two records may be one person: by import, by the register itself; and that they are not."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from service.kit.errors import WrongState
from service.kit.work import UnitOfWork
from service.residents.merging.models import PossibleDuplicate
from service.residents.merging.rules import DuplicateReason, DuplicateSource, DuplicateState
from service.residents.models import Resident

Pairs = Select[UUID, UUID, str]


def note_possible_duplicate(
    work: UnitOfWork,
    first_id: UUID,
    second_id: UUID,
    reason: DuplicateReason,
    source: DuplicateSource = DuplicateSource.IMPORT,
) -> None:
    """Note that two records may be one person; once a pair, and not again what was dismissed."""
    first, second = sorted((first_id, second_id))
    noted = insert(PossibleDuplicate).values(
        id=work.new_id(),
        first_id=first,
        second_id=second,
        reason=reason,
        source=source,
        state=DuplicateState.OPEN,
        noted_at=work.now,
        version=1,
    )
    work.session.execute(noted.on_conflict_do_nothing())


def find_duplicates_of(work: UnitOfWork, resident_id: UUID) -> None:
    """Note whom on record this resident may be."""
    for other, pairs in _searches():
        _note(work, pairs.where(Resident.id == resident_id, Resident.id != other.id))


def find_duplicates(work: UnitOfWork) -> None:
    """Note all on record who may be one person, for what was changed since they were registered."""
    for other, pairs in _searches():
        _note(work, pairs.where(Resident.id < other.id))


def dismiss(work: UnitOfWork, pair: PossibleDuplicate) -> PossibleDuplicate:
    """Note that they are two people. Raises WrongState."""
    if pair.state is not DuplicateState.OPEN:
        raise WrongState(state=pair.state)
    pair.state = DuplicateState.DISMISSED
    pair.decided_by, pair.decided_at = work.actor.account_id, work.now
    return pair


def _note(work: UnitOfWork, pairs: Pairs) -> None:
    for row in work.session.execute(pairs):
        note_possible_duplicate(work, row.id, row.other_id, row.reason, DuplicateSource.REGISTER)


def _searches() -> Iterator[tuple[type[Resident], Pairs]]:
    """Two records with one ID number, and two with one name and telephone: apart, so that each has its index."""
    other = aliased(Resident)
    yield other, _pairs(other, _same_number(other), literal(DuplicateReason.SAME_ID_NUMBER.value))
    other = aliased(Resident)
    same_home = and_(Resident.region_code == other.region_code, Resident.address == other.address)
    reason = case(
        (same_home, DuplicateReason.SAME_NAME_PHONE_AND_HOME.value),
        else_=DuplicateReason.SAME_NAME_AND_PHONE.value,
    )
    yield other, _pairs(other, _same_name_and_phone(other), reason)


def _same_number(other: type[Resident]) -> ColumnElement[bool]:
    return Resident.id_number_lookup == other.id_number_lookup


def _same_name_and_phone(other: type[Resident]) -> ColumnElement[bool]:
    return and_(Resident.phone_lookup == other.phone_lookup, Resident.name == other.name)


def _pairs(other: type[Resident], alike: ColumnElement[bool], reason: ColumnElement[str]) -> Pairs:
    """Pairs that are alike and that nobody has noted yet."""
    noted = select(literal(1)).where(
        PossibleDuplicate.first_id == func.least(Resident.id, other.id),
        PossibleDuplicate.second_id == func.greatest(Resident.id, other.id),
    )
    columns = select(Resident.id, other.id.label("other_id"), reason.label("reason"))
    return columns.join(other, alike).where(~noted.exists())
