"""Visits of who is erased, of two records that become one, and of long ago."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import aliased

from service.elderly_care.welfare_visits import queries
from service.elderly_care.welfare_visits.actions.making import end_all_of
from service.elderly_care.welfare_visits.models import WelfareElder, WelfareVisit
from service.elderly_care.welfare_visits.rules import WelfareStatus, Wish, is_lower
from service.kit.merging import Changes, Pair
from service.kit.work import UnitOfWork

_INSTANT = timedelta(microseconds=1)


def forget_person(work: UnitOfWork, elder_id: UUID) -> bool:
    """Forget what was found and said, and by whom; whether visits stay, without a name."""
    end_all_of(work, elder_id)
    rows = queries.every_visit_of(work, elder_id)
    for row in rows:
        row.reasons = []
    for contact in queries.contacts_of_visits(work, [row.id for row in rows]):
        contact.content_sealed = contact.acted_by_name = None
    work.session.flush()
    work.session.execute(delete(WelfareElder).where(WelfareElder.elder_id == elder_id))
    return bool(rows)


def forget_settled(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop visits that were over before that moment, with their tries; how many there were."""
    batch = queries.settled_before(oldest, limit)
    dropped = delete(WelfareVisit).where(WelfareVisit.id.in_(batch)).returning(WelfareVisit.id)
    return len(work.session.execute(dropped).all())


def one_of_each(changes: Changes, pair: Pair) -> None:
    """Of two visits that are due the sooner one goes on; what is settled for either record holds."""
    _one_due(changes, pair)
    _periods_apart(changes, pair)
    _one_elder(changes, pair)


def _one_due(changes: Changes, pair: Pair) -> None:
    """Not noted among the changes: when the records part, who has none due gets one anew, so that nobody ever has two."""
    due = queries.held_due(changes.work, [pair.kept, pair.gone])
    if {pair.kept, pair.gone} <= due.keys():
        later = max(due.values(), key=lambda row: (row.due_at, row.elder_id == pair.gone))
        later.status, later.closed_at = WelfareStatus.DROPPED, changes.work.now
        changes.work.session.flush()


def _periods_apart(changes: Changes, pair: Pair) -> None:
    """One night may have begun a period for both records: one of them begins an instant later."""
    other = aliased(WelfareVisit)
    both = select(other.begins_at).where(other.elder_id == pair.kept)
    changes.change(
        WelfareVisit,
        WelfareVisit.elder_id == pair.gone,
        WelfareVisit.begins_at.in_(both),
        begins_at=WelfareVisit.begins_at + _INSTANT,
    )


def _one_elder(changes: Changes, pair: Pair) -> None:
    kept, gone = (
        queries.welfare_elder(changes.work, each, to_change=True) for each in (pair.kept, pair.gone)
    )
    if kept is None or gone is None:
        return
    stays, goes = (gone, kept) if is_lower(kept.grade, gone.grade) else (kept, gone)
    if goes.wish is Wish.BY_PHONE:
        changes.change(WelfareElder, WelfareElder.id == stays.id, wish=Wish.BY_PHONE)
    changes.set_aside(WelfareElder, WelfareElder.id == goes.id)
