"""Walks over HTTP."""

from typing import Any

from flask import Response

from service.kit.api import Blueprint
from service.kit.errors import OutOfScope
from service.kit.pages import Page
from service.kit.paper import HTML
from service.kit.work import UnitOfWork
from service.residents.walks import actions, sheet
from service.residents.walks.errors import TooLongToPrint
from service.residents.walks.queries import WalkStop
from service.residents.walks.schemas import WalkArgumentsSchema, WalkStopSchema

walks = Blueprint(
    "walks",
    url_prefix="/walks",
    description="走访: a worker's grid, house by house, and how to reach people.",
)


@walks.get("/<region_code>", audited=False, kept_nowhere=True)
@walks.paged(WalkStopSchema, WalkArgumentsSchema)
@walks.fails(OutOfScope)
def get_walk(work: UnitOfWork, wanted: dict[str, Any], region_code: str) -> Page[WalkStop]:
    """Walk through a community, estate, grid or building of one's duty, building by building.

    Telephones are in full; each person shown can see in their access log who read them.
    """
    return actions.walk(work, region_code, **{"cursor": None, **wanted})


@walks.get("/<region_code>/print", audited=False, kept_nowhere=True)
@walks.response(200, {"type": "string"}, content_type=HTML)
@walks.fails(OutOfScope, TooLongToPrint)
def print_walk(work: UnitOfWork, region_code: str) -> Response:
    """Read a grid, an estate or a building as a page to print, which needs no network once it is there."""
    walk = actions.walk_to_print(work, region_code)
    return sheet.printed(walk, printed_by=work.actor.display_name, printed_at=work.now)
