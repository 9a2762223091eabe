"""How questions about homes are narrowed to the part of the region tree that the actor serves."""

from typing import TypeVar

from sqlalchemy import Select, false

from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.homes.models import Home
from service.residents.people import permissions

T = TypeVar("T")


def visible(work: UnitOfWork, query: Select[T]) -> Select[T]:
    """What is asked of homes, only of those that the actor may see."""
    if work.actor.is_system:
        return query
    tops = permissions.served_regions(work.actor)
    return query.where(Home.region_code.in_(regions.below(tops)) if tops else false())
