"""A row of a list as the person it speaks of, or all that is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from service.residents.homes.errors import BadRoom
from service.residents.homes.rules import Relation, normal_room, normal_unit
from service.residents.imports.rules import cells
from service.residents.imports.rules.cells import BadCell
from service.residents.imports.rules.columns import Column, ColumnMapping
from service.residents.imports.rules.outcomes import BadRow, Reason, Remark
from service.residents.imports.rules.reading import Cell, Row
from service.residents.people.rules import Ethnicity, Sex

T = TypeVar("T")

LONGEST_ADDRESS = 200
_LONGEST_WORD = 60
_RELATIONS: dict[Relation, str] = {
    Relation.HOUSEHOLDER: "户主 本人 本户户主",
    Relation.SPOUSE: "配偶 妻 妻子 夫 丈夫 爱人 老婆 老公",
    Relation.SON: "子 儿子 长子 次子 三子 四子 五子 独生子 养子 继子 其他儿子",
    Relation.DAUGHTER: "女 女儿 长女 次女 二女 三女 四女 五女 独生女 养女 继女 其他女儿",
    Relation.GRANDCHILD: "孙 孙子 孙女 外孙 外孙子 外孙女 曾孙 曾孙子 曾孙女 孙子女 外孙子女 孙子女或外孙子女",
    Relation.PARENT: "父 母 父亲 母亲 父母 公公 婆婆 公婆 岳父 岳母 继父 继母 养父 养母",
    Relation.GRANDPARENT: "祖父 祖母 爷爷 奶奶 外祖父 外祖母 外公 外婆 祖父母 外祖父母 祖父母或外祖父母 曾祖父 曾祖母",
    Relation.SIBLING: "兄 弟 姐 妹 哥哥 弟弟 姐姐 妹妹 兄弟 姐妹 兄弟姐妹",
    Relation.OTHER: "其他 其它 儿媳 媳妇 女婿 孙媳 侄子 侄女 外甥 外甥女 其他亲属 亲戚 亲属 非亲属 租客 租户 承租人 保姆 同住",
}
RELATIONS = {word: relation for relation, text in _RELATIONS.items() for word in text.split()}
_ETHNICITIES = {each.words.zh.removesuffix("族"): each for each in Ethnicity}


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """How a row names the place where somebody lives, from the community down."""

    community: str | None = None
    estate: str | None = None
    grid: str | None = None
    building: str | None = None


@dataclass(frozen=True, slots=True)
class WantedPerson:
    """What a row says of a person, in the register's form."""

    name: str
    id_number: str | None
    phone: str | None
    sex: Sex | None
    birth_on: date | None
    ethnicity: Ethnicity | None
    place: PlaceWords
    unit: str
    room: str | None
    address: str | None
    relation: Relation | None
    householder: str | None
    tags: tuple[str, ...]

    @property
    def is_householder(self) -> bool:
        return self.relation is Relation.HOUSEHOLDER


def person_of(row: Row, mapping: ColumnMapping) -> WantedPerson:
    """Whom a row speaks of. Raises BadRow with everything that is wrong with it."""
    reader = _Reader({column: row[place] for place, column in mapping.items() if place < len(row)})
    facts = reader.facts()
    reader.check_whole(facts)
    if reader.remarks:
        raise BadRow(reader.remarks)
    return WantedPerson(**facts)


class _Reader:
    """The cells of one row by what they hold, and what was found wrong so far."""

    def __init__(self, row: Mapping[Column, Cell]) -> None:
        self._row = row
        self.remarks: list[Remark] = []

    def facts(self) -> dict[str, Any]:
        name = self._read(Column.NAME, cells.name)
        if name is None and not self.remarks:
            self._remark(Reason.NAME_MISSING, Column.NAME)
        id_number = self._read(Column.ID_NUMBER, cells.id_number)
        unit, room = self._unit(), self._room()
        relation = self._read(Column.RELATION, _relation)
        householder = self._read(Column.HOUSEHOLDER, _name_of_householder)
        if relation is None and householder is not None and householder == name:
            relation = Relation.HOUSEHOLDER
        return {
            "name": name,
            "id_number": id_number,
            "phone": self._read(Column.PHONE, cells.phone),
            "sex": self._sex(id_number),
            "birth_on": self._birth_on(id_number),
            "ethnicity": self._read(Column.ETHNICITY, _ethnicity),
            "place": PlaceWords(
                community=self._word(Column.COMMUNITY),
                estate=self._word(Column.ESTATE),
                grid=self._word(Column.GRID),
                building=self._word(Column.BUILDING),
            ),
            "unit": unit or "",
            "room": room,
            "address": self._read(Column.ADDRESS, lambda cell: cells.words(cell, LONGEST_ADDRESS)),
            "relation": relation,
            "householder": householder,
            "tags": self._read(Column.TAGS, cells.tags) or (),
        }

    def check_whole(self, facts: Mapping[str, Any]) -> None:
        """What no cell shows by itself."""
        names_home = facts["place"].building is not None or bool(facts["unit"])
        if names_home and facts["room"] is None and not self._has_remark(Column.ROOM):
            self._remark(Reason.ROOM_MISSING, Column.ROOM)
        told = facts["id_number"] or facts["phone"] or facts["room"] or facts["address"]
        if not told and not self.remarks:
            self._remark(Reason.UNTELLABLE)

    def _sex(self, id_number: str | None) -> Sex | None:
        said = self._read(Column.SEX, cells.sex)
        if id_number is None:
            return Sex(said) if said else None
        sex = Sex.MALE if int(id_number[16]) % 2 else Sex.FEMALE
        if said is not None and said != sex:
            self._remark(Reason.SEX_CONTRADICTS, Column.SEX)
        return sex

    def _birth_on(self, id_number: str | None) -> date | None:
        said = self._read(Column.BIRTH_ON, cells.day)
        if id_number is None:
            return said
        born = datetime.strptime(id_number[6:14], "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
        if said is not None and said != born:
            self._remark(Reason.BIRTH_CONTRADICTS, Column.BIRTH_ON)
        return born

    def _unit(self) -> str | None:
        return self._read(Column.UNIT, lambda cell: _home_part(cell, normal_unit))

    def _room(self) -> str | None:
        return self._read(Column.ROOM, lambda cell: _home_part(cell, normal_room))

    def _word(self, column: Column) -> str | None:
        return self._read(column, lambda cell: cells.plain(cells.words(cell, _LONGEST_WORD))) or None

    def _read(self, column: Column, read: Callable[[Cell], T | None]) -> T | None:
        cell = self._row.get(column)
        if cell is None:
            return None
        try:
            return read(cell)
        except BadCell as bad:
            self._remark(bad.reason, column)
            return None

    def _remark(self, reason: Reason, column: Column | None = None) -> None:
        self.remarks.append(Remark(reason, column.value if column else None))

    def _has_remark(self, column: Column) -> bool:
        return any(remark.column == column for remark in self.remarks)


def _relation(cell: Cell) -> Relation | None:
    text = cells.plain(cell)
    if text and text not in RELATIONS:
        raise BadCell(Reason.BAD_RELATION)
    return RELATIONS.get(text)


def _ethnicity(cell: Cell) -> Ethnicity | None:
    """What we do not know is left out: it decides nothing, and no row is sent back for it."""
    return _ETHNICITIES.get(cells.plain(cell).removesuffix("族"))


def _name_of_householder(cell: Cell) -> str | None:
    """The householder's name; some lists have yes or no here, of which the yes is said by the relation as well."""
    try:
        return cells.name(cell)
    except BadCell:
        return None


def _home_part(cell: Cell, normal: Callable[[str], str]) -> str | None:
    text = cells.plain(cell)
    if not text:
        return None
    try:
        return normal(text)
    except BadRoom as error:
        raise BadCell(Reason.BAD_ROOM) from error
