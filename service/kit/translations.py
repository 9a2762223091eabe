"""The validation library's English messages, in Chinese."""

import re

from service.kit.texts import Text

_EXACT = {
    "Missing data for required field.": "必填。",
    "Field may not be null.": "不能为空值。",
    "Unknown field.": "没有这一项。",
    "Invalid input type.": "类型不对，应为对象。",
    "Invalid input.": "内容不对。",
    "Not a valid string.": "应为文字。",
    "Characters that can not be shown are not taken.": "含有无法显示的字符。",
    "Not a valid integer.": "应为整数。",
    "Not a valid number.": "应为数字。",
    "Number too large.": "数字太大。",
    "Special numeric values (nan or infinity) are not permitted.": "不能是 NaN 或无穷大。",
    "Not a valid boolean.": "应为 true 或 false。",
    "Not a valid UUID.": "应为 UUID。",
    "Not a valid datetime.": "应为 ISO 8601 时间。",
    "Not a valid aware datetime.": "时间必须带时区，如 +08:00。",
    "Not a valid date.": "应为日期 YYYY-MM-DD。",
    "Not a valid time.": "应为时间 HH:MM。",
    "Not a valid list.": "应为列表。",
    "Not a valid mapping type.": "应为对象。",
    "Not a valid URL.": "应为网址。",
    "Not a valid month.": "应为月份 YYYY-MM。",
    "String does not match expected pattern.": "格式不对。",
    "Invalid value.": "取值不对。",
    "Field may not be blank.": "不能为空白。",
}
_PATTERNS = (
    (r"Must be one of: (.+)\.", "应为其中之一：{0}。"),
    (r"Must be greater than or equal to (.+?) and less than or equal to (.+)\.", "应在 {0} 到 {1} 之间。"),
    (r"Must be greater than or equal to (.+)\.", "不能小于 {0}。"),
    (r"Must be less than or equal to (.+)\.", "不能大于 {0}。"),
    (r"Must be greater than (.+)\.", "应大于 {0}。"),
    (r"Must be less than (.+)\.", "应小于 {0}。"),
    (r"Longer than maximum length (.+)\.", "不能超过 {0} 个。"),
    (r"Shorter than minimum length (.+)\.", "不能少于 {0} 个。"),
    (r"Length must be between (.+) and (.+)\.", "长度应在 {0} 到 {1} 之间。"),
    (r"Length must be (.+)\.", "长度应为 {0}。"),
)
_COMPILED = tuple((re.compile(pattern), zh) for pattern, zh in _PATTERNS)


def translate(message: str) -> Text:
    """The message in both languages; `zh|en` texts of our own schemas are split at the bar."""
    if "|" in message:
        zh, _, en = message.partition("|")
        return Text(zh.strip(), en.strip())
    known = _EXACT.get(message)
    if known:
        return Text(known, message)
    for pattern, zh in _COMPILED:
        if found := pattern.fullmatch(message):
            return Text(zh.format(*found.groups()), message)
    return Text(f"内容不对：{message}", message)
