"""Both languages say everything, and fill in the same facts."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from string import Formatter

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from config import load
from service import DOMAINS
from service.kit.cards import MOST_OF_A_VALUE, fits
from service.kit.errors import DomainError, WrongState, known_errors
from service.kit.plug import domain_modules
from service.kit.telling import Recipient, SpokenText, Told, told
from service.kit.texts import Text, Worded
from service.kit.translations import translate
from service.living_rooms.bookings.rules import BookingStatus
from service.messaging.rules import Channel, SpokenLanguage
from service.messaging.sendings.actions.content import content


def _texts() -> Iterator[tuple[str, Text]]:
    for code, error in known_errors().items():
        yield code, error.title
        if error.detail:
            yield code, error.detail
    for module in domain_modules(DOMAINS, "texts"):
        for value in vars(module).values():
            if isinstance(value, SpokenText):
                yield value.name, value.title
                yield value.name, value.body


def _spoken() -> Iterator[SpokenText]:
    for module in domain_modules(DOMAINS, "texts"):
        yield from (value for value in vars(module).values() if isinstance(value, SpokenText))


def _rendered(text: SpokenText, fact: str) -> Told:
    """The text with every fact filled in by the same words."""
    parts = [text.title, text.body, *(text.card.fields.values() if text.card else ())]
    parts += [value for each in (text.sms, text.call) if each for value in each.values.values()]
    names = {name for part in parts for name in _facts(part.zh)}
    return told(Recipient(), text, **dict.fromkeys(names, fact))


def _errors(parent: type[DomainError]) -> Iterator[type[DomainError]]:
    for error in parent.__subclasses__():
        yield error
        yield from _errors(error)


def _facts(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_every_text_speaks_both_languages_with_the_same_facts(app: Flask) -> None:
    for name, text in _texts():
        assert text.zh.strip(), name
        assert text.en.strip(), name
        assert _facts(text.zh) == _facts(text.en), name
        assert any("\u4e00" <= letter <= "\u9fff" for letter in text.zh), name
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in text.en), name


def test_names_of_texts_are_unique_begin_with_their_domain_and_their_versions_count(app: Flask) -> None:
    texts = list(_spoken())
    names = Counter(each.name for each in texts)

    assert [name for name, count in names.items() if count > 1] == []
    assert {each.name.partition(".")[0] for each in texts} <= set(DOMAINS)
    assert all(each.version >= 1 for each in texts)


def test_every_title_fits_into_a_message_of_wechat_before_its_facts(app: Flask) -> None:
    bare = {each.name: re.sub(r"\{\w+\}", "", each.title.zh) for each in _spoken()}

    assert {name: title for name, title in bare.items() if len(title) > 20} == {}


@given(fact=st.text(max_size=80))
def test_whatever_is_filled_in_every_text_fits_into_the_fields_of_its_channels(fact: str) -> None:
    settings = load(env="testing", wechat_templates=["message:T1", "alarm:T2"])
    now = datetime(2026, 3, 2, 1, tzinfo=UTC)
    for text in _spoken():
        words = _rendered(text, fact)
        for language in SpokenLanguage:
            card = content(words, Channel.WECHAT, language, now, settings)
            misfits = {name: value for name, value in card["fields"] if not fits(name, value)}
            assert misfits == {}, text.name
        for template in (words.sms, words.call):
            for value in (template or {"values": {}})["values"].values():
                assert 0 < len(value) <= MOST_OF_A_VALUE, text.name


def test_chinese_sentences_have_chinese_punctuation(app: Flask) -> None:
    half_width = re.compile(r"[\u4e00-\u9fff”）][,;:()]|[,;()][\u4e00-\u9fff“（]")

    assert [(name, text.zh) for name, text in _texts() if half_width.search(text.zh)] == []


def test_every_state_that_is_told_has_words_in_both_languages(app: Flask) -> None:
    states = [state for kind in Worded.__subclasses__() for state in kind]

    assert states
    for state in states:
        assert re.search(r"[\u4e00-\u9fff]", state.words.zh), state
        assert state.words.en.isascii(), state


def test_a_state_is_told_in_the_readers_language(app: Flask) -> None:
    refusal = WrongState(state=BookingStatus.CHECKED_IN)

    assert "已签到" in (refusal.tell("zh-CN") or "")
    assert "checked in" in (refusal.tell("en") or "")


def test_problem_codes_are_unique(app: Flask) -> None:
    codes = Counter(error.code for error in _errors(DomainError) if "code" in error.__dict__)

    assert [code for code, count in codes.items() if count > 1] == []


def test_what_the_validator_says_is_said_in_chinese_too() -> None:
    for message in (
        "Missing data for required field.",
        "Must be one of: a, b.",
        "Must be greater than or equal to 1 and less than or equal to 100.",
        "Longer than maximum length 50.",
        "Not a valid aware datetime.",
    ):
        said = translate(message)

        assert said.en == message
        assert "内容不对" not in said.zh
