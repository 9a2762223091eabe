"""Questions about inboxes, each of the actor's own only."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.messaging.messages import SendingEnded
from service.messaging.models import InboxMessage, InboxPreferences
from service.messaging.rules import USUAL_LANGUAGE, Channel, DeliveryResult
from service.messaging.sendings import queries as sendings
from service.messaging.sendings.queries import sendings_of_messages
from service.messaging.sendings.rules import result_of


def inbox(
    work: UnitOfWork, *, unread: bool | None = None, cursor: str | None = None, limit: int = 20
) -> Page[InboxMessage]:
    """What the actor was told, the newest first."""
    query = _own(work)
    if unread is not None:
        read = InboxMessage.read_at
        query = query.where(read.is_(None) if unread else read.is_not(None))
    return page(work, query, by=(InboxMessage.id,), cursor=cursor, limit=limit, descending=True)


def inbox_message(work: UnitOfWork, message_id: UUID) -> InboxMessage:
    """One message of the actor's; raises NotFound, for another's too."""
    return work.found(work.session.scalar(_own(work).where(InboxMessage.id == message_id)))


def deliveries(work: UnitOfWork, messages: Sequence[InboxMessage]) -> dict[UUID, list[dict[str, Any]]]:
    """By which channels each message came, and with what result: the inbox, which always holds, first."""
    sent = sendings_of_messages(work, [each.id for each in messages]) if messages else {}
    inbox = {"channel": Channel.INBOX, "result": DeliveryResult.DELIVERED}
    return {
        each.id: [
            inbox,
            *({"channel": channel, "result": result_of(status)} for channel, status in sent.get(each.id, ())),
        ]
        for each in messages
    }


def told_to(work: UnitOfWork, account_ids: Collection[UUID]) -> Sequence[InboxMessage]:
    """All that these accounts were told, the oldest first."""
    query = select(InboxMessage).where(InboxMessage.account_id.in_(account_ids)).order_by(InboxMessage.id)
    return work.session.scalars(query).all()


def messages_told_under(work: UnitOfWork, key: UUID, account_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The messages that these accounts were told under a key, by account."""
    query = select(InboxMessage.account_id, InboxMessage.id).where(
        InboxMessage.told_key == key, InboxMessage.account_id.in_(account_ids)
    )
    return {row.account_id: row.id for row in work.session.execute(query)}


def sent_and_failed(
    work: UnitOfWork, ended: SendingEnded, resident_ids: Collection[UUID]
) -> tuple[set[UUID], set[UUID]]:
    """Which of these residents what was sent like this has got to, and which it has not."""
    return sendings.sent_and_failed(work, ended.key, ended.channel, resident_ids)


def sent_and_failed_by_wechat(
    work: UnitOfWork, key: UUID, resident_ids: Collection[UUID]
) -> tuple[set[UUID], set[UUID]]:
    """Which of these residents what they were told under a key, and is followed, has got to by WeChat, and which not."""
    return sendings.sent_and_failed(work, key, Channel.WECHAT, resident_ids)


def preferences(work: UnitOfWork) -> InboxPreferences:
    """What the actor prefers; who never said anything gets the defaults, not stored, as version 0."""
    kept = work.session.get(InboxPreferences, work.actor.account_id)
    return kept or InboxPreferences(
        account_id=work.actor.account_id,
        language=USUAL_LANGUAGE,
        switched_off=[],
        version=0,
    )


def _own(work: UnitOfWork) -> Select[InboxMessage]:
    return select(InboxMessage).where(InboxMessage.account_id == work.actor.account_id)
