"""What fits into the fields of other people's templates: a WeChat subscribe message's, and those of SMS and calls.

The kinds and limits are WeChat's (订阅消息参数值内容限制说明); a value beyond its limit, or an empty one, is refused there
(47003) and the message with it, so it is made to fit before it is sent.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from config.wechat import FieldKind, kind_of
from service.kit.texts import Text

_NOTHING = "-"
_ELLIPSIS = "…"
# Alibaba Cloud's limit for one variable of a template.
MOST_OF_A_VALUE = 35


_PATTERNS = {
    FieldKind.THING: r".{1,20}",
    FieldKind.NUMBER: r"(?=.{1,32}$)\d+(\.\d+)?",
    FieldKind.LETTER: r"[A-Za-z]{1,32}",
    FieldKind.SYMBOL: r"[^\w\s]{1,5}",
    FieldKind.CHARACTER_STRING: r"[\x21-\x7e]{1,32}",
    FieldKind.TIME: r"(?=.{1,64}$)(\d{4}年\d{1,2}月\d{1,2}日 )?\d{1,2}:\d{2}(~(\d{4}年\d{1,2}月\d{1,2}日 )?\d{1,2}:\d{2})?",
    FieldKind.DATE: r"\d{4}年\d{1,2}月\d{1,2}日",
    FieldKind.AMOUNT: r"[¥￥$]?\d{1,10}(\.\d{1,2})?元?",
    FieldKind.PHONE_NUMBER: r"[\d+\-]{1,17}",
    FieldKind.CAR_NUMBER: r"\w{1,8}",
    FieldKind.NAME: r"[\u4e00-\u9fff·]{1,10}|[A-Za-z .]{1,20}",
    FieldKind.PHRASE: r"[\u4e00-\u9fff]{1,5}",
    # One of the values that the template lists, which WeChat alone knows.
    FieldKind.ENUM: r".+",
}
# Those that hold words, which may be cut; of the others a part would say something else.
_CUT = {FieldKind.THING: 20, FieldKind.CHARACTER_STRING: 32, FieldKind.NAME: 10, FieldKind.PHRASE: 5}
_WITHOUT_ELLIPSIS = frozenset({FieldKind.CHARACTER_STRING, FieldKind.NAME, FieldKind.PHRASE})


@dataclass(frozen=True, slots=True)
class Card:
    """Our name of a subscribe message's template, and what stands in its fields, by their names."""

    template: str
    fields: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Template:
    """Our name of an approved template for SMS or calls, and the facts that fill it, by their names there."""

    name: str
    values: Mapping[str, Text]


def fits(field: str, value: str) -> bool:
    """Whether WeChat takes the value in this field."""
    return re.fullmatch(_PATTERNS[kind_of(field)], value) is not None


def fitted(field: str, value: str) -> str:
    """The value as WeChat takes it: on one line, cut where words may be cut. It may not fit even so: ask `fits`."""
    kind, line = kind_of(field), one_line(value)
    if kind is FieldKind.THING and not line:
        return _NOTHING
    most = _CUT.get(kind)
    if most is None or len(line) <= most or fits(field, line):
        return line
    return line[:most] if kind in _WITHOUT_ELLIPSIS else line[: most - 1] + _ELLIPSIS


def shortened(value: str, most: int = MOST_OF_A_VALUE) -> str:
    """A value of an SMS's or a call's template: on one line, never empty, and no longer than is allowed."""
    line = one_line(value)
    return (line if len(line) <= most else line[: most - 1] + _ELLIPSIS) or _NOTHING


def one_line(value: str) -> str:
    """Without what no screen shows, and blanks instead of new lines."""
    seen = "".join(each for each in value if each.isspace() or unicodedata.category(each)[0] != "C")
    return " ".join(seen.split())
