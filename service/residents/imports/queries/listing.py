"""Residents as the rows of a list that goes out: what the asker may see of each, under the headers that come in."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.regions.queries import Step
from service.residents.homes.models import Home, Residence
from service.residents.homes.rules import Relation
from service.residents.imports.rules.columns import Column
from service.residents.models import Resident
from service.residents.people import permissions
from service.residents.people.rules import Purpose, masked_id_number, masked_phone
from service.residents.search.queries import FoundResident
from service.residents.tags import queries as tags

STATUS_HEADER = "状态"
COLUMNS = tuple(Column)
HEADER = (*(column.words.zh for column in COLUMNS), STATUS_HEADER)
_FILLED = (Column.COMMUNITY, Column.ESTATE, Column.GRID, Column.BUILDING)
_CHINA = "+86"


class _Dwelling(NamedTuple):
    """Where somebody lives, as what, and with whom as householder."""

    unit: str
    room: str
    relation: Relation | None
    householder: str | None


def listed(
    work: UnitOfWork, found: Sequence[FoundResident], purpose: Purpose | None
) -> tuple[list[list[str]], list[UUID]]:
    """A row for each person, and whose numbers stand in full: where the asker may see them for this purpose."""
    ids = [each.id for each in found]
    people = {
        person.id: person for person in work.session.scalars(select(Resident).where(Resident.id.in_(ids)))
    }
    ways = regions.steps_down_to(work, {each.region_code for each in found if each.region_code})
    dwellings = _dwellings(work, ids)
    names = {tag.code: tag.name_zh for tag in tags.every_tag(work)}
    rows, in_full = [], []
    for each in found:
        way = ways.get(each.region_code or "", [])
        path = [step.code for step in way]
        is_open = purpose is not None and permissions.may_read_sensitive(work.actor, path, purpose)
        cells = {
            **_who(work, people[each.id], is_open=is_open),
            **_where(way, dwellings.get(each.id), each.address),
            Column.TAGS: "、".join(names[code] for code in each.tags if code in names),
        }
        if permissions.may_read_details(work.actor, path) and (ethnicity := people[each.id].ethnicity):
            cells[Column.ETHNICITY] = ethnicity.words.zh
        rows.append([*(cells.get(column) or "" for column in COLUMNS), each.status.words.zh])
        if is_open:
            in_full.append(each.id)
    return rows, in_full


def _who(work: UnitOfWork, person: Resident, *, is_open: bool) -> dict[Column, str | None]:
    cipher = work.house.cipher
    phone, id_number = person.phone(cipher), person.id_number(cipher)
    if phone is not None:
        phone = _national(phone) if is_open else masked_phone(phone)
    if id_number is not None and not is_open:
        id_number = masked_id_number(id_number)
    return {
        Column.NAME: person.name,
        Column.ID_NUMBER: id_number,
        Column.PHONE: phone,
        Column.SEX: person.sex.words.zh if person.sex else None,
        Column.BIRTH_ON: person.birth_on.isoformat() if person.birth_on else None,
    }


def _where(way: Sequence[Step], dwelling: _Dwelling | None, address: str | None) -> dict[Column, str | None]:
    """The places by name; the address only of who lives in no home on record, for a home has its columns."""
    names = {step.level.value: step.name for step in way}
    cells: dict[Column, str | None] = {column: names.get(column.value) for column in _FILLED}
    if dwelling is None:
        return {**cells, Column.ADDRESS: address}
    return {
        **cells,
        Column.UNIT: dwelling.unit,
        Column.ROOM: dwelling.room,
        Column.RELATION: dwelling.relation.words.zh if dwelling.relation else None,
        Column.HOUSEHOLDER: dwelling.householder,
    }


def _national(phone: str) -> str:
    """A number as people dial it: `13812345678`, `0574…`."""
    number = phone.removeprefix(_CHINA)
    return number if number.startswith("1") and len(number) == 11 else f"0{number}"


def _dwellings(work: UnitOfWork, ids: Collection[UUID]) -> dict[UUID, _Dwelling]:
    own, first = aliased(Residence), aliased(Residence)
    householder = aliased(Resident)
    is_householder = and_(
        first.household_id == own.household_id,
        first.moved_out_on.is_(None),
        first.relation == Relation.HOUSEHOLDER,
    )
    query = (
        select(own.resident_id, own.relation, own.household_id, Home.unit, Home.room, householder.name)
        .join(Home, Home.id == own.home_id)
        .outerjoin(first, is_householder)
        .outerjoin(householder, householder.id == first.resident_id)
        .where(own.resident_id.in_(ids), own.moved_out_on.is_(None))
    )
    return {row.resident_id: _dwelling(row) for row in work.session.execute(query)}


def _dwelling(row: Any) -> _Dwelling:
    """Who is in no household is nothing to anybody there, which a list says by nothing."""
    relation = row.relation if row.household_id is not None else None
    return _Dwelling(row.unit, row.room, relation, row.name)
