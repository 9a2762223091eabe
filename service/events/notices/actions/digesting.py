"""The week's digest: how many notices somebody has not read, told once to each account, a stretch of people at a time."""

from datetime import datetime, timedelta
from uuid import uuid5

from service.events.notices import queries
from service.events.notices.actions.addressing import STRETCH
from service.events.notices.permissions import PROXY_SCOPE
from service.events.notices.texts import UNREAD
from service.kit.background import BackgroundRun, ask_for_stretches
from service.kit.telling import Recipient, told
from service.kit.work import UnitOfWork
from service.messaging import actions as messaging
from service.residents.audiences import queries as audiences

KIND = "events.notice_digest"
_WEEK = timedelta(days=7)


def begin_digest(work: UnitOfWork) -> None:
    """Have everybody told of the notices of the last seven days that they have not read."""
    since, until = work.now - _WEEK, work.now
    ask_for_stretches(work, KIND, since=since.isoformat(), until=until.isoformat())


def digest_step(work: UnitOfWork, run: BackgroundRun) -> bool:
    """Tell the next stretch of people; whether it was the last. What was read or withdrawn meanwhile is not counted."""
    last = audiences.last_of_stretch(work, run.after, STRETCH)
    since, until = (datetime.fromisoformat(run.checkpoint[name]) for name in ("since", "until"))
    unread = queries.unread_by_number(work, run.after, last, since=since, until=until)
    for number, resident_ids in sorted(unread.items()):
        words = told(Recipient(scope=PROXY_SCOPE), UNREAD, number=number)
        messaging.tell_residents(work, resident_ids, words, key=uuid5(run.id, UNREAD.name))
        run.done += len(resident_ids)
    return run.note_stretch(last)
