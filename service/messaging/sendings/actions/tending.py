"""Giving up what waits in vain, sending dead letters again by hand, and how long things wait."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, or_, select, update

from service.kit import metrics
from service.kit.clock import CLOCKS_DIFFER
from service.kit.errors import WrongState
from service.kit.work import UnitOfWork
from service.messaging.rules import OUTSIDE
from service.messaging.sendings import permissions, queries
from service.messaging.sendings.actions import ending
from service.messaging.sendings.actions.taking import LEASE
from service.messaging.sendings.models import ChannelState, Sending
from service.messaging.sendings.rules import Reason, SendingStatus

_AT_ONCE = 500


def give_up_overdue(work: UnitOfWork) -> None:
    """Give up what waits beyond its time, with whatever channel; who sends it just now is let finish."""
    overdue = (
        select(Sending)
        .where(Sending.status == SendingStatus.WAITING, Sending.give_up_at < work.now - LEASE)
        .order_by(Sending.give_up_at)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    for sending in work.session.scalars(overdue).all():
        ending.end_held(work, sending, SendingStatus.DEAD, Reason.GAVE_UP)


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
    waits = Sending.status == SendingStatus.WAITING, Sending.next_try_at > ahead
    is_of_that_clock = or_(Sending.made_at > ahead, Sending.channel.in_(channels))
    at_once = update(Sending).where(*waits, is_of_that_clock).values(next_try_at=work.now)
    work.session.execute(at_once, execution_options=_BLIND)


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
    due = (
        select(Sending.channel, func.min(Sending.next_try_at))
        .where(Sending.status == SendingStatus.WAITING)
        .group_by(Sending.channel)
    )
    waited = {channel: (work.now - since).total_seconds() for channel, since in work.session.execute(due)}
    for channel in OUTSIDE:
        metrics.SENDINGS_AGE.labels(channel.value).set(max(0.0, waited.get(channel, 0.0)))


_BLIND = {"synchronize_session": False}
