"""The bad rows of a list as a workbook: laid out as they came, with what is wrong behind, to be mended and sent again."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from service.kit.work import UnitOfWork
from service.kit.workbooks import workbook
from service.residents.imports import storage
from service.residents.imports.models import Import, ImportRow
from service.residents.imports.rules.columns import REMARKS_HEADER, Column
from service.residents.imports.rules.outcomes import Outcome, Reason
from service.residents.imports.rules.parts import Part
from service.residents.imports.rules.reading import text_of
from service.residents.imports.storage import import_shelf

_TITLE = "需修改的行"


def remarked_workbook(work: UnitOfWork, wanted: Import) -> Iterator[bytes]:
    """The workbook, as it comes to be."""
    header = storage.read(work, import_shelf(wanted.id, Part.HEADER), 0)[1]
    width = header.index(REMARKS_HEADER) if REMARKS_HEADER in header else len(header)
    kept = [*header[:width], REMARKS_HEADER]
    return workbook(_TITLE, kept, _bad_rows(work, wanted, width))


def _bad_rows(work: UnitOfWork, wanted: Import, width: int) -> Iterator[list[str]]:
    """The bad rows of each piece in turn; never more than one piece is open."""
    for number in range(wanted.pieces):
        piece = storage.read(work, import_shelf(wanted.id, Part.ROWS), number) or []
        numbers = [row_number for row_number, _ in piece]
        query = select(ImportRow.number, ImportRow.remarks).where(
            ImportRow.import_id == wanted.id,
            ImportRow.outcome == Outcome.BAD,
            ImportRow.number.between(numbers[0], numbers[-1]),
        )
        remarks = {row.number: row.remarks for row in work.session.execute(query)}
        for row_number, cells in piece:
            if row_number in remarks:
                texts = [text_of(cell) for cell in cells[:width]]
                yield [*texts, *[""] * (width - len(texts)), _told(remarks[row_number])]


def _told(remarks: list[dict[str, Any]]) -> str:
    """What is wrong with a row, as people read it: `联系电话：不是手机号…`."""
    return "；".join(
        f"{Column(each['column']).words.zh}：{Reason(each['reason']).words.zh}"
        if each["column"]
        else Reason(each["reason"]).words.zh
        for each in remarks
    )
