"""What notices do when one of them is over."""

from service.events.notices.messages import NoticeEnded
from service.events.notices.texts import IMPORTANT, URGENT
from service.kit.messages import on
from service.kit.work import UnitOfWork
from service.messaging import actions as messaging


@on(NoticeEnded)
def call_off_what_waits(work: UnitOfWork, told: NoticeEnded) -> None:
    """Nobody's telephone rings in the morning for a notice that was withdrawn at night."""
    messaging.call_off_subject(work, told.notice_id, IMPORTANT, URGENT)
