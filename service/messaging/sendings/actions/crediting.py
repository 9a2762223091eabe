"""Spending WeChat credits: one for each message, before it goes, and back when it surely did not."""

from typing import Any

from sqlalchemy import Row, Update, update

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
        .returning(WeChatCredit.round)
        .execution_options(synchronize_session=False)
    )
    spent = work.session.scalar(spending)
    if spent is None:
        return False
    if not template.is_long_term:
        held = update(Sending).where(Sending.id == row.id)
        work.session.execute(held.values(credit_held=True, credit_round=spent))
    return True


def give_back(work: UnitOfWork, sending: Sending) -> None:
    """What was spent on a message that surely did not go is there again, unless credits have ended since."""
    if not sending.credit_held or sending.content is None:
        return
    sending.credit_held = False
    lasts = WeChatCredit.round == sending.credit_round
    work.session.execute(_theirs(work, sending).where(lasts).values(credits=WeChatCredit.credits + 1))


def take_again(work: UnitOfWork, sending: Sending) -> None:
    """Use what was given back of a message that went all the same, unless credits have ended since."""
    if sending.credit_held or sending.credit_round is None:
        return
    sending.credit_held = True
    lasts = WeChatCredit.round == sending.credit_round, WeChatCredit.credits > 0
    work.session.execute(_theirs(work, sending).where(*lasts).values(credits=WeChatCredit.credits - 1))


def end_all(work: UnitOfWork, sending: Sending) -> None:
    """WeChat has told that it takes no more of this template for this person."""
    sending.credit_held = False
    work.session.execute(_theirs(work, sending).values(credits=0, round=WeChatCredit.round + 1))


def _theirs(work: UnitOfWork, sending: Sending) -> Update:
    template = (sending.content or {}).get("template")
    return (
        update(WeChatCredit)
        .where(WeChatCredit.account_id == sending.account_id, WeChatCredit.template == template)
        .values(changed_at=work.now)
        .execution_options(synchronize_session=False)
    )
