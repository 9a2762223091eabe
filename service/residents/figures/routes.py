"""Figures over HTTP."""

from typing import Any

from service.kit.api import Blueprint
from service.kit.errors import NotFound, OutOfScope
from service.kit.work import UnitOfWork
from service.residents.figures import queries
from service.residents.figures.queries import Figures
from service.residents.figures.schemas import FiguresArgumentsSchema, FiguresSchema

figures = Blueprint(
    "figures", url_prefix="/figures", description="数据: how many people there are, and where."
)


@figures.get("/residents")
@figures.arguments(FiguresArgumentsSchema, location="query")
@figures.response(200, FiguresSchema)
@figures.fails(NotFound, OutOfScope)
def count_residents(work: UnitOfWork, wanted: dict[str, Any]) -> Figures:
    """Count the people of a place: exactly for who serves it, else with small figures hidden and others rounded."""
    return queries.figures(work, wanted["region_code"], wanted["by"])
