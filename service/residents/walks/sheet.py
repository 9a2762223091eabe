"""The walk on paper."""

from datetime import datetime
from pathlib import Path

from flask import Response

from service.kit.clock import local
from service.kit.paper import Paper
from service.residents.rules import ResidentStatus
from service.residents.walks.actions import Walk
from service.residents.walks.rules import spoken_phone

_PAPER = Paper(Path(__file__).parent, phone=spoken_phone)


def printed(walk: Walk, *, printed_by: str, printed_at: datetime) -> Response:
    """The page, in Chinese, which says who printed it and when, and that it is to be shredded."""
    people = [person for stop in walk.stops for person in stop.people()]
    return _PAPER.answer(
        walk=walk,
        printed_by=printed_by,
        printed_at=f"{local(printed_at):%Y-%m-%d %H:%M}",
        homes=sum(len(stop.homes) for stop in walk.stops),
        people=len(people),
        pending=ResidentStatus.PENDING,
        day=lambda moment: f"{local(moment):%m-%d %H:%M}",
    )
