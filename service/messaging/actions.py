"""Putting messages into inboxes, reading them, and choosing how to be told."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, or_, select

from service.kit.telling import Told
from service.kit.work import UnitOfWork
from service.messaging import queries
from service.messaging.models import InboxMessage, InboxPreferences
from service.messaging.rules import Channel, DeliveryResult, SpokenLanguage


def put_in_inboxes(work: UnitOfWork, told: Told, account_ids: Collection[UUID]) -> None:
    """Keep one message in each of these accounts' inboxes."""
    if not account_ids:
        return
    message = {
        "resident_id": told.resident_id,
        "text": told.text,
        "title_zh": told.title_zh,
        "title_en": told.title_en,
        "body_zh": told.body_zh,
        "body_en": told.body_en,
        "subject": told.subject,
        "urgent": told.urgent,
        "told_at": work.now,
        "deliveries": [{"channel": Channel.INBOX, "result": DeliveryResult.DELIVERED}],
    }
    rows = [{**message, "id": work.new_id(), "account_id": account_id} for account_id in account_ids]
    work.session.execute(insert(InboxMessage), rows)


def mark_read(work: UnitOfWork, message_id: UUID) -> InboxMessage:
    """Note that the actor has read a message; the first time counts."""
    message = queries.inbox_message(work, message_id)
    message.read_at = message.read_at or work.now
    return message


def change_preferences(work: UnitOfWork, *, language: SpokenLanguage | None = None) -> InboxPreferences:
    """Change how the actor is told; raises Stale."""
    kept = queries.preferences(work)
    work.expect(kept)
    if language is not None:
        kept.language = language
    work.session.add(kept)
    return kept


def forget_told_before(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop messages told before that moment; how many there were."""
    batch = (
        select(InboxMessage.id).where(InboxMessage.told_at < oldest).order_by(InboxMessage.id).limit(limit)
    )
    dropped = delete(InboxMessage).where(InboxMessage.id.in_(batch)).returning(InboxMessage.id)
    return len(work.session.execute(dropped).all())


def forget_inboxes_of(work: UnitOfWork, resident_id: UUID, account_ids: Collection[UUID]) -> None:
    """Drop what these accounts were told, what others were told about the resident, and how the accounts like to be told."""
    theirs = or_(InboxMessage.resident_id == resident_id, InboxMessage.account_id.in_(account_ids))
    work.session.execute(delete(InboxMessage).where(theirs))
    work.session.execute(delete(InboxPreferences).where(InboxPreferences.account_id.in_(account_ids)))
