"""Writing a workbook as a stream: one sheet of texts, never held as a whole, never on disk in clear.

Every cell is a text in a column formatted as text, so ID numbers stay whole and nothing is taken for a formula when
the file is opened; what begins like one gets a mark in front besides, for when it is saved as csv and opened again. A
decimal alone is a number, with two places, to be added up.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TypeAlias
from xml.sax.saxutils import escape

from service.kit.characters import IMPOSSIBLE

Cell: TypeAlias = str | Decimal
FORMULA_MARK = "'"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
_FLUSH_AT = 256 * 1024
_WIDTH = 16
_WHEN = (1980, 1, 1, 0, 0, 0)

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
    "</Types>"
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{0}</Relationships>'
)
_ROOT = _RELATIONS.format(
    f'<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/>'
)
_BOOK_PARTS = _RELATIONS.format(
    f'<Relationship Id="rId1" Type="{_RELATION}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATION}/styles" Target="styles.xml"/>'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BOOK = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><sheets>'
    '<sheet name="{0}" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
# Style 1 is text (format 49), style 2 the header: text in bold; style 3 a number with two places (format 4).
_STYLES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>'
    '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_SHEET_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    '<cols><col min="1" max="{0}" width="{1}" style="1" customWidth="1"/></cols><sheetData>'
)
_SHEET_END = "</sheetData></worksheet>"


def defused(value: str) -> str:
    """A text that no spreadsheet takes for a formula, in this file or in a csv saved from it."""
    return f"{FORMULA_MARK}{value}" if value.startswith(_FORMULA_STARTS) else value


def undefused(value: str) -> str:
    """A text that we have written, without our mark."""
    return value[1:] if value[:1] == FORMULA_MARK and value[1:].startswith(_FORMULA_STARTS) else value


def letters_of(place: int) -> str:
    """By which letters a spreadsheet calls its column: A, B, …, Z, AA."""
    letters = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def workbook(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The bytes of an xlsx with one sheet, as they come to be."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _ROOT),
            ("xl/workbook.xml", _BOOK.format(escape(title, {'"': "&quot;"}))),
            ("xl/_rels/workbook.xml.rels", _BOOK_PARTS),
            ("xl/styles.xml", _STYLES),
        ):
            archive.writestr(_entry(name), content)
        with archive.open(_entry("xl/worksheets/sheet1.xml"), "w") as sheet:
            sheet.write(_SHEET_HEAD.format(max(len(header), 1), _WIDTH).encode())
            sheet.write(_row(1, header, style=2))
            for number, row in enumerate(rows, 2):
                sheet.write(_row(number, row, style=1))
                if sink.size >= _FLUSH_AT:
                    yield sink.taken()
            sheet.write(_SHEET_END.encode())
    yield sink.taken()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _WHEN)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _row(number: int, cells: Sequence[Cell], *, style: int) -> bytes:
    parts = [
        _number(f"{letters_of(place)}{number}", cell)
        if isinstance(cell, Decimal)
        else _text(f"{letters_of(place)}{number}", cell, style)
        for place, cell in enumerate(cells)
        if cell != ""
    ]
    return f'<row r="{number}">{"".join(parts)}</row>'.encode()


def _text(place: str, cell: str, style: int) -> str:
    told = escape(IMPOSSIBLE.sub("", defused(cell)))
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{told}</t></is></c>'


def _number(place: str, cell: Decimal) -> str:
    return f'<c r="{place}" s="3"><v>{cell:f}</v></c>'


class _Sink(io.RawIOBase):
    """Where the archive writes; what has come is taken away now and then."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, part: object) -> int:
        content = bytes(part)  # type: ignore[call-overload]
        self._parts.append(content)
        self.size += len(content)
        return len(content)

    def taken(self) -> bytes:
        """What has come since the last time."""
        content = b"".join(self._parts)
        self._parts.clear()
        self.size = 0
        return content
