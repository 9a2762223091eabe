"""Noting what a person answered when the mini-program asked which messages they want."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, update
from sqlalchemy.dialects.postgresql import insert

from service.kit.work import UnitOfWork
from service.messaging.subscriptions import queries
from service.messaging.subscriptions.errors import NoSuchTemplate
from service.messaging.subscriptions.models import WeChatCredit
from service.messaging.subscriptions.rules import MOST_CREDITS, Answer, WeChatTemplate, wechat_templates


def note_answers(work: UnitOfWork, answers: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One message more for each “yes”, none any more where WeChat bans it; raises NoSuchTemplate."""
    by_id = {each.template_id: each for each in wechat_templates(work.house.settings).values()}
    if any(each["template_id"] not in by_id for each in answers):
        raise NoSuchTemplate(field="answers")
    for each in sorted(answers, key=lambda answer: str(answer["template_id"])):
        if each["answer"] is Answer.ACCEPT:
            _add(work, by_id[each["template_id"]])
        elif each["answer"] is Answer.BAN:
            _end(work, by_id[each["template_id"]])
    return queries.subscriptions(work)


def _add(work: UnitOfWork, template: WeChatTemplate) -> None:
    most = 1 if template.is_long_term else MOST_CREDITS
    values = {
        "account_id": work.actor.account_id,
        "template": template.name,
        "credits": 1,
        "round": 0,
        "changed_at": work.now,
    }
    adding = insert(WeChatCredit).values(values)
    more = {"credits": func.least(WeChatCredit.credits + 1, most), "changed_at": work.now}
    keys = [WeChatCredit.account_id, WeChatCredit.template]
    work.session.execute(adding.on_conflict_do_update(index_elements=keys, set_=more))


def _end(work: UnitOfWork, template: WeChatTemplate) -> None:
    ending = update(WeChatCredit).where(
        WeChatCredit.account_id == work.actor.account_id, WeChatCredit.template == template.name
    )
    work.session.execute(ending.values(credits=0, round=WeChatCredit.round + 1, changed_at=work.now))
