"""In which order one walks, and what the words on the way are."""

import re
from collections.abc import Sequence

# More than the largest grid (about 500 households); beyond it the order was hardly meant.
MOST_HOMES_PRINTED = 1500
MOST_STOPS_A_PAGE = 20
_NUMERALS = {each: number for number, each in enumerate("零一二三四五六七八九")}
_TENS = {"十": 10, "百": 100}
_NUMBER = re.compile(r"[0-9]+|[零一二三四五六七八九十百]+")
# After every letter and digit: what lies in no building comes when all buildings of its place have been seen.
_LAST = ((2, 0, ""),)
# 010, and 020 to 029.
_SHORT_AREA_CODES = ("10", "2")

Part = tuple[int, int, str]


def natural(name: str) -> tuple[Part, ...]:
    """By what names are sorted as people count: 2幢 before 10幢, 第三网格 before 第十网格."""
    parts: list[Part] = []
    end = 0
    for found in _NUMBER.finditer(name):
        parts += _words(name[end : found.start()])
        parts.append((0, _value(found[0]), ""))
        end = found.end()
    return (*parts, *_words(name[end:]))


def in_walking_order(way: Sequence[str], *, is_building: bool) -> tuple[tuple[Part, ...], ...]:
    """By what the stops of a walk are sorted, given the names from the walk's place down to the stop."""
    names = tuple(natural(name) for name in way)
    return names if is_building else (*names, _LAST)


def spoken_phone(phone: str) -> str:
    """An E.164 number as one dials it here: `138 1234 5678`, `0574-86251234` without the country's code."""
    national = phone.removeprefix("+86")
    if len(national) == 11 and national.startswith("1"):
        return f"{national[:3]} {national[3:7]} {national[7:]}"
    if national.startswith("0"):
        return national
    code_length = 2 if national.startswith(_SHORT_AREA_CODES) else 3
    return f"0{national[:code_length]}-{national[code_length:]}"


def _words(text: str) -> list[Part]:
    return [(1, 0, text)] if text else []


def _value(digits: str) -> int:
    if digits.isdecimal():
        return int(digits)
    total = current = 0
    for each in digits:
        if each in _TENS:
            total, current = total + (current or 1) * _TENS[each], 0
        else:
            current = current * 10 + _NUMERALS[each]
    return total + current
