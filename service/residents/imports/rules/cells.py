"""What single cells mean: what Excel made of numbers and dates is undone where that is possible, and told where not."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

from service.residents.errors import BadIdNumber, BadName, BadPhone
from service.residents.imports.rules.outcomes import Reason
from service.residents.imports.rules.reading import Cell, text_of
from service.residents.people.rules import normal_id_number, normal_name, normal_phone

T = TypeVar("T")

_EXCEL_EPOCH = date(1899, 12, 30)
_EARLIEST, _LATEST = date(1900, 1, 1), date(2100, 1, 1)
# Excel keeps 15 digits; the ID number has 18.
_EXACT_DIGITS = 10**15
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]{2}")
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[ T].*)?")
_COMPACT_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_NOTHING = frozenset({"", "-", "--", "—", "——", "/", "无", "暂无", "空", "none", "null", "n/a", "#n/a"})
_PHONE_SEPARATORS = re.compile(r"[、;；,，/|\n]|\s{2,}")
_TAG_SEPARATORS = re.compile(r"[、;；,，/|\s]+")
_SEXES = {"男": "male", "男性": "male", "m": "male", "male": "male"}
_SEXES |= {"女": "female", "女性": "female", "f": "female", "female": "female"}


class BadCell(Exception):
    """A cell that can not mean what its column holds."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def plain(cell: Cell) -> str:
    """The text of a cell with digits and letters of one width; empty for what people write for nothing."""
    text = unicodedata.normalize("NFKC", text_of(cell)).strip()
    return "" if text.lower() in _NOTHING else text


def name(cell: Cell) -> str | None:
    """A name; blanks between Chinese characters (张 三) are for the eye. Raises BadCell."""
    text = text_of(cell).strip()
    if not plain(text):
        return None
    if len(text) <= 5 and all(each.isspace() or ord(each) >= 0x2E80 for each in text):
        text = "".join(text.split())
    return _or_bad(lambda: normal_name(text), BadName)


def phone(cell: Cell) -> str | None:
    """A telephone number in E.164, the first where there are several. Raises BadCell."""
    text = plain(cell)
    if not text:
        return None
    if _SCIENTIFIC.fullmatch(text):
        text = f"{float(text):.0f}"
    first = _PHONE_SEPARATORS.split(text.removesuffix(".0"))[0]
    return _or_bad(lambda: normal_phone(first), BadPhone)


def id_number(cell: Cell) -> str | None:
    """An ID number. Raises BadCell, with a reason of its own for what Excel has rounded."""
    text = plain(cell).lstrip("'‘’`")
    if not text:
        return None
    rounded = isinstance(cell, float) and abs(cell) >= _EXACT_DIGITS
    if rounded or _SCIENTIFIC.fullmatch(text):
        raise BadCell(Reason.ID_NUMBER_ROUNDED)
    return _or_bad(lambda: normal_id_number(text), BadIdNumber)


def day(cell: Cell) -> date | None:
    """A date, of a text or of Excel's count of days. Raises BadCell."""
    text = plain(cell)
    if not text:
        return None
    found = _DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text)
    try:
        result = date(*map(int, found.groups())) if found else _EXCEL_EPOCH + timedelta(days=int(float(text)))
    except (ValueError, OverflowError) as error:
        raise BadCell(Reason.BAD_DATE) from error
    if not _EARLIEST <= result < _LATEST:
        raise BadCell(Reason.BAD_DATE)
    return result


def sex(cell: Cell) -> str | None:
    """`male` or `female`. Raises BadCell."""
    text = plain(cell).lower()
    if text and text not in _SEXES:
        raise BadCell(Reason.BAD_SEX)
    return _SEXES.get(text)


def words(cell: Cell, longest: int) -> str | None:
    """Free text as it was written. Raises BadCell."""
    text = text_of(cell).strip()
    if len(text) > longest:
        raise BadCell(Reason.TOO_LONG)
    return text if plain(text) else None


def tags(cell: Cell) -> tuple[str, ...]:
    """The names in a cell with several, each once."""
    return tuple(dict.fromkeys(part for part in _TAG_SEPARATORS.split(plain(cell)) if plain(part)))


def _or_bad(read: Callable[[], T], refusal: type[BadName | BadPhone | BadIdNumber]) -> T:
    """What is read; a bad cell has the reason of the same code as the refusal."""
    try:
        return read()
    except refusal as error:
        raise BadCell(Reason(error.code)) from error
