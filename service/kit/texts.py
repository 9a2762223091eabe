"""Sentences that people read, always in both languages."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal, NamedTuple, Self

Language = Literal["zh-CN", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")


class Text(NamedTuple):
    """A sentence in Chinese and English; `{name}` marks what is filled in."""

    zh: str
    en: str

    def in_language(self, language: Language, facts: Mapping[str, object] | None = None) -> str:
        """The sentence in this language, with the facts filled in."""
        template = self.en if language == "en" else self.zh
        return template.format_map(facts) if facts else template


class Worded(StrEnum):
    """States that people are told of: beside its value each has its words, in Chinese and English."""

    words: Text

    def __new__(cls, value: str, zh: str = "", en: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = Text(zh, en)
        return member


def said(fact: object, language: Language) -> object:
    """A fact as it is filled into a sentence of this language."""
    if isinstance(fact, Worded):
        return fact.words.in_language(language)
    return fact.in_language(language) if isinstance(fact, Text) else fact
