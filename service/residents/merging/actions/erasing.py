"""Forgetting a person in what merges keep."""

from uuid import UUID

from sqlalchemy import delete, select, update

from service.kit.work import UnitOfWork
from service.residents.merging.models import Merge, MergeChange, PossibleDuplicate


def forget_person(work: UnitOfWork, resident_id: UUID) -> None:
    """Drop what an undo would bring back, and the notes on whom this person might be; that merges were stays."""
    theirs = select(Merge.id).where(Merge.resident_id == resident_id)
    work.session.execute(delete(MergeChange).where(MergeChange.merge_id.in_(theirs)))
    work.session.execute(update(Merge).where(Merge.resident_id == resident_id).values(merged_name=None))
    for side in (PossibleDuplicate.first_id, PossibleDuplicate.second_id):
        work.session.execute(delete(PossibleDuplicate).where(side == resident_id))
