"""What notices do when one of them is over, and what they know when somebody is about to be told of one."""

from collections.abc import Collection

from service.events.notices import queries
from service.events.notices.messages import NoticeEnded
from service.events.notices.texts import IMPORTANT, URGENT
from service.kit.messages import on
from service.kit.telling import Pending, read_elsewhere
from service.kit.work import UnitOfWork
from service.messaging import actions as messaging


@on(NoticeEnded)
def call_off_what_waits(work: UnitOfWork, told: NoticeEnded) -> None:
    """Nobody's telephone rings in the morning for a notice that was withdrawn at night."""
    messaging.call_off_subject(work, told.notice_id, IMPORTANT, URGENT)


@read_elsewhere(IMPORTANT, URGENT)
def who_has_read(work: UnitOfWork, pending: Collection[Pending]) -> Collection[Pending]:
    """Who has a notice open is not told in the morning to read it."""
    return queries.read_by_their_accounts(work, pending)
