"""Homes over HTTP."""

from typing import Any
from uuid import UUID

from service.kit.api import Blueprint
from service.kit.errors import OutOfScope
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.residents.errors import NoSuchCommunity
from service.residents.homes import actions, queries
from service.residents.homes.errors import BadRoom, HomeOnRecord
from service.residents.homes.queries import ListedHome, ShownHome
from service.residents.homes.schemas import (
    HomeChangesSchema,
    HomeDaySchema,
    HomeFilterSchema,
    HomeSchema,
    ListedHomeSchema,
    NewHomeSchema,
)
from service.residents.people import permissions

homes = Blueprint("homes", url_prefix="/homes", description="住处: dwellings, and who lives in them.")


@homes.get()
@homes.paged(ListedHomeSchema, HomeFilterSchema)
@homes.fails(OutOfScope)
def list_homes(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ListedHome]:
    """List the homes of one's part of the district, as one walks past them."""
    work.require(bool(permissions.served_regions(work.actor)))
    return queries.homes(work, **wanted)


@homes.post()
@homes.arguments(NewHomeSchema)
@homes.response(201, HomeSchema)
@homes.fails(OutOfScope, NoSuchCommunity, BadRoom, HomeOnRecord)
def add_home(work: UnitOfWork, wanted: dict[str, Any]) -> ShownHome:
    """Put a home on record, whether or not anybody lives there."""
    return queries.shown(work, actions.add_home(work, **wanted))


@homes.get("/<uuid:home_id>")
@homes.arguments(HomeDaySchema, location="query")
@homes.response(200, HomeSchema)
def get_home(work: UnitOfWork, wanted: dict[str, Any], home_id: UUID) -> ShownHome:
    """Read who lives in a home, or who lived there on a day; they see that in their access log."""
    return actions.show_home(work, home_id, wanted.get("on"))


@homes.patch("/<uuid:home_id>")
@homes.arguments(HomeChangesSchema)
@homes.response(200, HomeSchema)
@homes.fails(OutOfScope, NoSuchCommunity, BadRoom, HomeOnRecord)
def change_home(work: UnitOfWork, changes: dict[str, Any], home_id: UUID) -> ShownHome:
    """Correct a home, or put it into the building that has come on record; who lives there follows."""
    home = work.found(queries.home(work, home_id, to_change=True))
    work.expect(home)
    return queries.shown(work, actions.change_home(work, home, changes))
