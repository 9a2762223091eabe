"""The compact texts of a workbook are those that openpyxl reads."""

import io
import zipfile
from xml.sax.saxutils import escape

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.residents.imports.rules.workbook_reading import CompactTexts, open_workbook

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_TABLE = (
    '<Override PartName="/xl/sharedStrings.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)

texts = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1), max_size=9
)


@given(texts=texts)
def test_every_text_is_found_by_its_number(texts: list[str]) -> None:
    compact = CompactTexts(iter(texts))

    assert [compact[number] for number in range(len(compact))] == texts
    with pytest.raises(IndexError):
        compact[len(texts)]


@given(texts=texts)
def test_a_table_of_texts_is_read_as_openpyxl_reads_it(texts: list[str]) -> None:
    body = with_texts(["姓名", *texts])

    mine = column_of(open_workbook(io.BytesIO(body)))
    theirs = column_of(openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True))

    assert mine == theirs


def test_a_text_in_several_styles_is_one_text() -> None:
    body = with_texts(["x"], table="<si><r><t>陈</t></r><r><t>阿婆</t></r></si>")

    assert column_of(open_workbook(io.BytesIO(body))) == ["陈阿婆"]


def with_texts(texts: list[str], table: str | None = None) -> bytes:
    """A workbook whose first column names these texts by their numbers, as Excel writes it."""
    kept, made = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(kept)
    told = table or "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
    cells = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>{n - 1}</v></c></row>' for n in range(1, len(texts) + 1)
    )
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name).decode() for name in old.namelist()}
        types = parts["[Content_Types].xml"].replace("</Types>", f"{_TABLE}</Types>")
        parts |= {
            "[Content_Types].xml": types,
            "xl/sharedStrings.xml": f"{_HEAD}<sst {_SPACE}>{told}</sst>",
            "xl/worksheets/sheet1.xml": f"{_HEAD}<worksheet {_SPACE}><sheetData>{cells}</sheetData></worksheet>",
        }
        for name, part in parts.items():
            new.writestr(name, part)
    return made.getvalue()


def column_of(book: openpyxl.Workbook) -> list[str]:
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    return [row[0] for row in sheet.iter_rows(values_only=True)]
