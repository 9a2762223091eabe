"""Questions about one's own credits."""

from typing import Any

from sqlalchemy import select

from service.kit.work import UnitOfWork
from service.messaging.subscriptions.models import WeChatCredit
from service.messaging.subscriptions.rules import wechat_templates


def subscriptions(work: UnitOfWork) -> list[dict[str, Any]]:
    """Every template of this house, and how many messages of it the actor has asked for."""
    query = select(WeChatCredit.template, WeChatCredit.credits).where(
        WeChatCredit.account_id == work.actor.account_id
    )
    known = {row.template: row.credits for row in work.session.execute(query)}
    return [
        {
            "template": each.name,
            "template_id": each.template_id,
            "is_long_term": each.is_long_term,
            "credits": known.get(each.name, 0),
        }
        for each in wechat_templates(work.house.settings).values()
    ]
