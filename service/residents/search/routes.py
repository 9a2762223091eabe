"""Searching the register over HTTP."""

from typing import Any

from service.kit.api import Blueprint
from service.kit.errors import OutOfScope
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.residents.search import queries
from service.residents.search.queries import FoundResident
from service.residents.search.schemas import FoundResidentSchema, ResidentFilterSchema
from service.residents.tags.errors import NoSuchTag

search = Blueprint(
    "resident_search", url_prefix="/residents", description="查找: residents by place, name, number and tag."
)


@search.get(audited=True)
@search.paged(FoundResidentSchema, ResidentFilterSchema)
@search.fails(OutOfScope, NoSuchTag)
def list_residents(work: UnitOfWork, wanted: dict[str, Any]) -> Page[FoundResident]:
    """List the residents of one's part of the district.

    By `tag` one finds whom one may see it on; who is found by a sensitive one, or shown with it, sees that in their access
    log.
    """
    return queries.residents(work, **wanted)
