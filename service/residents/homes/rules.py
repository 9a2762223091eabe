"""Words of homes and households, and how a unit and a room are written."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from service.kit.texts import Worded
from service.residents.homes.errors import BadRoom, ImpossibleResidenceDay

LONGEST_ROOM = 40
LONGEST_UNIT = 20
EARLIEST = date(1900, 1, 1)
_DIGITS = re.compile(r"[0-9]+")
_SHORT = re.compile(r"[0-9A-Z]+(?:-[0-9A-Z]+)*")
_ORDER_DIGITS = 6


class HomeKind(Worded):
    """By what right people live there."""

    OWNED = "owned", "自有", "owned"
    RENTED = "rented", "出租", "rented"
    PUBLIC = "public", "公房", "public housing"
    OTHER = "other", "其他", "other"


class HouseholdKind(Worded):
    """What kind of household."""

    FAMILY = "family", "家庭户", "family"
    COLLECTIVE = "collective", "集体户", "collective"


class Relation(Worded):
    """What somebody is to the householder (GB/T 4761, first digit)."""

    HOUSEHOLDER = "householder", "户主", "householder"
    SPOUSE = "spouse", "配偶", "spouse"
    SON = "son", "子", "son"
    DAUGHTER = "daughter", "女", "daughter"
    GRANDCHILD = "grandchild", "孙子女或外孙子女", "grandchild"
    PARENT = "parent", "父母", "parent"
    GRANDPARENT = "grandparent", "祖父母或外祖父母", "grandparent"
    SIBLING = "sibling", "兄弟姐妹", "sibling"
    OTHER = "other", "其他", "other"


class ResidenceEnd(Worded):
    """Why a residence is over."""

    MOVED = "moved", "搬家", "moved"
    HOUSEHOLD = "household", "分户或换户", "changed households"
    MOVED_OUT = "moved_out", "迁出", "moved out"
    DIED = "died", "去世", "died"
    ERASED = "erased", "注销登记", "taken off the register"


class DepartureKind(StrEnum):
    """How somebody ceases to live in the district."""

    DIED = "died"
    MOVED_AWAY = "moved_away"


def normal_unit(typed: str | None, *, field: str = "unit") -> str:
    """A unit as kept: `2` of `2单元`, empty where there is none. Raises BadRoom."""
    unit = _normal(typed or "").removesuffix("单元").strip()
    if len(unit) > LONGEST_UNIT or not _is_printable(unit):
        raise BadRoom(field=field)
    return unit


def normal_room(typed: str, *, field: str = "room") -> str:
    """A room as kept: `301` of `301室`, or a house number with its street as written. Raises BadRoom."""
    room = _normal(typed)
    short = room.removesuffix("室").strip()
    room = short if _SHORT.fullmatch(short) else room
    if not room or len(room) > LONGEST_ROOM or not _is_printable(room):
        raise BadRoom(field=field)
    return room


def walk_order(unit: str, room: str) -> str:
    """By what homes of one place are sorted: numbers by their size, so that 201 comes before 1001."""
    return "\t".join(_DIGITS.sub(lambda found: found[0].zfill(_ORDER_DIGITS), part) for part in (unit, room))


def written_address(places: Sequence[tuple[str, bool]], unit: str, room: str) -> str:
    """The address of a home in these places, each with whether it always stands there; a community seldom does."""
    always = [name for name, is_written in places if is_written]
    parts: list[str] = []
    for name in always or [name for name, _ in places if _SHORT.fullmatch(room)]:
        # A building is often called by its estate as well: “桂花苑 3 幢” in “桂花苑”.
        parts = [*(part for part in parts if not name.startswith(part)), name]
    if unit:
        parts.append(f"{unit} 单元" if _SHORT.fullmatch(unit) else unit)
    parts.append(f"{room} 室" if _SHORT.fullmatch(room) else room)
    return " ".join(parts)


def check_day(day: date, today: date, *not_before: date | None, field: str) -> None:
    """Raise ImpossibleResidenceDay for a day after today, or before any of these days."""
    earliest = max(each for each in (EARLIEST, *not_before) if each is not None)
    if not earliest <= day <= today:
        raise ImpossibleResidenceDay(field=field, earliest=earliest.isoformat())


def _normal(typed: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", typed).upper().split())


def _is_printable(text: str) -> bool:
    return all(unicodedata.category(character)[0] != "C" for character in text)
