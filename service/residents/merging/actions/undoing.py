"""Taking a merge back: what moved goes back, what came after stays with the record that stayed."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from service.kit import merging
from service.kit.constraints import error_of
from service.kit.errors import WrongState
from service.kit.merging import Pair, RowChange
from service.kit.telling import Recipient, tell
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.residents.merging import permissions, queries, rules, texts
from service.residents.merging.actions import notes
from service.residents.merging.actions.fields import GROUPS
from service.residents.merging.actions.merges import tell_both
from service.residents.merging.errors import MergeStands
from service.residents.merging.messages import MergeUndone
from service.residents.merging.models import Merge, MergeChange
from service.residents.merging.rules import MergeStatus
from service.residents.messages import ResidentPlaceChanged
from service.residents.models import Resident
from service.residents.rules import ResidentStatus


def undo(work: UnitOfWork, merge_id: UUID) -> Merge:
    """Let both records stand again, as a worker who keeps both. Raises NotFound, OutOfScope, WrongState, MergeStands."""
    made = work.found(queries.merge(work, merge_id, to_decide=True))
    kept = queries.locked_pair(work, made.resident_id)[made.resident_id]
    permissions.check_keeps_both(work, kept.region_code, made.merged_region_code)
    changes = notes.kept(work, merge_id)
    _check_undoable(work, made, kept, changes)
    try:
        with work.session.begin_nested():
            _part(work, kept, Pair(made.resident_id, made.merged_id), changes)
    except IntegrityError as error:
        raise MergeStands(why=_in_words(error)) from error
    made.status = MergeStatus.UNDONE
    made.undone_by, made.undone_at = work.actor.account_id, work.now
    work.session.execute(delete(MergeChange).where(MergeChange.merge_id == merge_id))
    _tell(work, made)
    return made


def _part(work: UnitOfWork, kept: Resident, pair: Pair, changes: Sequence[RowChange]) -> None:
    """Let both stand again: the one that stayed gives up its number until the other, whose it may be, is back."""
    own = [each for each in changes if _is_of(pair.kept, each)]
    rest = [each for each in changes if each not in own]
    restored = [_as_unchanged_since(work, pair, each) for each in own]
    number, kept.id_number_lookup = kept.id_number_lookup, None
    # What comes first is taken back last: one may claim the other, who must be there for that.
    merging.part(work, pair, [*restored, *rest])
    if not any("id_number_lookup" in each.before for each in restored):
        kept.id_number_lookup = number
    work.session.flush()


def forget_old_merges(work: UnitOfWork) -> None:
    """Drop what an undo would need, once the time for it is over."""
    over = queries.merges_beyond_undo(work)
    work.session.execute(delete(MergeChange).where(MergeChange.merge_id.in_(over)))


def _check_undoable(work: UnitOfWork, made: Merge, kept: Resident, changes: Sequence[RowChange]) -> None:
    if made.status is not MergeStatus.STANDING:
        raise WrongState(state=made.status)
    if work.now > made.undo_until:
        raise MergeStands(why=rules.TOO_LATE)
    if queries.has_newer(work, made):
        raise MergeStands(why=rules.NEWER_FIRST)
    gone = next((each for each in changes if each.after is None and each.table == "residents"), None)
    if gone is None:
        raise MergeStands(why=rules.ERASED_SINCE)
    if kept.status is ResidentStatus.DECEASED and gone.before["status"] != ResidentStatus.DECEASED:
        raise MergeStands(why=rules.DIED_SINCE)


def _as_unchanged_since(work: UnitOfWork, pair: Pair, change: RowChange) -> RowChange:
    """Of the record that stayed, only what still says what the merge let it say; the rest was set right since.

    What is sealed is compared by its keyed hash: sealing anew with another key changes nothing.
    """
    now, after = merging.snapshot(work, Resident, pair.kept), change.after or {}
    told = {name for name in after if not name.endswith("_sealed")}
    stays = [name for group in GROUPS if _is_same(now, after, told.intersection(group)) for name in group]
    return replace(
        change, before={name: change.before[name] for name in stays if name in change.before}, after={}
    )


def _is_of(resident_id: UUID, change: RowChange) -> bool:
    return (
        change.table == "residents" and change.after is not None and change.keys == [{"id": str(resident_id)}]
    )


def _is_same(now: merging.Row, after: merging.Row, names: set[str]) -> bool:
    return all(now[name] == after[name] for name in names)


def _in_words(error: IntegrityError) -> Text:
    """What stands in the way, as the broken constraint tells it."""
    diagnosis = getattr(error.orig, "diag", None)
    refusal = error_of(getattr(diagnosis, "constraint_name", None))
    what = refusal.title if refusal else Text("其他内容", "something else")
    return Text(rules.CHANGED_SINCE.zh.format(what=what.zh), rules.CHANGED_SINCE.en.format(what=what.en))


def _tell(work: UnitOfWork, made: Merge) -> None:
    ids = {"merge_id": made.id, "resident_id": made.resident_id, "merged_id": made.merged_id}
    work.announce(MergeUndone(**ids))
    work.audit(
        "merge_undone",
        subject=made.resident_id,
        region_code=made.region_code,
        people=[made.resident_id, made.merged_id],
        merge=str(made.id),
    )
    for resident_id in (made.resident_id, made.merged_id):
        work.announce(ResidentPlaceChanged(resident_id=resident_id, moved=False, noted_at=work.now))
        tell(work, Recipient(resident_id=resident_id), texts.UNDONE, subject=made.id)
    tell_both(work, made, texts.UNDONE)
