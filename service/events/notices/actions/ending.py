"""The end of notices, by the clock or by hand; and standing above others no longer."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select

from service.events.notices import permissions, queries, rules
from service.events.notices.actions.ranking import place, rank
from service.events.notices.actions.telling import tell_many
from service.events.notices.actions.writing import paths_of
from service.events.notices.messages import NoticeEnded
from service.events.notices.models import Notice
from service.events.notices.rules import NoticeStatus
from service.events.notices.texts import WITHDRAWN
from service.kit.background import BackgroundRun, ask_for_stretches
from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork

KIND = "events.notice_withdrawal"
_AT_ONCE = 500
_READERS_AT_ONCE = 1000
# Who is just reading what is withdrawn is on record by then; who was told already is not told again.
_READING_TAKES = timedelta(minutes=1)


def withdraw(work: UnitOfWork, notice: Notice, *, reason: str) -> Notice:
    """Take a notice back; who has read it is told why. Raises OutOfScope, WrongState."""
    work.require(permissions.may_keep(work.actor, paths_of(work, notice)), OutOfScope)
    rules.check_move(notice.status, NoticeStatus.WITHDRAWN)
    was_shown = notice.published_at is not None
    notice.reason = reason
    _end(work, notice, NoticeStatus.WITHDRAWN)
    place(work, [notice])
    if was_shown:
        for later in (timedelta(0), _READING_TAKES):
            ask_for_stretches(work, KIND, notice_id=str(notice.id)).next_try_at = work.now + later
    return notice


def tell_readers(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Tell the next of who has read a withdrawn notice; whether they were the last."""
    notice = work.session.get_one(Notice, UUID(run.checkpoint["notice_id"]))
    readers = queries.readers(work, notice.id, run.after, _READERS_AT_ONCE)
    tell_many(work, readers, notice, WITHDRAWN, reason=notice.reason)
    run.done += len(readers)
    return run.note_stretch(readers[-1] if len(readers) == _READERS_AT_ONCE else None)


def expire_due(work: UnitOfWork) -> None:
    """Note which notices are over; residents' lists leave them out from the very moment."""
    due = _held(work, Notice.status == NoticeStatus.PUBLISHED, Notice.expires_at <= work.now)
    for notice in due:
        _end(work, notice, NoticeStatus.EXPIRED)
    place(work, due)


def step_down_due(work: UnitOfWork) -> None:
    """Let stand with the others what was pinned or urgent long enough."""
    due = _held(work, Notice.rank_until <= work.now)
    for notice in due:
        rank(work, notice)
    place(work, due)


def _end(work: UnitOfWork, notice: Notice, status: NoticeStatus) -> None:
    notice.status, notice.ended_at, notice.updated_at = status, work.now, work.now
    rank(work, notice)
    work.announce(NoticeEnded(notice_id=notice.id, withdrawn=status is NoticeStatus.WITHDRAWN))


def _held(work: UnitOfWork, *conditions: ColumnElement[bool]) -> Sequence[Notice]:
    query = select(Notice).where(*conditions).order_by(Notice.id).limit(_AT_ONCE)
    return work.session.scalars(query.with_for_update(skip_locked=True)).all()
