"""Reading a workbook as a stream: openpyxl, but for the table of its texts, which it would hold as one list of strings.

A list of 10⁵ people has some 4·10⁵ texts: as strings more than a hundred MiB, here the bytes they are and four each.
"""

from array import array
from collections.abc import Iterator
from typing import IO, Any
from xml.etree.ElementTree import Element

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from service.residents.imports.errors import UnsafeWorkbook
from service.residents.imports.rules.columns import LONGEST_CELL

# Of a list of 10⁵ people some 4·10⁵ texts and 11 MB stay.
MOST_TEXTS, MOST_BYTES = 4_000_000, 128 * 2**20
_TEXT = f"{{{SHEET_MAIN_NS}}}si"
# How openpyxl writes an underscore that would be read as the beginning of a character's number.
_ESCAPED = "x005F_"


class CompactTexts:
    """Texts by their numbers, as far as a cell is read, held as one row of bytes."""

    def __init__(self, texts: Iterator[str]) -> None:
        self._bytes = bytearray()
        self._ends = array("L")
        for text in texts:
            self._bytes += text[: LONGEST_CELL + 1].encode("utf-8", "surrogatepass")
            self._ends.append(len(self._bytes))
            if len(self._bytes) > MOST_BYTES or len(self._ends) > MOST_TEXTS:
                raise UnsafeWorkbook(field="file")

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self._ends):
            raise IndexError(number)
        start = self._ends[number - 1] if number else 0
        return self._bytes[start : self._ends[number]].decode("utf-8", "surrogatepass")


class WorkbookReader(ExcelReader):  # type: ignore[misc] # openpyxl tells no types
    """openpyxl's reader, with compact texts."""

    def read_strings(self) -> None:
        table = self.package.find(SHARED_STRINGS)
        if table is not None:
            with self.archive.open(table.PartName[1:]) as source:
                self.shared_strings = CompactTexts(_texts(source))


def open_workbook(file: IO[bytes]) -> Any:
    """The workbook in this file, to be read row by row; values only, as they were when it was saved."""
    reader = WorkbookReader(file, read_only=True, data_only=True)
    reader.read()
    return reader.wb


def _texts(source: IO[bytes]) -> Iterator[str]:
    """The texts of the table, each let go once it was read."""
    events = iterparse(source, events=("start", "end"))
    root: Element | None = None
    for event, node in events:
        root = node if root is None else root
        if event == "end" and node.tag == _TEXT:
            yield Text.from_tree(node).content.replace(_ESCAPED, "")
            root.clear()
