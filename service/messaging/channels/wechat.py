"""WeChat's subscribe messages (`message/subscribe/send`): each refusal is dealt with in its own way."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

import structlog

from service.kit.cards import fits
from service.kit.clock import at_local, local
from service.kit.house import House
from service.kit.wechat import WeChatDown
from service.kit.wechat.tokens import ask
from service.messaging.channels import Down, Outcome, Outgoing, Taken, Unfit, Unreached
from service.messaging.subscriptions.rules import WeChatTemplate, wechat_templates

log = structlog.get_logger()

_PATH = "/cgi-bin/message/subscribe/send"
_SENT = 0
# The person said no, or every “yes” is used up.
_REFUSED = 43101
# Not, or not any more, somebody of this mini-program.
_UNKNOWN_PERSON = 40003
# The quota of the day, and of one minute.
_NO_MORE_TODAY, _TOO_FAST = 45009, 45011
_A_MINUTE = timedelta(minutes=1)
# What somebody here must mend: parameters, template, page, and what WeChat has forbidden us.
_UNFIT = frozenset({47003, 40037, 41030, 43107, 45168})


class WeChatChannel:
    """Sends cards; asks the house for the token, which all processes share."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._templates = wechat_templates(house.settings)

    def send(self, outgoing: Outgoing) -> Outcome:
        template = self._templates.get(outgoing.content["template"])
        if template is None:
            return Unfit("no_such_template")
        if template.fields and len(template.fields) != len(outgoing.content["fields"]):
            return Unfit("other_fields")
        fields = _renamed(template, outgoing.content["fields"])
        misfit = next((name for name, value in fields.items() if not fits(name, value)), None)
        if misfit is not None:
            return Unfit(f"misfit_{misfit}")
        try:
            answer = ask(self._house, _PATH, self._card(outgoing, template, fields))
        except WeChatDown as down:
            return Down(down.why)
        return self._outcome(answer.get("errcode"))

    def _card(self, outgoing: Outgoing, template: WeChatTemplate, fields: dict[str, str]) -> dict[str, Any]:
        page = self._house.settings.wechat_page
        message_id = outgoing.content.get("message_id")
        return {
            "touser": outgoing.address,
            "template_id": template.template_id,
            "page": f"{page}?id={message_id}" if message_id else page,
            "data": {name: {"value": value} for name, value in fields.items()},
        }

    def _outcome(self, errcode: object) -> Outcome:
        # On success the code may be absent.
        if errcode in (_SENT, None):
            return Taken()
        if errcode == _REFUSED:
            return Unreached(str(errcode), ends_credit=True)
        if errcode == _UNKNOWN_PERSON:
            return Unreached(str(errcode))
        if errcode in _UNFIT:
            log.error("wechat_message_unfit", errcode=errcode)
            return Unfit(str(errcode))
        now = self._house.clock.now()
        if errcode == _NO_MORE_TODAY:
            return Down(str(errcode), until=_tomorrow(now))
        return Down(str(errcode), until=now + _A_MINUTE if errcode == _TOO_FAST else None)


def _renamed(template: WeChatTemplate, fields: Sequence[Sequence[str]]) -> dict[str, str]:
    """Under the names that the fields have in WeChat's library, in the order of ours."""
    names = template.fields or [name for name, _ in fields]
    return {name: value for name, (_, value) in zip(names, fields, strict=False)}


def _tomorrow(now: datetime) -> datetime:
    return at_local(local(now).date() + timedelta(days=1), time(0, 5))
