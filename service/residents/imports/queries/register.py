"""What an import asks of the register, for some hundred rows at once."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    LargeBinary,
    Select,
    String,
    Uuid,
    any_,
    func,
    literal,
    or_,
    select,
)

from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.homes.models import Home
from service.residents.imports.models import ImportedPerson, ImportRow
from service.residents.imports.rules.known import HomeKey, Known
from service.residents.imports.rules.outcomes import Outcome
from service.residents.imports.rules.places import MayAdd, Place, Places
from service.residents.models import Proxy, Resident
from service.residents.rules import ProxyStatus, ResidentStatus
from service.residents.tags.models import ResidentTag, Tag

_STANDS = (Resident.claim_of.is_(None), Resident.status != ResidentStatus.REJECTED)


class Namesake(NamedTuple):
    """A record with the name of somebody who is about to be put on record."""

    id: UUID
    name: str
    has_id_number: bool
    phone_lookup: bytes | None
    home: HomeKey | None
    region_code: str | None
    address: str | None


def places(work: UnitOfWork, region_code: str, may_add: MayAdd | None = None) -> Places:
    """All places at or below this one, and buildings that a list may add."""
    codes = list(work.session.scalars(regions.below([region_code])))
    ways = regions.steps_down_to(work, codes)
    found = (
        Place(code, way[-1].level, way[-1].name, tuple(step.code for step in way))
        for code, way in ways.items()
    )
    return Places(found, may_add)


def tags_by_name(work: UnitOfWork) -> dict[str, Tag]:
    """The tags that may still be set, by code and by either name."""
    tags = work.session.scalars(select(Tag).where(Tag.retired_at.is_(None))).all()
    return {name: tag for tag in tags for name in (tag.code, tag.name_zh, tag.name_en)}


def known_by_id_number(work: UnitOfWork, lookups: Collection[bytes]) -> dict[bytes, Known]:
    """Who is on record with these ID numbers, held against others' changes."""
    if not lookups:
        return {}
    query = _known(Resident.id_number_lookup).where(
        Resident.id_number_lookup == _any_bytes(lookups), Resident.id_number_lookup.is_not(None), *_STANDS
    )
    return _found(work, query)


def known_by_identity(work: UnitOfWork, identities: Collection[bytes]) -> dict[bytes, Known]:
    """Whom earlier rows without ID numbers have put on record, held against others' changes."""
    if not identities:
        return {}
    query = _known(ImportedPerson.identity).join(ImportedPerson, ImportedPerson.resident_id == Resident.id)
    return _found(work, query.where(ImportedPerson.identity == _any_bytes(identities), *_STANDS))


def met_before(work: UnitOfWork, import_id: UUID, identities: Collection[bytes]) -> set[bytes]:
    """Who has been met in earlier rows of this list; for checking, when nobody is on record by it yet."""
    query = select(ImportRow.identity).where(
        ImportRow.import_id == import_id,
        ImportRow.identity == _any_bytes(identities),
        ImportRow.outcome != Outcome.BAD,
    )
    return {identity for identity in work.session.scalars(query) if identity is not None}


def namesakes(
    work: UnitOfWork, names: Collection[str], phones: Collection[bytes], communities: Collection[str]
) -> list[Namesake]:
    """Records in these communities with one of these names, or anywhere with the telephone as well."""
    if not names:
        return []
    near = Resident.region_code.in_(regions.below(list(communities)))
    query = _namesake_columns().where(
        Resident.name == any_(literal(list(names), ARRAY(String))),
        or_(near, Resident.phone_lookup == _any_bytes(phones)),
        *_STANDS,
    )
    return [_namesake(row) for row in work.session.execute(query)]


def some_ask_waits(work: UnitOfWork) -> bool:
    """Whether anybody waits to act for somebody who was not on record."""
    waiting = (Proxy.elder_id.is_(None), Proxy.status == ProxyStatus.PENDING)
    return work.session.scalar(select(Proxy.id).where(*waiting).limit(1)) is not None


def _namesake_columns() -> Select[Any]:
    columns: Any = select(
        Resident.id,
        Resident.name,
        Resident.id_number_lookup.is_not(None).label("has_id_number"),
        Resident.phone_lookup,
        Home.region_code.label("home_region"),
        Home.unit,
        Home.room,
        Resident.region_code,
        Resident.address,
    )
    query: Select[Any] = columns.outerjoin(Home, Home.id == Resident.home_id)
    return query


def _namesake(row: Any) -> Namesake:
    return Namesake(
        id=row.id,
        name=row.name,
        has_id_number=row.has_id_number,
        phone_lookup=row.phone_lookup,
        home=_home(row),
        region_code=row.region_code,
        address=row.address,
    )


def _known(identity: ColumnElement[Any] | Any) -> Select[Any]:
    return (
        select(
            identity.label("identity"),
            Resident.id,
            Resident.status,
            Resident.name,
            Resident.region_code,
            regions.path_array(Resident.region_code).label("path"),
            Home.region_code.label("home_region"),
            Home.unit,
            Home.room,
            Resident.address,
            Resident.phone_lookup,
            Resident.sex,
            Resident.birth_on,
            Resident.ethnicity,
        )
        .select_from(Resident)
        .outerjoin(Home, Home.id == Resident.home_id)
        .order_by(Resident.id)
        .with_for_update(of=Resident)
    )


def _found(work: UnitOfWork, query: Select[Any]) -> dict[bytes, Known]:
    rows = work.session.execute(query).all()
    tags = _tags_of(work, [row.id for row in rows])
    return {row.identity: _person(row, tags.get(row.id, ())) for row in rows}


def _person(row: Any, tags: Iterable[str]) -> Known:
    return Known(
        id=row.id,
        is_new=False,
        status=row.status,
        name=row.name,
        region_code=row.region_code,
        path=tuple(row.path or ()),
        home=_home(row),
        address=row.address,
        phone_lookup=row.phone_lookup,
        sex=row.sex,
        birth_on=row.birth_on,
        ethnicity=row.ethnicity,
        tags=frozenset(tags),
    )


def _home(row: Any) -> HomeKey | None:
    return HomeKey(row.home_region, row.unit, row.room) if row.home_region is not None else None


def _tags_of(work: UnitOfWork, resident_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """The tags that hold for these people today or later."""
    if not resident_ids:
        return {}
    query = (
        select(ResidentTag.resident_id, func.array_agg(ResidentTag.tag_code).label("codes"))
        .where(
            ResidentTag.resident_id == any_(literal(list(resident_ids), ARRAY(Uuid))),
            func.coalesce(ResidentTag.valid_until, local_date(work.now)) >= local_date(work.now),
        )
        .group_by(ResidentTag.resident_id)
    )
    return {row.resident_id: row.codes for row in work.session.execute(query)}


def _any_bytes(values: Collection[bytes]) -> ColumnElement[Any]:
    """`= ANY(…)` of one array: the same statement however many values there are."""
    return any_(literal(list(values), ARRAY(LargeBinary)))
