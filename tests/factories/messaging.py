"""People who can be told by channels, and what they are told."""

from datetime import timedelta
from itertools import count
from uuid import UUID

from service.accounts.models import Account, Identity
from service.kit.cards import Card, Template
from service.kit.telling import SpokenText
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.messaging.addresses.models import EmailAddress
from service.messaging.addresses.queries import bound_to
from service.messaging.models import InboxMessage
from service.messaging.rules import Channel
from service.messaging.sendings.models import Sending
from service.messaging.sendings.rules import SendingStatus
from service.messaging.subscriptions.models import WeChatCredit
from service.residents.consents.rules import ConsentPurpose
from service.residents.models import Resident
from tests.factories import accounts, residents
from tests.factories.consents import consent

_numbers = count(1)

NEWS = SpokenText("events.news", title=Text("好消息", "Good news"), body=Text("内容", "Content"))
CALL = SpokenText(
    "elderly_care.call",
    title=Text("{elder}需要帮助", "{elder} needs help"),
    body=Text("请马上联系{elder}。", "Call {elder} now."),
    urgent=True,
    card=Card("message", {"thing1": Text("{elder}", "{elder}")}),
    sms=Template("alarm", {"elder": Text("{elder}", "{elder}")}),
    call=Template("alarm", {"elder": Text("{elder}", "{elder}")}),
)
REMINDER = SpokenText(
    "elderly_care.reminder",
    title=Text("提醒", "Reminder"),
    body=Text("明天有上门服务。", "A visit is due tomorrow."),
    sms=Template("reminder", {}),
)


def person(
    work: UnitOfWork, *, messages: int = 1, phone: str | None = "+8613812345678", by_sms: bool = True
) -> tuple[Resident, Account]:
    """A resident with an account, reached by WeChat so many times, and by SMS and calls."""
    somebody = residents.resident(work, phone=phone)
    account = accounts.resident_account(work, somebody.id)
    linked_to_wechat(work, account.id, messages)
    if by_sms:
        consent(work, somebody, purpose=ConsentPurpose.NOTICES_BY_SMS)
    work.session.flush()
    return somebody, account


def linked_to_wechat(
    work: UnitOfWork, account_id: UUID, messages: int = 1, template: str = "message"
) -> None:
    """An account with an openid and credits."""
    work.session.add(
        Identity(
            provider="wechat",
            subject=f"openid-{next(_numbers)}",
            account_id=account_id,
            linked_at=work.now,
        )
    )
    if messages:
        asked_for(work, account_id, template, messages)


def asked_for(work: UnitOfWork, account_id: UUID, template: str, messages: int = 1) -> None:
    """So many messages of a template that somebody has said yes to."""
    work.session.add(
        WeChatCredit(account_id=account_id, template=template, credits=messages, changed_at=work.now)
    )


def reached_by_mail(work: UnitOfWork, account_id: UUID, address: str = "wang@example.gov.cn") -> EmailAddress:
    """A proved address."""
    kept = EmailAddress(
        account_id=account_id,
        sealed=work.house.cipher.encrypt(address, bound_to=bound_to(account_id)),
        asked_at=work.now - timedelta(minutes=5),
        tries_left=4,
        confirmed_at=work.now,
    )
    work.session.add(kept)
    work.session.flush()
    return kept


def told(work: UnitOfWork, account_id: UUID) -> InboxMessage:
    """A message in somebody's inbox."""
    made = InboxMessage(
        id=work.new_id(),
        account_id=account_id,
        text=NEWS.name,
        title_zh="好消息",
        title_en="Good news",
        body_zh="内容",
        body_en="Content",
        told_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    return made


def dead_letter(work: UnitOfWork, account_id: UUID) -> Sending:
    """A message by WeChat that was given up."""
    made = Sending(
        id=work.new_id(),
        channel=Channel.WECHAT,
        status=SendingStatus.DEAD,
        reason="47003",
        account_id=account_id,
        text=NEWS.name,
        urgent=False,
        content={"template": "message", "fields": [["thing1", "好消息"]]},
        tries=1,
        made_at=work.now,
        next_try_at=work.now,
        give_up_at=work.now + timedelta(hours=24),
        ended_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    return made
