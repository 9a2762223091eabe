"""Sentences that people read, always in both languages."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

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
