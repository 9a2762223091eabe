"""What becomes of ladders when something is told: of notices, of what was sent, and of people."""

from contextlib import suppress
from uuid import UUID

from service.events.notices import rules as notice_rules
from service.events.notices.messages import NoticeAddressed, NoticeConfirmed, NoticeEnded
from service.events.notices.texts import URGENT
from service.events.reaching import actions
from service.events.reaching.rules import Step
from service.events.reaching.texts import TO_CONFIRM
from service.kit.messages import on
from service.kit.telling import SpokenText
from service.kit.work import UnitOfWork
from service.messaging.messages import SendingEnded
from service.residents import queries as residents
from service.residents.messages import (
    ResidentDepartureUndone,
    ResidentDied,
    ResidentMovedAway,
    ResidentPlaceChanged,
)

# By which step what a channel sends was asked for, and which text says it.
_STEPS = {
    "wechat": (Step.MINI_PROGRAM, URGENT),
    "sms": (Step.SMS, TO_CONFIRM),
    "voice": (Step.VOICE, TO_CONFIRM),
}


@on(NoticeAddressed)
def begin_ladder(work: UnitOfWork, told: NoticeAddressed) -> None:
    """What must reach begins with its first step once it is known whom."""
    actions.begin(work, told.notice_id)


@on(NoticeConfirmed)
def leave_lists(work: UnitOfWork, told: NoticeConfirmed) -> None:
    """Who confirms, however late, is called and visited no more."""
    actions.note_confirmed_by(work, told.notice_id, residents.present_id(work, told.resident_id))


@on(NoticeEnded)
def end_ladder(work: UnitOfWork, told: NoticeEnded) -> None:
    """What is over goes to nobody any more."""
    actions.end(work, told.notice_id)


@on(SendingEnded)
def note_sending(work: UnitOfWork, told: SendingEnded) -> None:
    """What was sent of a notice got there, was answered, or did not get there."""
    step, text = _STEPS.get(told.channel.value, (None, TO_CONFIRM))
    notice_id = _notice_of(told, text)
    if notice_id is None or step is None:
        return
    actions.note_sent(work, notice_id, residents.present_id(work, told.resident_id), step, told)


@on(ResidentDied)
def go_on_without_the_dead(work: UnitOfWork, told: ResidentDied) -> None:
    """Nobody is sent to the door of somebody who has died."""
    actions.note_whether_here(work, told.resident_id)


@on(ResidentMovedAway)
def go_on_without_who_moved(work: UnitOfWork, told: ResidentMovedAway) -> None:
    """Nobody is sent to the door of somebody who lives elsewhere."""
    actions.note_whether_here(work, told.resident_id)


@on(ResidentPlaceChanged)
def go_on_elsewhere(work: UnitOfWork, told: ResidentPlaceChanged) -> None:
    """Who moves within the district is called and visited by the workers there, and by nobody else."""
    actions.follow(work, residents.present_id(work, told.resident_id))


@on(ResidentDepartureUndone)
def go_on_with_who_is_back(work: UnitOfWork, told: ResidentDepartureUndone) -> None:
    """Who had not died, or not left, is reached like the others."""
    actions.note_whether_here(work, told.resident_id)


def _notice_of(told: SendingEnded, text: SpokenText) -> UUID | None:
    """The notice of which it was sent to say this, if it was."""
    with suppress(TypeError, ValueError):
        notice_id = UUID(told.subject)
        return notice_id if told.key == notice_rules.key_of(notice_id, text) else None
    return None
