"""Delivering the outbox: at least once, each reaction in a unit of work of its own, again later when one fails."""

from collections.abc import Collection
from datetime import timedelta
from functools import partial
from uuid import UUID

import structlog
from sqlalchemy import ARRAY, String, any_, delete, exists, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from service.kit import metrics
from service.kit.clock import CLOCKS_DIFFER
from service.kit.edge import run_in_work
from service.kit.house import House
from service.kit.jobs import Hand
from service.kit.messages import (
    MessageReaction,
    OutboxMessage,
    Reaction,
    known_names,
    names_told_outside,
    reaction_name,
    reactions_to,
    revive,
)
from service.kit.pauses import doubled
from service.kit.work import UnitOfWork

log = structlog.get_logger()

_LEASE = timedelta(minutes=2)
# So few that each may run into its time-out before the lease is over.
_OUTSIDE_AT_ONCE = 10
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=2), timedelta(hours=1)


def deliver_inside(house: House) -> int:
    """Deliver what is due and waits for nobody outside."""
    return deliver_due(house, names=sorted(set(known_names()) - set(names_told_outside())))


def hands_outside() -> list[Hand]:
    """One for each message that may wait for somebody outside, so that it keeps nothing else waiting."""
    return [_hand_outside(name) for name in names_told_outside()]


def deliver_due(house: House, limit: int = 100, *, names: Collection[str] | None = None) -> int:
    """Deliver what is due, of all messages or of these; how many were taken up. Several processes may call it at once."""
    taken = run_in_work(house, lambda work: _take(work, limit, known_names() if names is None else names))
    delivered = [each[0] for each in taken if _deliver(house, *each)]
    if delivered:
        # Together: who dies before has noted each reaction, and whoever delivers again repeats none.
        run_in_work(house, lambda work: _settle(work, delivered))
    return len(taken)


def take_up_what_lies_ahead(work: UnitOfWork) -> None:
    """Let nothing wait for a time that a clock had shown which was put back since."""
    ahead = work.now + CLOCKS_DIFFER
    waits = OutboxMessage.delivered_at.is_(None), OutboxMessage.next_try_at > ahead
    is_of_that_clock = or_(
        OutboxMessage.announced_at > ahead, OutboxMessage.next_try_at > ahead + _LONGEST_PAUSE
    )
    at_once = update(OutboxMessage).where(*waits, is_of_that_clock).values(next_try_at=work.now)
    work.session.execute(at_once)


def forget_delivered(work: UnitOfWork) -> None:
    """Drop messages delivered long ago, and the notes on their reactions; what still fails after so long keeps its own."""
    oldest = work.now - timedelta(days=work.house.settings.outbox_days)
    work.session.execute(delete(OutboxMessage).where(OutboxMessage.delivered_at < oldest))
    old = MessageReaction.reacted_at < oldest - _LEASE
    waits = exists().where(OutboxMessage.id == MessageReaction.message_id)
    work.session.execute(delete(MessageReaction).where(old, ~waits))


def forget_about(work: UnitOfWork, ids: Collection[UUID]) -> None:
    """Drop delivered messages in which one of these is named: somebody is to be forgotten before their time is over."""
    value = func.jsonb_each_text(OutboxMessage.body).table_valued("key", "value").alias("told")
    names = select(value.c.key).where(value.c.value.in_([str(each) for each in ids])).exists()
    work.session.execute(delete(OutboxMessage).where(OutboxMessage.delivered_at.is_not(None), names))


def measure_outbox(work: UnitOfWork) -> None:
    """Tell Prometheus how long the oldest message has waited, and how many wait for a version that knows them."""
    is_known = OutboxMessage.name == any_(literal(known_names(), ARRAY(String)))
    oldest, unknown = work.session.execute(
        select(
            func.coalesce(func.min(OutboxMessage.announced_at).filter(is_known), work.now),
            func.count().filter(~is_known),
        ).where(OutboxMessage.delivered_at.is_(None))
    ).one()
    metrics.OUTBOX_AGE.set((work.now - oldest).total_seconds())
    metrics.OUTBOX_UNKNOWN.set(unknown)


def _hand_outside(name: str) -> Hand:
    def deliver(house: House) -> int:
        return deliver_due(house, _OUTSIDE_AT_ONCE, names=[name])

    deliver.__name__ = f"deliver_{name}"
    return deliver


def _take(
    work: UnitOfWork, limit: int, names: Collection[str]
) -> list[tuple[UUID, str, dict[str, object], int]]:
    """Lease due messages to this process, so that another passes them by until the lease is over.

    What a newer version announces while this one still runs is left to that one: here nothing would be done about it.
    """
    # A table expression is read once; PostgreSQL may read a subquery again for each row, and past its limit.
    due = (
        select(OutboxMessage.id)
        .where(
            OutboxMessage.delivered_at.is_(None),
            OutboxMessage.next_try_at <= work.now,
            OutboxMessage.name == any_(literal(list(names), ARRAY(String))),
        )
        .order_by(OutboxMessage.next_try_at, OutboxMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    leased = (
        update(OutboxMessage)
        .where(OutboxMessage.id == due.c.id)
        .values(next_try_at=work.now + _LEASE, tries=OutboxMessage.tries + 1)
        .returning(OutboxMessage.id, OutboxMessage.name, OutboxMessage.body, OutboxMessage.tries)
    )
    return sorted((row.id, row.name, row.body, row.tries) for row in work.session.execute(leased))


def _deliver(house: House, message_id: UUID, name: str, body: dict[str, object], tries: int) -> bool:
    """Have every reaction run; whether all have, else it is tried again later."""
    failed = False
    for reaction in reactions_to(name):
        try:
            run_in_work(
                house, partial(_react, reaction=reaction, message_id=message_id, name=name, body=body)
            )
            metrics.MESSAGES.labels(name, "delivered").inc()
        except Exception as error:
            failed = True
            metrics.MESSAGES.labels(name, "failed").inc()
            log.error("reaction_failed", message=name, reaction=reaction_name(reaction), exc_info=error)
    if failed:
        run_in_work(house, lambda work: _try_later(work, message_id, tries))
    return not failed


def _react(
    work: UnitOfWork, reaction: Reaction, message_id: UUID, name: str, body: dict[str, object]
) -> None:
    noted = (
        insert(MessageReaction)
        .values(message_id=message_id, reaction=reaction_name(reaction), reacted_at=work.now)
        .on_conflict_do_nothing()
        .returning(MessageReaction.message_id)
    )
    if work.session.scalar(noted) is not None:
        reaction(work, revive(name, body))


def _settle(work: UnitOfWork, message_ids: Collection[UUID]) -> None:
    delivered = update(OutboxMessage).where(OutboxMessage.id.in_(message_ids))
    work.session.execute(delivered.values(delivered_at=work.now))


def _try_later(work: UnitOfWork, message_id: UUID, tries: int) -> None:
    next_try_at = work.now + doubled(_FIRST_PAUSE, tries - 1, _LONGEST_PAUSE)
    later = update(OutboxMessage).where(OutboxMessage.id == message_id)
    work.session.execute(later.values(next_try_at=next_try_at))
