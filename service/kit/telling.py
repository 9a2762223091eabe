"""Saying something to a person: a named text in both languages goes into the outbox; messaging delivers it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from service.kit.cards import Card, Template, shortened
from service.kit.clock import local
from service.kit.messages import message
from service.kit.texts import Language, Text
from service.kit.work import UnitOfWork

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class SpokenText:
    """What the service says on one occasion; `name` is `domain.occasion` and stays for ever.

    Its `version` rises with each change of what it says. Without a `card` of its own it goes by WeChat's general
    template; it goes by SMS or call only where it says with which template. What `spares_credits` is not worth one of
    the few general messages that a person has asked for: it goes by WeChat only where this house has its card.
    """

    name: str
    title: Text
    body: Text
    # What can not wait for the morning: channels that keep quiet hours pass it on all the same.
    urgent: bool = False
    version: int = 1
    card: Card | None = None
    sms: Template | None = None
    call: Template | None = None
    spares_credits: bool = False


@dataclass(frozen=True, slots=True)
class Recipient:
    """A resident (with their proxies for `scope`) or one account."""

    resident_id: UUID | None = None
    account_id: UUID | None = None
    scope: str | None = None


@message
class Told:
    """Somebody is to be told something; rendered in both languages, without other people's data.

    `card` is a WeChat template with the values of its fields in Chinese and English, `sms` and `call` theirs in Chinese.
    """

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
    version: int = 1
    card: dict[str, Any] | None = None
    sms: dict[str, Any] | None = None
    call: dict[str, Any] | None = None
    spares_credits: bool = False

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)

    @property
    def body(self) -> Text:
        return Text(self.body_zh, self.body_en)


@dataclass(frozen=True, slots=True)
class Pending:
    """Something told that waits to go out: to which account, whom it concerns, and what it is about."""

    account_id: UUID
    resident_id: UUID
    subject: str


Readings = Callable[[UnitOfWork, Collection[Pending]], Collection[Pending]]

_readings: dict[str, Readings] = {}


def read_elsewhere(*texts: SpokenText) -> Callable[[Readings], Readings]:
    """Declare how to find, in few statements, of which of these the account has read already what the text points to.

    It is asked right before such a text goes out, so that reading itself costs nothing.
    """

    def register(find: Readings) -> Readings:
        _readings.update(dict.fromkeys((each.name for each in texts), find))
        return find

    return register


def already_read(work: UnitOfWork, text: str, pending: Collection[Pending]) -> Collection[Pending]:
    """What of this need not go out by this text any more; nothing where no domain knows."""
    find = _readings.get(text)
    return find(work, pending) if find is not None else ()


def tell(
    work: UnitOfWork,
    person: Recipient,
    text: SpokenText,
    *,
    subject: UUID | str | None = None,
    **facts: object,
) -> None:
    """Tell the person, after this transaction. `subject` is what it is about, for the screen to open."""
    work.announce(told(person, text, subject=subject, **facts))


def told(person: Recipient, text: SpokenText, *, subject: UUID | str | None = None, **facts: object) -> Told:
    """What the person is to be told, in words; for who hands it over otherwise than by `tell`."""
    chinese, english = _spoken(facts, "zh-CN"), _spoken(facts, "en")
    return Told(
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
        version=text.version,
        card=_filled_card(text.card, chinese, english),
        sms=_filled(text.sms, chinese),
        call=_filled(text.call, chinese),
        spares_credits=text.spares_credits,
    )


def _filled_card(
    card: Card | None, chinese: Mapping[str, object], english: Mapping[str, object]
) -> dict[str, Any] | None:
    if card is None:
        return None
    # A list: what is kept as JSON forgets the order of names.
    fields = [
        [name, value.in_language("zh-CN", chinese), value.in_language("en", english)]
        for name, value in card.fields.items()
    ]
    return {"template": card.template, "fields": fields}


def _filled(template: Template | None, chinese: Mapping[str, object]) -> dict[str, Any] | None:
    if template is None:
        return None
    values = {name: shortened(value.in_language("zh-CN", chinese)) for name, value in template.values.items()}
    return {"template": template.name, "values": values}


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
