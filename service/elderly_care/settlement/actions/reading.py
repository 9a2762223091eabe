"""Reading lines of settlements, each reading by staff noted for the elders."""

from typing import Any

from service.elderly_care.settlement import queries
from service.elderly_care.settlement.models import Settlement
from service.elderly_care.settlement.queries import ShownLine
from service.kit.pages import Page
from service.kit.work import UnitOfWork


def read_lines(work: UnitOfWork, row: Settlement, **wanted: Any) -> Page[ShownLine]:
    """A page of lines, noted for whom it is read of."""
    found = queries.lines(work, row, **wanted)
    people = sorted({each.elder_id for each in found.items})
    if people:
        work.audit("list_care_settlement_lines", subject=row.id, people=people)
    return found


def noted(work: UnitOfWork, row: Settlement, line: ShownLine) -> ShownLine:
    """A line that was read with what was done to it."""
    work.audit("list_care_settlement_lines", subject=row.id, people=[line.elder_id])
    return line
