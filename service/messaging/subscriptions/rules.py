"""What WeChat templates there are, and what a person's answer to its question does to their credits."""

from dataclasses import dataclass
from enum import StrEnum

from config import Settings
from config.wechat import fields_in

# More than anybody will ever ask for; a client may say what it likes, and WeChat decides in the end.
MOST_CREDITS = 100
_LONG_TERM = "long"


class Answer(StrEnum):
    """What `wx.requestSubscribeMessage` says of a template."""

    ACCEPT = "accept"
    REJECT = "reject"
    BAN = "ban"
    FILTER = "filter"


@dataclass(frozen=True, slots=True)
class WeChatTemplate:
    """One of ours as it is at WeChat; `fields` are its real fields, in the order of ours, where they are others.

    A long-term one takes any number of messages after one “yes”.
    """

    name: str
    template_id: str
    fields: tuple[str, ...]
    is_long_term: bool


def wechat_templates(settings: Settings) -> dict[str, WeChatTemplate]:
    """The templates that this house has, by our names: `name:id`, `name:id:thing4+time2` or `name:id::long`."""
    found = {}
    for each in settings.wechat_templates:
        name, template_id, *rest = each.split(":")
        found[name] = WeChatTemplate(
            name, template_id, fields_in(each), is_long_term=rest[1:] == [_LONG_TERM]
        )
    return found
