"""Giving up what waits in vain, sending dead letters again by hand, and how long things wait."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from service.kit import metrics
from service.kit.errors import WrongState
from service.kit.work import UnitOfWork
from service.messaging.rules import OUTSIDE
from service.messaging.sendings import permissions, queries
from service.messaging.sendings.actions import ending
from service.messaging.sendings.actions.taking import LEASE
from service.messaging.sendings.models import Sending
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
