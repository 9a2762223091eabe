"""Saying something to a person: a named text in both languages goes into the outbox; messaging delivers it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from service.kit.clock import local
from service.kit.messages import message
from service.kit.texts import Language, Text
from service.kit.work import UnitOfWork

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class SpokenText:
    """What the service says on one occasion; `name` is `domain.occasion` and stays for ever."""

    name: str
    title: Text
    body: Text
    # What can not wait for the morning: channels that keep quiet hours pass it on all the same.
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Recipient:
    """A resident (with their proxies for `scope`) or one account."""

    resident_id: UUID | None = None
    account_id: UUID | None = None
    scope: str | None = None


@message
class Told:
    """Somebody is to be told something; rendered in both languages, without other people's data."""

    resident_id: UUID | None
    account_id: UUID | None
    scope: str | None
    text: str
    title_zh: str
    title_en: str
    body_zh: str
    body_en: str
    subject: str | None
    urgent: bool = False


def tell(
    work: UnitOfWork,
    person: Recipient,
    text: SpokenText,
    *,
    subject: UUID | str | None = None,
    **facts: object,
) -> None:
    """Tell the person, after this transaction. `subject` is what it is about, for the screen to open."""
    chinese, english = _spoken(facts, "zh-CN"), _spoken(facts, "en")
    work.announce(
        Told(
            resident_id=person.resident_id,
            account_id=person.account_id,
            scope=person.scope,
            text=text.name,
            title_zh=text.title.in_language("zh-CN", chinese),
            title_en=text.title.in_language("en", english),
            body_zh=text.body.in_language("zh-CN", chinese),
            body_en=text.body.in_language("en", english),
            subject=str(subject) if subject is not None else None,
            urgent=text.urgent,
        )
    )


def _spoken(facts: Mapping[str, object], language: Language) -> dict[str, object]:
    return {name: _said(value, language) for name, value in facts.items()}


def _said(value: object, language: Language) -> object:
    if isinstance(value, Text):
        return value.in_language(language)
    if isinstance(value, datetime):
        moment = local(value)
        if language == "en":
            return f"{moment:%a %d %b %H:%M}"
        return f"{moment.month}月{moment.day}日（周{_WEEKDAYS[moment.weekday()]}）{moment:%H:%M}"
    if isinstance(value, date):
        return f"{value:%d %b %Y}" if language == "en" else f"{value.year}年{value.month}月{value.day}日"
    return value
