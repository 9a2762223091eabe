"""Giving up what waits in vain, sending dead letters again by hand, and how long things wait."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select, union_all, update

from service.kit import metrics
from service.kit.background import ask_once
from service.kit.clock import CLOCKS_DIFFER
from service.kit.errors import WrongState
from service.kit.lists import in_text
from service.kit.work import UnitOfWork
from service.messaging.rules import OUTSIDE, Channel
from service.messaging.sendings import permissions, queries
from service.messaging.sendings.actions import ending
from service.messaging.sendings.actions.taking import LEASE
from service.messaging.sendings.models import ChannelState, Sending
from service.messaging.sendings.rules import Reason, SendingStatus

GIVING_UP = "messaging.give_up_overdue"
AT_ONCE = 500
# Written out, so that the database sees that the indexes of what waits hold what is asked for.
_WAITS = Sending.status == in_text(SendingStatus.WAITING)


def give_up_overdue(work: UnitOfWork) -> None:
    """Give up what waits beyond its time: a batch at once, and where that is not all, the others in the background."""
    if give_up_some(work) == AT_ONCE:
        ask_once(work, GIVING_UP)


def give_up_some(work: UnitOfWork) -> int:
    """Give up the next of it, with whatever channel; how many. Who sends it just now is let finish."""
    overdue = (
        select(Sending)
        .where(_WAITS, Sending.give_up_at < work.now - LEASE)
        .order_by(Sending.give_up_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    found = work.session.scalars(overdue).all()
    for sending in found:
        ending.end_held(work, sending, SendingStatus.DEAD, Reason.GAVE_UP)
    return len(found)


def take_up_what_lies_ahead(work: UnitOfWork) -> None:
    """Let neither a channel nor a message wait for a time that a clock had shown which was put back since.

    What is not to ring yet is put off again when it is taken up.
    """
    ahead = work.now + CLOCKS_DIFFER
    anew = update(ChannelState).where(ChannelState.window_at > ahead)
    of_today = {"window_at": work.now, "window_sent": 0, "open_until": None}
    channels = work.session.scalars(
        anew.values(of_today).returning(ChannelState.channel), execution_options=_BLIND
    ).all()
    # One by one: each is found by an index, among half a million that wait for the morning.
    of_that_clock = [Sending.made_at > ahead, *(Sending.channel == channel for channel in channels)]
    for which in of_that_clock:
        at_once = update(Sending).where(_WAITS, Sending.next_try_at > ahead, which)
        work.session.execute(at_once.values(next_try_at=work.now), execution_options=_BLIND)


def resend(work: UnitOfWork, sending_id: UUID) -> Sending:
    """Send a dead letter again, for as long as a fresh one; raises WrongState for any other."""
    work.require(permissions.may_tend(work.actor))
    sending = work.found(queries.sending(work, sending_id, to_change=True))
    if sending.status is not SendingStatus.DEAD or sending.content is None:
        raise WrongState(state=sending.status)
    sending.status = SendingStatus.WAITING
    sending.reason = sending.ended_at = sending.provider_id = None
    sending.tries = 0
    sending.next_try_at = work.now
    sending.give_up_at = work.now + timedelta(hours=work.house.settings.sending_hours)
    work.audit("resend_sending", subject=sending.id)
    return sending


def measure(work: UnitOfWork) -> None:
    """Tell Prometheus how long the oldest due sending of each channel has waited."""
    for channel in OUTSIDE:
        # The two ends of an index: half a million may wait.
        oldest = work.session.scalars(union_all(*(_oldest(channel, urgent) for urgent in (True, False))))
        waited = [(work.now - since).total_seconds() for since in oldest]
        metrics.SENDINGS_AGE.labels(channel.value).set(max([0.0, *waited]))


def _oldest(channel: Channel, urgent: bool) -> Select[datetime]:
    theirs = Sending.channel == channel, Sending.urgent.is_(urgent), _WAITS
    oldest = select(Sending.next_try_at).where(*theirs).order_by(Sending.next_try_at, Sending.id).limit(1)
    return select(oldest.subquery().c.next_try_at)


_BLIND = {"synchronize_session": False}
