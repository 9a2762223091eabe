"""Writing what was planned for a piece: some statements for some hundred people."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert

from service.kit.clock import local_date
from service.kit.months import day_after
from service.kit.prepared import table_of
from service.kit.work import UnitOfWork
from service.residents.homes import queries as homes_queries
from service.residents.homes.models import Home
from service.residents.homes.rules import walk_order
from service.residents.imports.actions.households import settle
from service.residents.imports.actions.planning import Plan
from service.residents.imports.messages import PeopleImported
from service.residents.imports.models import ImportedPerson
from service.residents.imports.queries import register
from service.residents.imports.rules.known import HomeKey, Known
from service.residents.merging.actions import note_possible_duplicate
from service.residents.messages import ResidentPlaceChanged
from service.residents.models import Resident
from service.residents.rules import ResidentStatus
from service.residents.tags.models import ResidentTag


def write(work: UnitOfWork, planned: Plan) -> None:
    """Put people on record, and add what rows say beyond it."""
    homes = _homes(work, {known.home for known in planned.people if known.moves_in and known.home})
    addresses = homes_queries.addresses_of(work, list(homes.values()))
    people = _held(work, [known.id for known in planned.people if not known.is_new])
    newcomers = [known for known in planned.people if known.is_new]
    for known in newcomers:
        people[known.id] = _record(work, known)
    for known in planned.people:
        _apply(work, people[known.id], known, homes, addresses)
    work.session.flush()
    settle(work, [known for known in planned.people if known.moves_in], homes)
    _set_tags(work, planned.people)
    _remember(work, planned.identities)
    for first_id, second_id, reason in planned.pairs:
        note_possible_duplicate(work, first_id, second_id, reason)
    verified = [known.id for known in planned.people if known.is_new or known.comes_back]
    if verified:
        work.announce(PeopleImported(resident_ids=verified))
    for known in planned.people:
        if not known.is_new and (known.moves_in or "region_code" in known.changes):
            work.announce(
                ResidentPlaceChanged(resident_id=known.id, moved=known.comes_back, noted_at=work.now)
            )


def _homes(work: UnitOfWork, keys: Iterable[HomeKey]) -> dict[HomeKey, Home]:
    """The homes with these keys; those that are not on record are put there, of two at once both get the same."""
    ordered = sorted(keys)
    if not ordered:
        return {}
    rows = [
        {
            "id": work.new_id(),
            "region_code": key.region_code,
            "unit": key.unit,
            "room": key.room,
            "walk_order": walk_order(key.unit, key.room),
            "made_at": work.now,
            "version": 1,
        }
        for key in ordered
    ]
    work.session.connection().execute(upsert(table_of(Home)).on_conflict_do_nothing(), rows)
    query = select(Home).where(tuple_(Home.region_code, Home.unit, Home.room).in_(ordered))
    return {HomeKey(home.region_code, home.unit, home.room): home for home in work.session.scalars(query)}


def _held(work: UnitOfWork, resident_ids: Sequence[UUID]) -> dict[UUID, Resident]:
    """The records of those already there; planning holds their rows."""
    if not resident_ids:
        return {}
    query = select(Resident).where(Resident.id.in_(resident_ids))
    return {person.id: person for person in work.session.scalars(query)}


def _record(work: UnitOfWork, known: Known) -> Resident:
    person = Resident(
        id=known.id,
        name=known.name,
        region_code=known.region_code,
        address=known.address,
        status=ResidentStatus.VERIFIED,
        sex=known.sex,
        birth_on=known.birth_on,
        ethnicity=known.ethnicity,
        registered_by=work.actor.account_id,
        registered_at=work.now,
        verified_by=work.actor.account_id,
        verified_at=work.now,
    )
    person.keep_id_number(work.house.cipher, known.id_number)
    person.keep_phone(work.house.cipher, known.phone)
    work.session.add(person)
    return person


def _apply(
    work: UnitOfWork,
    person: Resident,
    known: Known,
    homes: Mapping[HomeKey, Home],
    addresses: Mapping[UUID, str],
) -> None:
    """Bring a record to what rows have added."""
    changes = {} if known.is_new else dict(known.changes)
    if "phone" in changes:
        person.keep_phone(work.house.cipher, changes.pop("phone"))
    for column, value in changes.items():
        setattr(person, column, value)
    if known.comes_back:
        person.status, person.reason = ResidentStatus.VERIFIED, None
        person.verified_by, person.verified_at = work.actor.account_id, work.now
    if known.moves_in and known.home is not None:
        home = homes[known.home]
        person.home_id, person.region_code = home.id, home.region_code
        person.address = addresses[home.id]


def _set_tags(work: UnitOfWork, people: Sequence[Known]) -> None:
    today = local_date(work.now)
    review_after = {tag.code: tag.review_months for tag in register.tags_by_name(work).values()}
    rows: list[dict[str, Any]] = [
        {
            "id": work.new_id(),
            "resident_id": known.id,
            "tag_code": code,
            "region_code": known.region_code,
            "valid_from": today,
            "review_on": day_after(today, months) if (months := review_after[code]) else None,
            "set_by": work.actor.account_id,
            "set_at": work.now,
            "version": 1,
        }
        for known in people
        for code in sorted(known.new_tags)
    ]
    if rows:
        work.session.connection().execute(insert(table_of(ResidentTag)), rows)


def _remember(work: UnitOfWork, identities: Mapping[bytes, UUID]) -> None:
    """Keep whom rows without ID numbers have made; a record that was erased since has made room."""
    rows = [{"identity": identity, "resident_id": person} for identity, person in identities.items()]
    if rows:
        work.session.connection().execute(_REMEMBER, rows)


_IDENTITY = upsert(table_of(ImportedPerson))
_REMEMBER = _IDENTITY.on_conflict_do_update(
    index_elements=[ImportedPerson.identity], set_={"resident_id": _IDENTITY.excluded.resident_id}
)
