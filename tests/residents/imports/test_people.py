"""What rows mean: cells as Excel left them, and everything that is wrong with a row at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from service.residents.homes.rules import Relation
from service.residents.imports.rules import cells
from service.residents.imports.rules.cells import BadCell
from service.residents.imports.rules.columns import Column
from service.residents.imports.rules.outcomes import BadRow, Reason, Remark
from service.residents.imports.rules.people import PlaceWords, person_of
from service.residents.imports.rules.places import Place, Places
from service.residents.people.errors import WRONG_ID_NUMBERS, WRONG_NAMES, WRONG_PHONES
from service.residents.people.rules import Sex

MAPPING = dict(enumerate(Column))
ID_NUMBER = "330211194001011022"


def row(**cells_by_column: Any) -> list[Any]:
    return [cells_by_column.get(column.value) for column in Column]


@pytest.mark.parametrize(
    "cell",
    [
        13812345678.0,
        "13812345678",
        "138 1234 5678",
        "１３８１２３４５６７８",
        "1.3812345678E10",
        "13812345678/0574-86251234",
        "13812345678|13912345678",
        "13812345678\n13912345678",
    ],
)
def test_a_telephone_is_one_however_it_was_typed(cell: Any) -> None:
    assert cells.phone(cell) == "+8613812345678"


@pytest.mark.parametrize(
    "cell",
    [
        14612.0,
        "1940-01-02",
        "1940/1/2",
        "1940年1月2日",
        "19400102",
        "１９４０．１．２",
        "1940-01-02 00:00:00",
    ],
)
def test_a_date_is_one_whether_text_or_a_count_of_days(cell: Any) -> None:
    assert cells.day(cell) == date(1940, 1, 2)


@pytest.mark.parametrize("cell", ["不详", "1940-13-02", 99999999.0, -5.0])
def test_what_is_no_date_is_bad(cell: Any) -> None:
    with pytest.raises(BadCell):
        cells.day(cell)


@pytest.mark.parametrize("cell", [330211194001011022.0, "3.30211E+17", "3.30211194001011E+17"])
def test_an_id_number_that_excel_has_rounded_says_so(cell: Any) -> None:
    with pytest.raises(BadCell) as caught:
        cells.id_number(cell)

    assert caught.value.reason is Reason.ID_NUMBER_ROUNDED


@pytest.mark.parametrize(
    ("read", "cell", "reason"),
    [
        (cells.id_number, "330211194001011023", Reason.ID_NUMBER_CHECK_DIGIT),
        (cells.id_number, "330211194013011022", Reason.ID_NUMBER_BIRTH_DATE),
        (cells.id_number, "330211400101102", Reason.OLD_ID_NUMBER),
        (cells.id_number, "13812345678", Reason.PHONE_IN_ID_NUMBER),
        (cells.id_number, "33021119400101102", Reason.BAD_ID_NUMBER),
        (cells.phone, ID_NUMBER, Reason.ID_NUMBER_IN_PHONE),
        (cells.phone, "1381234567", Reason.BAD_PHONE),
        (cells.name, "13812345678", Reason.NUMBER_IN_NAME),
    ],
)
def test_what_the_mistake_seems_to_be_is_said(read: Callable[[Any], Any], cell: str, reason: Reason) -> None:
    with pytest.raises(BadCell) as caught:
        read(cell)

    assert caught.value.reason is reason


def test_every_way_to_refuse_a_name_or_number_is_a_reason() -> None:
    codes = {each.code for each in (*WRONG_NAMES, *WRONG_PHONES, *WRONG_ID_NUMBERS)}

    assert codes <= {reason.value for reason in Reason}


@pytest.mark.parametrize(
    "cell", [ID_NUMBER, f"'{ID_NUMBER}", f" {ID_NUMBER} ", "３３０２１１１９４００１０１１０２２"]
)
def test_an_id_number_is_one_however_it_was_typed(cell: Any) -> None:
    assert cells.id_number(cell) == ID_NUMBER


@pytest.mark.parametrize("cell", ["无", "-", "/", "", None, "  "])
def test_what_people_write_for_nothing_is_nothing(cell: Any) -> None:
    assert cells.phone(cell) is None
    assert cells.name(cell) is None


def test_a_row_becomes_a_person() -> None:
    person = person_of(
        row(
            name="陈 阿婆",
            id_number=ID_NUMBER,
            phone=13812345678.0,
            sex="女",
            ethnicity="汉",
            building="3幢",
            unit="2单元",
            room=301.0,
            relation="户主",
            tags="独居、低保",
        ),
        MAPPING,
    )

    assert person.name == "陈阿婆"
    assert (person.sex, person.birth_on) == (Sex.FEMALE, date(1940, 1, 1))
    assert (person.place, person.unit, person.room) == (PlaceWords(building="3幢"), "2", "301")
    assert person.relation is Relation.HOUSEHOLDER
    assert person.tags == ("独居", "低保")


def test_a_bad_row_names_all_that_is_wrong_with_it() -> None:
    with pytest.raises(BadRow) as caught:
        person_of(row(name="陈123", id_number="1234", phone="99", sex="?", building="3幢"), MAPPING)

    assert set(caught.value.remarks) == {
        Remark(Reason.BAD_NAME, "name"),
        Remark(Reason.BAD_ID_NUMBER, "id_number"),
        Remark(Reason.BAD_PHONE, "phone"),
        Remark(Reason.BAD_SEX, "sex"),
        Remark(Reason.ROOM_MISSING, "room"),
    }


def test_sex_and_birth_date_must_be_those_of_the_id_number() -> None:
    with pytest.raises(BadRow) as caught:
        person_of(row(name="陈阿婆", id_number=ID_NUMBER, sex="男", birth_on="1941-01-01"), MAPPING)

    assert [remark.reason for remark in caught.value.remarks] == [
        Reason.SEX_CONTRADICTS,
        Reason.BIRTH_CONTRADICTS,
    ]


def test_a_name_alone_tells_nobody() -> None:
    with pytest.raises(BadRow) as caught:
        person_of(row(name="陈阿婆"), MAPPING)

    assert [remark.reason for remark in caught.value.remarks] == [Reason.UNTELLABLE]


def test_who_bears_the_householders_name_is_the_householder() -> None:
    person = person_of(row(name="陈阿婆", id_number=ID_NUMBER, householder="陈阿婆"), MAPPING)

    assert person.relation is Relation.HOUSEHOLDER


def _tree() -> Places:
    top = ("3302", "330211", "330211001")
    community = (*top, "330211001001")
    grids = [(*community, "330211001001-001"), (*community, "330211001001-002")]
    return Places(
        [
            Place("330211001", "street", "招宝山街道", top),
            Place("330211001001", "community", "胜利路社区", community),
            *(
                Place(path[-1], "grid", name, path)
                for path, name in zip(grids, ("第一网格", "第二网格"), strict=True)
            ),
            Place("b1", "building", "桂花苑 3 幢", (*grids[0], "b1")),
            Place("b2", "building", "4号楼", (*grids[0], "b2")),
            Place("b3", "building", "4幢", (*grids[1], "b3")),
        ]
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (PlaceWords(), "330211001001"),
        (PlaceWords(grid="第一网格"), "330211001001-001"),
        (PlaceWords(building="3幢"), "b1"),
        (PlaceWords(building="桂花苑3幢"), "b1"),
        (PlaceWords(building="03"), "b1"),
        (PlaceWords(building="三号楼"), "b1"),
        (PlaceWords(grid="第二网格", building="4"), "b3"),
        (PlaceWords(community="胜利路"), "330211001001"),
    ],
)
def test_places_are_found_by_what_people_call_them(words: PlaceWords, code: str) -> None:
    assert _tree().meant(words, "330211001001") == code


@pytest.mark.parametrize(
    ("words", "default", "reason"),
    [
        (PlaceWords(building="9幢"), "330211001001", Reason.NO_SUCH_BUILDING),
        (PlaceWords(building="4幢"), "330211001001", Reason.PLACE_AMBIGUOUS),
        (PlaceWords(grid="第九网格"), "330211001001", Reason.NO_SUCH_PLACE),
        (PlaceWords(), "330211001", Reason.NO_SUCH_PLACE),
    ],
)
def test_a_place_that_is_not_plain_is_bad(words: PlaceWords, default: str, reason: Reason) -> None:
    with pytest.raises(BadRow) as caught:
        _tree().meant(words, default)

    assert caught.value.remarks[0].reason is reason
