"""Rich text: Markdown in, HTML out that is safe to show anywhere (no scripts, no styles, nothing loaded from elsewhere)."""

import re
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

from service.kit.characters import UNSEEN

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_TAGS = frozenset(
    {"a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p"}
    | {"pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"}
)
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_BLANKS = re.compile(r"\s+")


def rendered(markdown: str) -> str:
    """The text as HTML: written tags are shown as text, and what a link or a list can not need is taken out.

    The parser lets no HTML through; the cleaner is a second library, which trusts no parser.
    """
    import nh3  # noqa: PLC0415 - only who writes a text needs either library

    # What may not be written can be named: `&#12;` is a character that would break a feed.
    shown = UNSEEN.sub("", _parser().render(markdown))
    return nh3.clean(
        shown,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    ).strip()


def plain(html: str, longest: int) -> str:
    """The words of rendered text in one line, cut where it would be too long."""
    import nh3  # noqa: PLC0415

    spaced = re.sub(r"(</(?:p|li|h[1-6]|td|th|blockquote|pre)>|<br>)", r"\1 ", html)
    words = _BLANKS.sub(" ", unescape(nh3.clean(spaced, tags=set()))).strip()
    return words if len(words) <= longest else words[: longest - 1] + "…"


@lru_cache(maxsize=1)
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415

    options = {"html": False, "linkify": False, "typographer": False, "breaks": True}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    # A long address named once and referred to a thousand times would make megabytes of a short text.
    return parser.disable(["image", "reference"])
