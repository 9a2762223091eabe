"""What becomes of a sending, and of its channel, when its gateway has answered or not."""

from datetime import datetime

from sqlalchemy import select, update

from service.kit.pauses import share
from service.kit.work import UnitOfWork
from service.messaging.channels import Down, NotNow, Outcome, Outgoing, Taken, UnderWay, Unfit, Unreached
from service.messaging.rules import Channel
from service.messaging.sendings import queries
from service.messaging.sendings.actions import crediting, ending
from service.messaging.sendings.models import ChannelState, Sending
from service.messaging.sendings.rules import (
    Reason,
    SendingStatus,
    pause_before_try,
    rest_of_channel,
)

_ENDED_UNSENT = frozenset({SendingStatus.SKIPPED, SendingStatus.DEAD})


def settle(
    work: UnitOfWork, channel: Channel, outgoing: Outgoing, outcome: Outcome, *, had_failures: bool
) -> None:
    """Note what the gateway answered; what was called off or given up meanwhile has gone all the same if it took it."""
    _note_how_it_is(work, channel, outcome, had_failures=had_failures)
    sending = queries.sending(work, outgoing.id, to_change=True)
    if sending is None:
        return
    if sending.status in _ENDED_UNSENT and isinstance(outcome, Taken | UnderWay):
        _take_back_its_end(work, sending, outgoing)
    elif sending.status is not SendingStatus.WAITING:
        return
    _note(work, sending, outcome)


def _note(work: UnitOfWork, sending: Sending, outcome: Outcome) -> None:
    """What the answer makes of a sending that waits for it."""
    match outcome:
        case Taken():
            sending.provider_id = outcome.provider_id or sending.provider_id
            ending.end_held(work, sending, SendingStatus.SENT)
        case UnderWay():
            sending.provider_id = outcome.provider_id
            sending.next_try_at = work.now + outcome.ask_after
        case Unreached():
            if outcome.ends_credit:
                crediting.end_all(work, sending)
            ending.end_held(work, sending, SendingStatus.FAILED, outcome.reason)
        case Unfit():
            ending.end_held(work, sending, SendingStatus.DEAD, outcome.reason)
        case Down():
            _try_later(work, sending, outcome.until)
        case NotNow():
            _try_later(work, sending)


def _take_back_its_end(work: UnitOfWork, sending: Sending, outgoing: Outgoing) -> None:
    """It waits again for what the gateway says of it, with the credit that it used; nothing is sent once more."""
    sending.status = SendingStatus.WAITING
    sending.reason = sending.ended_at = None
    sending.content = dict(outgoing.content)
    crediting.take_again(work, sending)


def _note_how_it_is(work: UnitOfWork, channel: Channel, outcome: Outcome, *, had_failures: bool) -> None:
    """A gateway that answers, whatever it says, is well."""
    if isinstance(outcome, Down):
        _note_failure(work, channel, outcome)
    elif had_failures:
        _note_recovery(work, channel)


def _try_later(work: UnitOfWork, sending: Sending, until: datetime | None = None) -> None:
    next_try_at = until or work.now + pause_before_try(sending.tries, share(work.house.randomness))
    if next_try_at >= sending.give_up_at:
        ending.end_held(work, sending, SendingStatus.DEAD, Reason.GAVE_UP)
        return
    sending.next_try_at = next_try_at


def _note_failure(work: UnitOfWork, channel: Channel, outcome: Down) -> None:
    query = select(ChannelState).where(ChannelState.channel == channel)
    state = work.session.scalars(query.with_for_update()).one()
    state.last_error = outcome.reason
    if outcome.until is not None:
        state.open_until = outcome.until
        return
    state.failures += 1
    rest = rest_of_channel(state.failures, share(work.house.randomness))
    if rest is not None:
        state.open_until = work.now + rest


def _note_recovery(work: UnitOfWork, channel: Channel) -> None:
    well = update(ChannelState).where(ChannelState.channel == channel)
    work.session.execute(well.values(failures=0, open_until=None, last_error=None))
