"""Taking up what is due in one channel: as much as its breaker and its rate let, leased so that others pass it by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from limits import parse_many
from sqlalchemy import Row, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from service.kit.work import UnitOfWork
from service.messaging.channels import Outgoing
from service.messaging.rules import Channel
from service.messaging.sendings.actions.sorting import sort_out
from service.messaging.sendings.models import ChannelState, Sending
from service.messaging.sendings.rules import FAILURES_THAT_OPEN, SendingStatus

# Longer than a batch takes when each call runs into its time-out; who dies is succeeded after it.
LEASE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one process is to send now; `had_failures` is that the gateway's last answers were none."""

    outgoing: Sequence[Outgoing]
    had_failures: bool = False
    ended: int = 0
    window_at: datetime | None = None


def take(work: UnitOfWork, channel: Channel, limit: int) -> Batch:
    """Lease what is due, with each address; what is not to be sent any more ends here."""
    if not _is_any_due(work, channel):
        return Batch(())
    state = _state(work, channel)
    allowed = _allowed(work, state, limit)
    if allowed <= 0:
        return Batch(())
    leased = _lease(work, channel, allowed)
    kept, ended = sort_out(work, channel, leased)
    state.window_sent += len(kept)
    if state.failures >= FAILURES_THAT_OPEN and kept:
        # One is sent to see whether the gateway is back; until that is known nobody sends another.
        state.open_until = work.now + LEASE
    return Batch(kept, had_failures=state.failures > 0, ended=ended, window_at=state.window_at)


def release(work: UnitOfWork, channel: Channel, batch: Batch, sending_ids: Sequence[UUID]) -> None:
    """Give back what was taken and not tried, also to the rate: the gateway fell silent before."""
    same_window = ChannelState.channel == channel, ChannelState.window_at == batch.window_at
    fewer = update(ChannelState).where(*same_window)
    work.session.execute(fewer.values(window_sent=ChannelState.window_sent - len(sending_ids)))
    given_back = update(Sending).where(Sending.id.in_(sending_ids), Sending.status == SendingStatus.WAITING)
    work.session.execute(given_back.values(next_try_at=work.now, tries=Sending.tries - 1))


def _is_any_due(work: UnitOfWork, channel: Channel) -> bool:
    any_due = or_(
        *(select(Sending.id).where(*_due(work, channel, urgent)).exists() for urgent in (True, False))
    )
    return bool(work.session.scalar(select(any_due)))


def _due(work: UnitOfWork, channel: Channel, urgent: bool) -> tuple[Any, ...]:
    return (
        Sending.channel == channel,
        Sending.urgent.is_(urgent),
        Sending.status == SendingStatus.WAITING,
        Sending.next_try_at <= work.now,
    )


def _state(work: UnitOfWork, channel: Channel) -> ChannelState:
    """The channel's state, in this transaction's hands alone."""
    fresh = upsert(ChannelState).values(channel=channel, failures=0, window_at=work.now, window_sent=0)
    work.session.execute(fresh.on_conflict_do_nothing())
    query = select(ChannelState).where(ChannelState.channel == channel)
    return work.session.scalars(query.with_for_update()).one()


def _allowed(work: UnitOfWork, state: ChannelState, limit: int) -> int:
    """How many may go now; one alone where the gateway has failed and may be back."""
    if state.open_until is not None and state.open_until > work.now:
        return 0
    (rate,) = parse_many(getattr(work.house.settings, f"limit_{state.channel}_sends"))
    if work.now - state.window_at >= timedelta(seconds=rate.get_expiry()):
        state.window_at, state.window_sent = work.now, 0
    free = rate.amount - state.window_sent
    return min(free, 1 if state.failures >= FAILURES_THAT_OPEN else limit)


def _lease(work: UnitOfWork, channel: Channel, limit: int) -> Sequence[Row[Any]]:
    """What is urgent first: an alarm does not wait behind a notice to half the district."""
    leased = _lease_those(work, channel, limit, urgent=True)
    if len(leased) < limit:
        leased += _lease_those(work, channel, limit - len(leased), urgent=False)
    return sorted(leased, key=lambda row: (not row.urgent, row.id))


def _lease_those(work: UnitOfWork, channel: Channel, limit: int, *, urgent: bool) -> list[Row[Any]]:
    # A table expression is read once; PostgreSQL may read a subquery again for each row, and past its limit.
    due = (
        select(Sending.id)
        .where(*_due(work, channel, urgent))
        .order_by(Sending.next_try_at, Sending.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    leased = (
        update(Sending)
        .where(Sending.id == due.c.id)
        .values(next_try_at=work.now + LEASE, tries=Sending.tries + 1)
        .returning(*(getattr(Sending, name) for name in _NEEDED))
        .execution_options(synchronize_session=False)
    )
    return list(work.session.execute(leased).all())


_NEEDED = (
    "id",
    "text",
    "urgent",
    "content",
    "account_id",
    "resident_id",
    "proxy_scope",
    "subject",
    "phone_of",
    "inbox_message_id",
    "provider_id",
    "credit_held",
    "give_up_at",
)
