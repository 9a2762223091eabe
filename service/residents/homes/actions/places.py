"""Putting homes on record, and changing them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import String, bindparam, update
from sqlalchemy.dialects.postgresql import insert

from service.kit.errors import OutOfScope
from service.kit.prepared import table_of
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.errors import NoSuchCommunity
from service.residents.homes import queries, rules
from service.residents.homes.errors import HomeOnRecord, NoSuchHome
from service.residents.homes.models import Home
from service.residents.homes.rules import HomeKind
from service.residents.messages import ResidentPlaceChanged
from service.residents.models import Resident
from service.residents.people import permissions

_AT_ONCE = 500


def add_home(
    work: UnitOfWork, *, region_code: str, room: str, unit: str | None = None, kind: HomeKind | None = None
) -> Home:
    """Put a home on record. Raises HomeOnRecord, OutOfScope, NoSuchCommunity, BadRoom."""
    _require_keeper(work, region_code)
    made = insert_home(work, region_code, rules.normal_unit(unit), rules.normal_room(room), kind)
    if made is None:
        raise HomeOnRecord(field="room")
    return made


def find_or_make_home(work: UnitOfWork, region_code: str, unit: str | None, room: str) -> Home:
    """The home with this unit and room, put on record if it is not; of two at once both get the same."""
    place = _place(work, region_code)
    normal_unit, normal_room = rules.normal_unit(unit), rules.normal_room(room)
    found = queries.home_at(work, place, normal_unit, normal_room)
    found = found or insert_home(work, place, normal_unit, normal_room, None)
    return work.found(found or queries.home_at(work, place, normal_unit, normal_room))


def insert_home(
    work: UnitOfWork, region_code: str, unit: str, room: str, kind: HomeKind | None
) -> Home | None:
    """A new row, or None where another has just made it."""
    values = {
        "id": work.new_id(),
        "region_code": region_code,
        "unit": unit,
        "room": room,
        "walk_order": rules.walk_order(unit, room),
        "kind": kind,
        "made_at": work.now,
        "version": 1,
    }
    made = (
        insert(Home)
        .values(**values)
        .on_conflict_do_nothing(index_elements=[Home.region_code, Home.unit, Home.room])
    )
    return work.session.scalar(made.returning(Home))


def change_home(work: UnitOfWork, home: Home, changes: Mapping[str, Any]) -> Home:
    """Correct a home, or put it into the building that has come on record; who lives there follows."""
    _require_keeper(work, home.region_code)
    if "region_code" in changes:
        _require_keeper(work, changes["region_code"])
        home.region_code = changes["region_code"]
    if "unit" in changes:
        home.unit = rules.normal_unit(changes["unit"])
    if "room" in changes:
        home.room = rules.normal_room(changes["room"])
    if "kind" in changes:
        home.kind = changes["kind"]
    home.walk_order = rules.walk_order(home.unit, home.room)
    work.session.flush()
    _write_addresses(work, [home], moved=True)
    if "region_code" in changes:
        for resident_id in queries.who_lives_in(work, home.id):
            work.announce(ResidentPlaceChanged(resident_id=resident_id, moved=False, noted_at=work.now))
    return home


def rewrite_addresses(work: UnitOfWork, region_code: str) -> None:
    """Write the addresses anew of all who live in homes in or below a place that is called otherwise now."""
    last = ("", "", UUID(int=0))
    while homes := queries.homes_after(work, region_code, last, _AT_ONCE):
        _write_addresses(work, homes)
        last = (homes[-1].region_code, homes[-1].walk_order, homes[-1].id)


def _write_addresses(work: UnitOfWork, homes: Sequence[Home], *, moved: bool = False) -> None:
    """Let the records of who lives there show the address; all are changed where the homes have `moved`."""
    residents = table_of(Resident)
    address = bindparam("written", type_=String)
    rewritten = (
        update(residents)
        .where(residents.c.home_id == bindparam("home"))
        .values(address=address, version=residents.c.version + 1)
    )
    if not moved:
        rewritten = rewritten.where(residents.c.address.is_distinct_from(address))
    written = queries.addresses_of(work, homes)
    work.session.connection().execute(
        rewritten, [{"home": home_id, "written": text} for home_id, text in written.items()]
    )
    for each in work.session.identity_map.values():
        if isinstance(each, Resident) and each.home_id in written:
            work.session.expire(each)


def wanted_home(work: UnitOfWork, wanted: Mapping[str, Any]) -> Home:
    """The home that a worker names, by its id or by place and room. Raises NoSuchHome, OutOfScope."""
    by_place = "region_code" in wanted and "room" in wanted
    if ("id" in wanted) == by_place or ("id" in wanted and len(wanted) > 1):
        raise NoSuchHome(field="home")
    if by_place:
        _require_keeper(work, wanted["region_code"])
        return find_or_make_home(work, wanted["region_code"], wanted.get("unit"), wanted["room"])
    found = queries.home(work, UUID(str(wanted["id"])))
    if found is None:
        raise NoSuchHome(field="home.id")
    _require_keeper(work, found.region_code)
    return found


def _require_keeper(work: UnitOfWork, region_code: str) -> None:
    path = regions.path_of(work, _place(work, region_code))
    work.require(permissions.may_keep(work.actor, path), OutOfScope)


def _place(work: UnitOfWork, region_code: str) -> str:
    place = regions.place_in_community(work, region_code)
    if place is None:
        raise NoSuchCommunity(field="region_code")
    return place.code
