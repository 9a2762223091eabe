"""What the columns of a list hold, by which names communities call them, and where the header is."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from service.kit.texts import Worded
from service.kit.workbooks import letters_of
from service.residents.imports.errors import BadMapping

HEADER_WITHIN = 20
MOST_COLUMNS = 200
LONGEST_CELL = 500
_NOISE = re.compile(r"[\s*:：、,，()（）\[\]【】/\\._-]|必填|选填")
_LETTERS = re.compile(r"[A-Z]{1,3}")
REMARKS_HEADER = "问题"


class Column(Worded):
    """What a column holds; its words are the header that is exported."""

    NAME = "name", "姓名", "name"
    ID_NUMBER = "id_number", "身份证号", "ID number"
    PHONE = "phone", "联系电话", "telephone"
    SEX = "sex", "性别", "sex"
    BIRTH_ON = "birth_on", "出生日期", "birth date"
    ETHNICITY = "ethnicity", "民族", "ethnic group"
    COMMUNITY = "community", "社区", "community"
    ESTATE = "estate", "小区", "estate"
    GRID = "grid", "网格", "grid"
    BUILDING = "building", "楼栋", "building"
    UNIT = "unit", "单元", "unit"
    ROOM = "room", "室号", "room"
    ADDRESS = "address", "地址", "address"
    RELATION = "relation", "与户主关系", "relation to the householder"
    HOUSEHOLDER = "householder", "户主姓名", "householder"
    TAGS = "tags", "标签", "tags"


_SYNONYMS: dict[Column, tuple[str, ...]] = {
    Column.NAME: ("姓名", "名字", "居民姓名", "人员姓名", "name"),
    Column.ID_NUMBER: ("身份证号", "身份证", "身份证号码", "公民身份号码", "证件号码", "证件号", "idnumber"),
    Column.PHONE: ("手机", "手机号", "手机号码", "联系电话", "电话", "电话号码", "联系方式", "phone"),
    Column.SEX: ("性别", "sex"),
    Column.BIRTH_ON: ("出生日期", "出生年月日", "生日", "出生", "出生年月", "birthdate"),
    Column.ETHNICITY: ("民族", "ethnicgroup"),
    Column.COMMUNITY: ("社区", "村", "社区村", "村社", "所属社区", "community"),
    Column.ESTATE: ("小区", "小区名称", "所属小区", "estate"),
    Column.GRID: ("网格", "所属网格", "网格名称", "grid"),
    Column.BUILDING: ("楼栋", "幢", "楼", "楼号", "栋", "幢号", "楼幢", "楼栋号", "building"),
    Column.UNIT: ("单元", "单元号", "unit"),
    Column.ROOM: ("室", "房号", "室号", "房间号", "门牌", "门牌号", "门牌室", "户室", "room"),
    Column.ADDRESS: ("地址", "住址", "现住址", "居住地址", "家庭住址", "详细地址", "现居住地址", "address"),
    Column.RELATION: ("与户主关系", "户主关系", "关系", "家庭关系", "relationtothehouseholder", "relation"),
    Column.HOUSEHOLDER: ("户主", "户主姓名", "householder"),
    Column.TAGS: ("标签", "人员类别", "人员标签", "类别", "重点人群", "人群类别", "tags"),
}
_COLUMNS = {synonym: column for column, synonyms in _SYNONYMS.items() for synonym in synonyms}

ColumnMapping = dict[int, Column]


def column_called(header: str) -> Column | None:
    """What a column with this header holds; None when the header says nothing we know."""
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", header)).lower()
    return _COLUMNS.get(plain)


def is_header(texts: Sequence[str]) -> bool:
    """Whether these cells name columns: the name's, and at least one more."""
    found = {column_called(text) for text in texts} - {None}
    return Column.NAME in found and len(found) > 1


def proposed(texts: Sequence[str]) -> ColumnMapping:
    """Which column holds what, by its header; of two that would hold the same the first."""
    mapping: ColumnMapping = {}
    for place, text in enumerate(texts):
        column = column_called(text)
        if column is not None and column not in mapping.values():
            mapping[place] = column
    return mapping


def confirmed(wanted: Mapping[str, Column | None], proposal: ColumnMapping, width: int) -> ColumnMapping:
    """The proposal with what was said otherwise, by column letters; None ignores a column. Raises BadMapping."""
    named = {place_of(letters): column for letters, column in wanted.items()}
    if any(place >= width for place in named):
        raise BadMapping(field="mapping")
    said = {column for column in named.values() if column is not None}
    kept = {place: column for place, column in proposal.items() if place not in named and column not in said}
    mapping = kept | {place: column for place, column in named.items() if column is not None}
    if Column.NAME not in mapping.values() or len(set(mapping.values())) < len(mapping):
        raise BadMapping(field="mapping")
    return dict(sorted(mapping.items()))


def place_of(letters: str) -> int:
    """The place of the column with these letters, from 0. Raises BadMapping."""
    if not _LETTERS.fullmatch(letters):
        raise BadMapping(field="mapping")
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def said(kept: Mapping[str, Any]) -> dict[str, Column | None]:
    """What was said of columns before the header was known, as the database keeps it."""
    return {letters: Column(column) if column else None for letters, column in kept.items()}


def stored(mapping: ColumnMapping) -> dict[str, Any]:
    """The mapping as the database keeps it."""
    return {letters_of(place): column.value for place, column in mapping.items()}


def restored(kept: Mapping[str, Any]) -> ColumnMapping:
    """The mapping of what the database keeps."""
    return {place_of(letters): Column(column) for letters, column in kept.items()}
