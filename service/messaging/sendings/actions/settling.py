"""What becomes of a sending, and of its channel, when its gateway has answered or not."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from service.kit.pauses import share
from service.kit.work import UnitOfWork
from service.messaging.channels import Down, NotNow, Outcome, Taken, UnderWay, Unfit, Unreached
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


def settle(
    work: UnitOfWork, channel: Channel, sending_id: UUID, outcome: Outcome, *, had_failures: bool
) -> None:
    """Note what the gateway answered; a sending that has ended meanwhile stays as it is."""
    _note_how_it_is(work, channel, outcome, had_failures=had_failures)
    sending = queries.waiting(work, sending_id)
    if sending is None:
        return
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
