"""What inboxes hold about a person."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from service.accounts import queries as accounts
from service.kit import deliveries
from service.kit.personal import Kept, copied, erased
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.messaging import actions, queries
from service.messaging.sendings import actions as sendings
from service.messaging.sendings.queries import sendings_to


@copied(
    "messages",
    Text("收到的消息", "What you were told"),
    title=Text("标题", "Title"),
    body=Text("内容", "Text"),
    told_at=Text("时间", "Told at"),
    read_at=Text("阅读时间", "Read at"),
)
def messages(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """What their accounts were told, the oldest first."""
    for message in queries.told_to(work, accounts.every_account_id_of(work, resident_id)):
        yield {
            "title": message.title,
            "body": message.body,
            "told_at": message.told_at,
            "read_at": message.read_at,
        }


@copied(
    "sendings",
    Text("通过各渠道向您发送的消息", "What was sent to you by which channel"),
    channel=Text("渠道", "Channel"),
    made_at=Text("时间", "Asked for at"),
    ended_at=Text("结束时间", "Ended at"),
)
def sent(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """By which channels they were told something, the oldest first."""
    account_ids = accounts.every_account_id_of(work, resident_id)
    for each in sendings_to(work, resident_id, account_ids):
        yield {
            "channel": each.channel.value,
            "status": each.status.words,
            "made_at": each.made_at,
            "ended_at": each.ended_at,
        }


@erased
def empty_inboxes(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """Nothing is left of what they were told, or others about them, but what is on its way."""
    account_ids = accounts.every_account_id_of(work, resident_id)
    sendings.forget_sendings_of(work, resident_id, account_ids)
    actions.forget_inboxes_of(work, resident_id, account_ids)
    deliveries.forget_about(work, [resident_id, *account_ids])
    return [_on_their_way(work.house.settings.outbox_days)]


def _on_their_way(days: int) -> Kept:
    return Kept(
        Text(
            f"正在投递的消息，投递后 {days} 天内删除",
            f"Messages on their way, deleted within {days} days of their delivery",
        ),
        Text("须确认已经送达", "They must be known to have arrived"),
    )
