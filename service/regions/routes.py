"""Places over HTTP."""

from typing import Any

from service.kit.api import Blueprint
from service.kit.errors import OutOfScope
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.regions import actions, queries
from service.regions.errors import CodesUsedUp, ImpossibleDay, NoSuchRegion, WrongParent
from service.regions.models import Region
from service.regions.queries import Standing
from service.regions.rules import Level
from service.regions.schemas import (
    RegionChangesSchema,
    RegionDaySchema,
    RegionFilterSchema,
    RegionRequestSchema,
    RegionSchema,
    RegionStandingSchema,
)

regions = Blueprint(
    "regions", url_prefix="/regions", description="地区: the dated tree of places from city to building."
)


@regions.get()
@regions.paged(RegionSchema, RegionFilterSchema)
def list_regions(work: UnitOfWork, wanted: dict[str, Any]) -> Page[Region]:
    """List places of today's tree by parent, level and name, in the order of their codes."""
    return queries.regions(work, **wanted)


@regions.get("/<string(maxlength=40):code>")
@regions.arguments(RegionDaySchema, location="query")
@regions.response(200, RegionStandingSchema)
def get_region(work: UnitOfWork, wanted: dict[str, Any], code: str) -> Standing:
    """Read a place with its path, as it stands today or stood on another day.

    404 when it did not exist on that day.
    """
    return work.found(queries.standing(work, code, wanted.get("on")))


@regions.post()
@regions.arguments(RegionRequestSchema)
@regions.response(201, RegionStandingSchema)
@regions.fails(OutOfScope, NoSuchRegion, WrongParent, CodesUsedUp)
def add_region(work: UnitOfWork, asked: dict[str, Any]) -> Standing:
    """Add an estate, a grid or a building inside a community one works for.

    The service gives the code, for life: the parent's, a hyphen and three digits.
    """
    return actions.add_region(
        work, parent_code=asked["parent_code"], level=Level(asked["level"]), name=asked["name"]
    )


@regions.patch("/<string(maxlength=40):code>")
@regions.arguments(RegionChangesSchema)
@regions.response(200, RegionStandingSchema)
@regions.fails(OutOfScope, NoSuchRegion, WrongParent, ImpossibleDay)
def change_region(work: UnitOfWork, changes: dict[str, Any], code: str) -> Standing:
    """Rename or move an estate, a grid or a building, from today or a later day on.

    It keeps its code and takes along what lies below it. Days before stay as they were. A change for a later day
    takes hold on that day; what is decided afterwards takes its place. Moving to another community needs a
    duty in both.
    """
    return actions.change_region(work, code, **changes)
