"""What lists look like: types, encodings, headers, and files that are refused with a reason."""

import io
import zipfile
from random import Random

import openpyxl
import pytest

from service.kit.errors import DomainError
from service.kit.workbooks import letters_of
from service.residents.imports import errors
from service.residents.imports.rules.columns import Column, confirmed, place_of, proposed
from service.residents.imports.rules.reading import Sheet, sheet_of
from tests.residents.imports import lists

HEADER = ["姓名", "身份证号"]
ROW = ["陈阿婆", "330211194001011022"]


def read(body: bytes, most_rows: int = 1000) -> tuple[Sheet, list[tuple[int, list[object]]]]:
    table = sheet_of(body, most_rows)
    return table, list(table.rows)


@pytest.mark.parametrize(
    "body",
    [
        lists.csv(HEADER, ROW),
        lists.csv(HEADER, ROW, encoding="utf-8-sig"),
        lists.csv(HEADER, ROW, encoding="gb18030"),
        lists.csv(HEADER, ROW, encoding="utf-16"),
        lists.csv(HEADER, ROW, end="\r\n"),
        lists.csv(HEADER, ROW, delimiter="\t"),
        lists.csv(HEADER, ROW, delimiter=";"),
        lists.xlsx(HEADER, ROW),
    ],
    ids=["utf-8", "bom", "gb18030", "utf-16", "crlf", "tab", "semicolon", "xlsx"],
)
def test_a_list_reads_the_same_however_it_was_saved(body: bytes) -> None:
    table, rows = read(body)

    assert table.header == HEADER
    assert rows == [(2, ROW)]


def test_rare_characters_survive_every_encoding() -> None:
    names = ["陈㛃", "𠮷野", "王䶮"]

    for encoding in ("utf-8", "gb18030"):
        _, rows = read(lists.csv(HEADER, *([name, "1"] for name in names), encoding=encoding))
        assert [row[0] for _, row in rows] == names


def test_the_header_is_found_below_merged_titles_and_empty_rows() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "胜利路社区居民花名册"
    sheet.merge_cells("A1:F1")
    sheet["A3"], sheet["B3"] = HEADER
    sheet["A4"], sheet["B4"] = ROW
    sheet["A2000"] = None
    kept = io.BytesIO()
    book.save(kept)

    table, rows = read(kept.getvalue())

    assert table.header_row == 3
    assert rows == [(4, ROW)]


def test_cells_may_hold_separators_quotes_and_line_breaks() -> None:
    address = '胜利路 18 号, "老房子"\n后门'

    _, rows = read(lists.csv(["姓名", "地址"], ["陈阿婆", address]))

    assert rows == [(2, ["陈阿婆", address])]


def test_numbers_stay_numbers_so_that_what_excel_rounded_is_known() -> None:
    _, rows = read(lists.xlsx(HEADER, ["陈阿婆", 330211194001011022]))

    assert isinstance(rows[0][1][1], float)


def _bomb() -> bytes:
    return lists.with_entry(lists.xlsx(HEADER, ROW), "xl/bomb.xml", b"0" * 50_000_000)


def _encrypted_flag() -> bytes:
    body = bytearray(lists.xlsx(HEADER, ROW))
    for at in _positions(bytes(body), b"PK\x01\x02"):
        body[at + 8] |= 1
    return bytes(body)


def _positions(body: bytes, mark: bytes) -> list[int]:
    return [at for at in range(len(body)) if body.startswith(mark, at)]


def _plain_zip() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("readme.txt", "hello")
    return kept.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
REFUSED = {
    "empty": (b"", errors.EmptySheet),
    "blank": (b" \r\n ", errors.EmptySheet),
    "an old xls": (OLE, errors.OldWorkbook),
    "locked by a password": (OLE + "EncryptedPackage".encode("utf-16-le"), errors.LockedWorkbook),
    "encrypted entries": (_encrypted_flag(), errors.LockedWorkbook),
    "a zip bomb": (_bomb(), errors.UnsafeWorkbook),
    "macros": (
        lists.with_entry(lists.xlsx(HEADER), "xl/vbaProject.bin", b"Sub Auto_Open()"),
        errors.UnsafeWorkbook,
    ),
    "outside references": (
        lists.with_entry(lists.xlsx(HEADER), "xl/externalLinks/externalLink1.xml", b"<a/>"),
        errors.UnsafeWorkbook,
    ),
    "an entity": (
        lists.with_entry(lists.xlsx(HEADER), "xl/extra.xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "c">]><a/>'),
        errors.UnsafeWorkbook,
    ),
    "a zip bomb beside noise": (
        lists.with_entry(_bomb(), "xl/media/noise.png", Random(1).randbytes(2**18)),
        errors.UnsafeWorkbook,
    ),
    "an entity behind a long comment": (
        lists.with_entry(lists.xlsx(HEADER), "xl/extra.xml", b"<!--" + b"-" * 5000 + b"--><!DOCTYPE a><a/>"),
        errors.UnsafeWorkbook,
    ),
    "an entity behind blanks": (
        lists.with_entry(lists.xlsx(HEADER), "xl/extra.xml", b" " * 5000 + b"<!DOCTYPE a><a/>"),
        errors.UnsafeWorkbook,
    ),
    "an entity in a part of another name": (
        lists.with_entry(lists.xlsx(HEADER), "xl/extra.txt", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'),
        errors.UnsafeWorkbook,
    ),
    "a text that does not end": (
        lists.with_entry(
            lists.xlsx(HEADER), "xl/extra.xml", b"<si>" + Random(1).randbytes(2**22).hex().encode()
        ),
        errors.UnsafeWorkbook,
    ),
    "another zip": (_plain_zip(), errors.UnknownSheetType),
    "half a workbook": (lists.xlsx(HEADER, ROW)[:2000], errors.BrokenSheet),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, errors.UnknownSheetType),
    "a PDF": (b"%PDF-1.7\n", errors.UnknownSheetType),
    "a page of the web": (b"<html><table><tr><td>1</td></tr></table></html>", errors.UnknownSheetType),
    "no header": (lists.csv(ROW, ROW), errors.NoHeader),
    "bytes of no encoding": (b"\x81\xff\xff\xfe, \xff", errors.BrokenSheet),
    "too many columns": (lists.csv(HEADER, ["x"] * 300), errors.TooManyColumns),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_list_is_refused_with_its_reason(case: str) -> None:
    body, refusal = REFUSED[case]

    with pytest.raises(refusal) as caught:
        read(body)

    assert issubclass(refusal, DomainError)
    assert caught.value.tell("zh-CN")


def test_there_is_a_most_of_rows() -> None:
    body = lists.csv(HEADER, *[ROW] * 11)

    read(body, most_rows=11)
    with pytest.raises(errors.TooManyRows):
        read(body, most_rows=10)


def test_headers_are_known_by_many_names() -> None:
    header = [
        "序号",
        "姓 名",
        "证件号码",
        "手机号（必填）",
        "所属社区",
        "幢",
        "单元",
        "房号",
        "与户主关系:",
        "人员类别",
    ]

    assert list(proposed(header).values()) == [
        Column.NAME,
        Column.ID_NUMBER,
        Column.PHONE,
        Column.COMMUNITY,
        Column.BUILDING,
        Column.UNIT,
        Column.ROOM,
        Column.RELATION,
        Column.TAGS,
    ]


def test_a_mapping_is_confirmed_with_changes() -> None:
    proposal = proposed(["姓名", "电话", "电话2"])

    changed = confirmed({"C": Column.PHONE, "B": None}, proposal, 3)

    assert changed == {0: Column.NAME, 2: Column.PHONE}


@pytest.mark.parametrize("wanted", [{"A": None}, {"Z": Column.PHONE}, {"B": Column.NAME, "A": Column.NAME}])
def test_a_mapping_that_does_not_fit_is_refused(wanted: dict[str, Column | None]) -> None:
    with pytest.raises(errors.BadMapping):
        confirmed(wanted, proposed(["姓名", "电话"]), 2)


def test_columns_are_called_by_letters_as_spreadsheets_do() -> None:
    assert [letters_of(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(place_of(letters_of(place)) == place for place in range(1000))


def test_what_no_cell_shows_is_not_kept() -> None:
    _, rows = read(lists.xlsx(["姓名", "地址"], ["\u202d陈阿婆\u202c", "胜利路\u202e 18 号\ufeff"]))

    assert rows == [(2, ["陈阿婆", "胜利路 18 号"])]
