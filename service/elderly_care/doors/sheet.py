"""The codes of a month on paper, to be hung inside a home's door."""

from datetime import datetime
from pathlib import Path

from flask import Response

from service.elderly_care.doors.actions.codes import Sheet
from service.kit.clock import local
from service.kit.paper import Paper

_PAPER = Paper(Path(__file__).parent)
_WEEKDAYS = "一二三四五六日"


def printed(sheet: Sheet, *, printed_at: datetime) -> Response:
    """The page, in Chinese, in large type."""
    return _PAPER.answer(
        sheet=sheet,
        month=f"{sheet.month.year} 年 {sheet.month.month} 月",
        weekday=lambda day: _WEEKDAYS[day.weekday()],
        printed_at=f"{local(printed_at):%Y-%m-%d %H:%M}",
    )
