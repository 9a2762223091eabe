"""Rows of an uploaded list as they stand in it, one after the other; the whole is never held."""

import codecs
import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, time
from typing import Any, TextIO
from xml.etree.ElementTree import ParseError

from service.kit.workbooks import undefused
from service.residents.imports.errors import BrokenSheet, EmptySheet, NoHeader, TooManyColumns, TooManyRows
from service.residents.imports.rules.columns import HEADER_WITHIN, LONGEST_CELL, MOST_COLUMNS, is_header
from service.residents.imports.rules.containers import UTF16, SheetType, check_held, type_of

# What no cell shows: NUL, marks of byte order, and characters that turn around what stands beside them.
_UNSEEN = re.compile("[\x00\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

Cell = str | float | None
Row = list[Cell]

_ENCODINGS = ("utf-8-sig", "gb18030")
_DELIMITERS = ",\t;，；|"
_EMPTY_ROWS_AT_MOST = 1000
# Characters in which the first rows stand, and bytes that are looked at at once.
_HEAD, _PORTION = 20_000, 2**16


class Sheet:
    """A list with its header found: `header_row` is its number in the file (from 1), `header` its texts."""

    def __init__(self, header_row: int, header: Row, rows: Iterator[tuple[int, Row]]) -> None:
        self.header_row = header_row
        self.header = [text_of(cell) for cell in header]
        self.rows = rows


def sheet_of(body: bytes, most_rows: int) -> Sheet:
    """The list in this file; its `rows` are (number in the file, cells), trailing empty cells left out.

    Raises what `containers.type_of` does, EmptySheet, NoHeader; while rows are read also TooManyRows, TooManyColumns
    and BrokenSheet.
    """
    raw = _workbook_rows(body) if type_of(body) is SheetType.XLSX else _text_rows(body)
    numbered = _counted(_readable(raw), most_rows)
    seen = 0
    for number, row in numbered:
        seen += 1
        if is_header([text_of(cell) for cell in row]):
            return Sheet(number, row, numbered)
        if seen == HEADER_WITHIN:
            break
    raise NoHeader(rows=HEADER_WITHIN) if seen else EmptySheet


def text_of(cell: Cell) -> str:
    """A cell as a person reads it: whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else repr(cell)
    return cell


def _counted(rows: Iterator[Row], most_rows: int) -> Iterator[tuple[int, Row]]:
    """Rows that are not empty, with their numbers; a sheet that claims a million empty rows ends early."""
    taken = empty = 0
    for number, row in enumerate(rows, 1):
        if not row:
            empty += 1
            if empty > _EMPTY_ROWS_AT_MOST:
                return
            continue
        empty = 0
        taken += 1
        if taken > most_rows + 1:
            raise TooManyRows(most=most_rows)
        yield number, row


def _readable(rows: Iterator[Sequence[Any]]) -> Iterator[Row]:
    """Plain cells, without the empty ones at a row's end. Raises TooManyColumns."""
    for row in rows:
        cells = [_plain(value) for value in row]
        while cells and cells[-1] is None:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise TooManyColumns(most=MOST_COLUMNS)
        yield cells


def _plain(value: Any) -> Cell:
    if value is None or isinstance(value, float):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return float(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    text = undefused(_UNSEEN.sub("", str(value)).strip())
    return text[: LONGEST_CELL + 1] or None


def _workbook_rows(body: bytes) -> Iterator[Sequence[Any]]:
    """The rows of the first sheet that is shown, read as a stream."""
    from service.residents.imports.rules.workbook_reading import (  # noqa: PLC0415 - web workers do without openpyxl
        open_workbook,
    )

    check_held(body)
    try:
        with warnings.catch_warnings():
            # openpyxl tells of styles and validations that it leaves out; we want nothing but values.
            warnings.simplefilter("ignore")
            with closing(open_workbook(io.BytesIO(body))) as book:
                sheet = next((each for each in book.worksheets if each.sheet_state == "visible"), None)
                if sheet is None:
                    raise EmptySheet
                # What a file claims of its size may be wrong, and would cut rows off.
                sheet.reset_dimensions()
                yield from sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
    except (
        ParseError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        EOFError,
        OSError,
    ) as error:
        # Whatever a damaged workbook makes the reader stumble over is the file's fault.
        raise BrokenSheet from error


def _text_rows(body: bytes) -> Iterator[Sequence[Any]]:
    encoding = _encoding_of(body)
    with io.TextIOWrapper(io.BytesIO(body), encoding, newline="") as text:
        delimiter = _delimiter_of(text.read(_HEAD))
        text.seek(0)
        yield from _rows_of(text, delimiter)


def _rows_of(text: TextIO, delimiter: str) -> Iterator[Sequence[Any]]:
    try:
        yield from csv.reader(text, delimiter=delimiter)
    except csv.Error as error:
        raise BrokenSheet from error


def _encoding_of(body: bytes) -> str:
    """The first encoding that fits the whole. Raises BrokenSheet."""
    encodings = ("utf-16",) if body.startswith(UTF16) else _ENCODINGS
    for encoding in encodings:
        if _fits(body, encoding):
            return encoding
    raise BrokenSheet


def _fits(body: bytes, encoding: str) -> bool:
    """Whether all of it can be read so; portion by portion, so that the text is never held."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(body), _PORTION):
            decoder.decode(body[start : start + _PORTION])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter_of(head: str) -> str:
    """What parts the cells: of the usual ones that which stands most often in the first rows, outside quotes."""
    outside_quotes = "".join(head.split('"')[::2])
    first_rows = "\n".join(outside_quotes.splitlines()[:HEADER_WITHIN])
    found = max(_DELIMITERS, key=first_rows.count)
    return found if first_rows.count(found) else ","
