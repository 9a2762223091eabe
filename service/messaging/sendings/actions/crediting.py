"""Spending WeChat credits: one for each message, before it goes, and back when it surely did not."""

from typing import Any

from sqlalchemy import Row, update

from service.kit.work import UnitOfWork
from service.messaging.sendings.models import Sending
from service.messaging.subscriptions.models import WeChatCredit
from service.messaging.subscriptions.rules import wechat_templates


def spend(work: UnitOfWork, row: Row[Any]) -> bool:
    """Spend one for this sending; False where there is none. A long-term template's is not used up."""
    template = wechat_templates(work.house.settings).get(row.content["template"])
    if template is None:
        return False
    spending = (
        update(WeChatCredit)
        .where(
            WeChatCredit.account_id == row.account_id,
            WeChatCredit.template == template.name,
            WeChatCredit.credits > 0,
        )
        .values(credits=WeChatCredit.credits - (0 if template.is_long_term else 1), changed_at=work.now)
        .returning(WeChatCredit.account_id)
        .execution_options(synchronize_session=False)
    )
    if work.session.scalar(spending) is None:
        return False
    if not template.is_long_term:
        work.session.execute(update(Sending).where(Sending.id == row.id).values(credit_held=True))
    return True


def give_back(work: UnitOfWork, sending: Sending) -> None:
    """What was spent on a message that surely did not go is there again."""
    if not sending.credit_held or sending.content is None:
        return
    sending.credit_held = False
    _set(work, sending, WeChatCredit.credits + 1)


def end_all(work: UnitOfWork, sending: Sending) -> None:
    """WeChat has told that it takes no more of this template for this person."""
    sending.credit_held = False
    _set(work, sending, 0)


def _set(work: UnitOfWork, sending: Sending, value: Any) -> None:
    template = (sending.content or {}).get("template")
    work.session.execute(
        update(WeChatCredit)
        .where(WeChatCredit.account_id == sending.account_id, WeChatCredit.template == template)
        .values(credits=value, changed_at=work.now)
        .execution_options(synchronize_session=False)
    )
