"""What goes by each channel: rendered when it is planned, in the language that the person prefers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from config import Settings
from service.kit.cards import fitted
from service.kit.clock import local
from service.kit.telling import Told
from service.messaging.rules import Channel, SpokenLanguage
from service.messaging.subscriptions.rules import wechat_templates

# The template by which everything goes that has no card of its own: what, in a few words, and when.
GENERAL = "message"
# Where the words of a language stand in a field of a card, after its name.
_PLACE = {SpokenLanguage.CHINESE: 1, SpokenLanguage.ENGLISH: 2}


def template_of(told: Told, settings: Settings) -> str:
    """By which of our WeChat templates it goes: its own where this house has it, else the general one."""
    own = str(told.card["template"]) if told.card else GENERAL
    return own if own in wechat_templates(settings) else GENERAL


def channels_for(told: Told, offered: frozenset[Channel], settings: Settings) -> Sequence[Channel]:
    """By which of the channels on offer it may go: those for which it has a template, and this house too."""
    template = template_of(told, settings)
    fit = {
        Channel.WECHAT: template in wechat_templates(settings)
        and not (told.spares_credits and template == GENERAL),
        Channel.EMAIL: True,
        Channel.SMS: _has(told.sms, settings.sms_access_key_id, settings.sms_templates),
        Channel.VOICE: _has(told.call, settings.voice_access_key_id, settings.voice_templates),
    }
    return [channel for channel, is_fit in fit.items() if is_fit and channel in offered]


def _has(filled: dict[str, Any] | None, key_id: str, templates: Sequence[str]) -> bool:
    """Whether there is such a template at the gateway; the demonstration's has all."""
    if filled is None:
        return False
    return not key_id or filled["template"] in {each.partition(":")[0] for each in templates}


def content(
    told: Told, channel: Channel, language: SpokenLanguage, now: datetime, settings: Settings
) -> dict[str, Any]:
    """What the channel's gateway gets."""
    if channel is Channel.SMS:
        return dict(told.sms or {})
    if channel is Channel.VOICE:
        return dict(told.call or {})
    if channel is Channel.EMAIL:
        return {
            "title": told.title.in_language(language.value),
            "body": told.body.in_language(language.value),
        }
    template = template_of(told, settings)
    is_own = told.card is not None and told.card["template"] == template
    fields = _own_fields(told, language) if is_own else _general_fields(told, language, now)
    return {"template": template, "fields": fields}


def _own_fields(told: Told, language: SpokenLanguage) -> list[list[str]]:
    place = _PLACE[language]
    return [[each[0], fitted(each[0], each[place])] for each in (told.card or {})["fields"]]


def _general_fields(told: Told, language: SpokenLanguage, now: datetime) -> list[list[str]]:
    moment = local(now)
    return [
        ["thing1", fitted("thing1", told.title.in_language(language.value))],
        ["thing2", fitted("thing2", told.body.in_language(language.value))],
        ["time3", f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}"],
    ]
