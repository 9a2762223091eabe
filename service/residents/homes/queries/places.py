"""Questions about homes, narrowed to the part of the region tree that the actor serves."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, literal, select, tuple_

from service.kit.errors import OutOfScope
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.homes import rules
from service.residents.homes.models import Home, Household, Residence
from service.residents.homes.queries.households import people
from service.residents.homes.queries.shapes import ListedHome, ShownHome
from service.residents.homes.queries.visible import visible
from service.residents.models import Resident
from service.residents.people import permissions

_ALWAYS = ("estate", "building")
_WRITTEN = ("community", *_ALWAYS)


def home(work: UnitOfWork, home_id: UUID, *, to_change: bool = False) -> Home | None:
    """A home that the actor may see; who reads it `to_change` waits for others who do."""
    query = visible(work, select(Home)).where(Home.id == home_id)
    return work.session.scalar(query.with_for_update(of=Home) if to_change else query)


def home_at(work: UnitOfWork, region_code: str, unit: str, room: str) -> Home | None:
    """The home on record with this unit and room in this very place."""
    query = select(Home).where(Home.region_code == region_code, Home.unit == unit, Home.room == room)
    return work.session.scalar(query)


def home_ids_at(codes: Sequence[str]) -> Select[UUID]:
    """The ids of all homes at or below any of these places in today's tree, for `.in_(…)`."""
    return select(Home.id).where(Home.region_code.in_(regions.below(codes)))


def homes_after(
    work: UnitOfWork, region_code: str, last: tuple[str, str, UUID], limit: int
) -> Sequence[Home]:
    """The next homes in or below a place, in walking order."""
    order = (Home.region_code, Home.walk_order, Home.id)
    there = Home.region_code.in_(regions.below([region_code]))
    query = select(Home).where(there, tuple_(*order) > tuple_(*map(literal, last)))
    return work.session.scalars(query.order_by(*order).limit(limit)).all()


def homes(
    work: UnitOfWork, *, region_code: str | None = None, cursor: str | None = None, limit: int = 20
) -> Page[ListedHome]:
    """Homes in the actor's part of the tree as one walks past them. Raises OutOfScope for a place not served."""
    query = visible(work, select(Home))
    if region_code is not None:
        path = regions.path_of(work, region_code)
        served = permissions.served_regions(work.actor)
        work.require(work.actor.is_system or not set(served).isdisjoint(path), OutOfScope)
        query = query.where(Home.region_code.in_(regions.below([region_code])))
    order = (Home.region_code, Home.walk_order, Home.id)
    found = page(work, query, by=order, cursor=cursor, limit=limit)
    addresses = addresses_of(work, found.items)
    counts = _residents_now(work, [each.id for each in found.items])
    items = [ListedHome(**_facts(each, addresses), residents=counts.get(each.id, 0)) for each in found.items]
    return Page(items, found.next_cursor)


def shown(work: UnitOfWork, home: Home, on: date | None = None) -> ShownHome:
    """A home with who lives there now, or lived there on a day; after the database has accepted it."""
    work.session.flush()
    households, lodgers = people(work, Residence.home_id == home.id, Household.home_id == home.id, on)
    number = len(lodgers) + sum(len(each.members) for each in households)
    if on is not None:
        households = [each for each in households if each.members]
    facts = _facts(home, addresses_of(work, [home]))
    return ShownHome(**facts, residents=number, households=households, lodgers=lodgers)


def addresses_of(work: UnitOfWork, homes: Collection[Home]) -> dict[UUID, str]:
    """The addresses of these homes as they are written today."""
    ways = regions.steps_down_to(work, {each.region_code for each in homes})
    return {
        each.id: rules.written_address(_places(ways.get(each.region_code, ())), each.unit, each.room)
        for each in homes
    }


def who_lives_in(work: UnitOfWork, home_id: UUID) -> list[UUID]:
    """Whose records name this home."""
    query = select(Resident.id).where(Resident.home_id == home_id)
    return list(work.session.scalars(query.order_by(Resident.id)))


def _places(way: Sequence[regions.Step]) -> list[tuple[str, bool]]:
    """The names that may stand in an address, from the community down, and whether they always do."""
    return [(step.name, step.level in _ALWAYS) for step in way if step.level in _WRITTEN]


def _facts(home: Home, addresses: dict[UUID, str]) -> dict[str, Any]:
    return {
        "id": home.id,
        "version": home.version,
        "region_code": home.region_code,
        "unit": home.unit or None,
        "room": home.room,
        "kind": home.kind,
        "address": addresses[home.id],
    }


def _residents_now(work: UnitOfWork, home_ids: Collection[UUID]) -> dict[UUID, int]:
    query = (
        select(Residence.home_id, func.count().label("number"))
        .where(Residence.home_id.in_(home_ids), Residence.moved_out_on.is_(None))
        .group_by(Residence.home_id)
    )
    return {row.home_id: row.number for row in work.session.execute(query)}
