"""What becomes of the other pairs of a record that gave way."""

from sqlalchemy import and_, case, delete, or_, select

from service.kit.merging import Changes, Pair
from service.kit.work import UnitOfWork
from service.residents.merging.actions.duplicates import note_possible_duplicate
from service.residents.merging.models import PossibleDuplicate
from service.residents.merging.rules import DuplicateState


def pass_on_pairs(changes: Changes, pair: Pair) -> None:
    """Close the pair of these two; whom else the one that goes might be, the one that stays might be now."""
    work, (first, second) = changes.work, sorted((pair.kept, pair.gone))
    changes.change(
        PossibleDuplicate,
        PossibleDuplicate.first_id == first,
        PossibleDuplicate.second_id == second,
        state=DuplicateState.MERGED,
        decided_by=work.actor.account_id,
        decided_at=work.now,
    )
    is_first = PossibleDuplicate.first_id == pair.gone
    other = case((is_first, PossibleDuplicate.second_id), else_=PossibleDuplicate.first_id)
    rest = select(other.label("other_id"), PossibleDuplicate.reason, PossibleDuplicate.source).where(
        or_(is_first, PossibleDuplicate.second_id == pair.gone),
        PossibleDuplicate.state == DuplicateState.OPEN,
    )
    for row in work.session.execute(rest).all():
        note_possible_duplicate(work, pair.kept, row.other_id, row.reason, row.source)


def take_pairs_back(work: UnitOfWork, pair: Pair) -> None:
    """Drop open pairs of the one that stayed which are those of the other, who has them again."""
    theirs = select(PossibleDuplicate.first_id, PossibleDuplicate.second_id, PossibleDuplicate.noted_at)
    for row in work.session.execute(
        theirs.where(or_(PossibleDuplicate.first_id == pair.gone, PossibleDuplicate.second_id == pair.gone))
    ).all():
        other = row.second_id if row.first_id == pair.gone else row.first_id
        first, second = sorted((pair.kept, other))
        passed_on = and_(PossibleDuplicate.first_id == first, PossibleDuplicate.second_id == second)
        work.session.execute(
            delete(PossibleDuplicate).where(
                passed_on,
                PossibleDuplicate.state == DuplicateState.OPEN,
                PossibleDuplicate.noted_at >= row.noted_at,
            )
        )
