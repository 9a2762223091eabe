"""What goes by each channel: rendered when it is planned, in the language that the person prefers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from service.kit.cards import fitted
from service.kit.clock import local
from service.kit.telling import Told
from service.messaging.rules import Channel, SpokenLanguage

# The template by which everything goes that has no card of its own: what, in a few words, and when.
GENERAL = "message"


def template_of(told: Told) -> str:
    """By which of our WeChat templates it goes."""
    return str(told.card["template"]) if told.card else GENERAL


def channels_for(
    told: Told, offered: frozenset[Channel], wechat_templates: frozenset[str]
) -> Sequence[Channel]:
    """By which of the channels on offer it may go; by SMS and call only what has a template for it."""
    fit = {
        Channel.WECHAT: template_of(told) in wechat_templates,
        Channel.EMAIL: True,
        Channel.SMS: told.sms is not None,
        Channel.VOICE: told.call is not None,
    }
    return [channel for channel, is_fit in fit.items() if is_fit and channel in offered]


def content(told: Told, channel: Channel, language: SpokenLanguage, now: datetime) -> dict[str, Any]:
    """What the channel's gateway gets."""
    if channel is Channel.SMS:
        return dict(told.sms or {})
    if channel is Channel.VOICE:
        return dict(told.call or {})
    if channel is Channel.EMAIL:
        is_english = language is SpokenLanguage.ENGLISH
        return {
            "title": told.title_en if is_english else told.title_zh,
            "body": told.body_en if is_english else told.body_zh,
        }
    return {"template": template_of(told), "fields": _fields(told, language, now)}


def _fields(told: Told, language: SpokenLanguage, now: datetime) -> dict[str, str]:
    place = 1 if language is SpokenLanguage.ENGLISH else 0
    if told.card is not None:
        return {name: fitted(name, words[place]) for name, words in told.card["fields"].items()}
    moment = local(now)
    return {
        "thing1": fitted("thing1", (told.title_zh, told.title_en)[place]),
        "thing2": fitted("thing2", (told.body_zh, told.body_en)[place]),
        "time3": f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}",
    }
