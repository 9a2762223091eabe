"""How a name is written: every character that people are called by, and nothing that is no name."""

import re
import unicodedata

from service.residents.errors import BadName
from service.residents.people.errors import NumberInName

LONGEST_NAME = 50
_MIDDLE_DOTS = re.compile("[\u2022\u2027\u2219\u22c5\u30fb\uff65\uff0e]")
_BLANKS = re.compile("[ \u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_HAN = "\u2e80-\u2fd5\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Blanks that pad a name of two characters to the width of three, or stand around the dot of a foreign one.
_PADDING = re.compile(f"(?<=[{_HAN}]) (?=[{_HAN}])|(?<=·) | (?=·)")
_JOINING = frozenset(" ·-'’.")
# Characters newer than this Python's tables (names use them first): planes 2 and 3 hold nothing but Han.
_HAN_PLANES = range(0x20000, 0x40000)
_DIGITS_OF_A_NUMBER = 7
_FULL_WIDTH_LETTERS = {
    code + 0xFEE0: code for first, last in ("AZ", "az") for code in range(ord(first), ord(last) + 1)
}
# Where GBK and the editions of GB 18030 until 2022 kept characters that Unicode did not have yet: its private use
# area. Registers of that time still give them so, 䶮 and 𠂇 among them.
_OLD_CODES = {
    0xE816: 0x20087,
    0xE817: 0x20089,
    0xE818: 0x200CC,
    0xE81E: 0x9FB4,
    0xE826: 0x9FB5,
    0xE82B: 0x9FB6,
    0xE82C: 0x9FB7,
    0xE831: 0x215D7,
    0xE832: 0x9FB8,
    0xE83B: 0x2298F,
    0xE843: 0x9FB9,
    0xE854: 0x9FBA,
    0xE855: 0x241FE,
    0xE863: 0x4DAE,
    0xE864: 0x9FBB,
}


def normal_name(typed: str, *, field: str = "name") -> str:
    """The name as kept: composed, without padding, one kind of middle dot. Raises BadName or NumberInName."""
    composed = unicodedata.normalize("NFC", typed.translate(_OLD_CODES | _FULL_WIDTH_LETTERS))
    name = _PADDING.sub("", _BLANKS.sub(" ", _MIDDLE_DOTS.sub("·", composed)).strip())
    if sum(map(str.isdecimal, name)) >= _DIGITS_OF_A_NUMBER:
        raise NumberInName(field=field)
    fit = all(_is_letter(character) or character in _JOINING for character in name)
    if not fit or len(name) > LONGEST_NAME or not any(map(_is_letter, name)):
        raise BadName(field=field)
    return name


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM" or ord(character) in _HAN_PLANES
