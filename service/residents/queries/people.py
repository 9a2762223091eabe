"""Who somebody is, where they stand, and how they are called and reached."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    bindparam,
    select,
)

from service.kit.prepared import Prepared
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.homes import queries as homes
from service.residents.merging.models import Merge
from service.residents.merging.rules import MergeStatus
from service.residents.models import Resident
from service.residents.people.rules import masked_name
from service.residents.rules import ResidentStatus


@dataclass(frozen=True, slots=True)
class Standing:
    """What a decision about a resident needs to know; `path` has the region codes from the top, () without a region."""

    resident_id: UUID
    name: str
    status: ResidentStatus
    region_code: str | None
    path: tuple[str, ...]

    @property
    def is_verified(self) -> bool:
        return self.status is ResidentStatus.VERIFIED


def standing(work: UnitOfWork, resident_id: UUID) -> Standing | None:
    """Where a resident stands, in one statement."""
    row = _STANDING(work, resident_id=resident_id).fetchone()
    return None if row is None else standing_in(row, resident_id)


def standings(work: UnitOfWork, resident_ids: Collection[UUID]) -> dict[UUID, Standing]:
    """Where these residents stand, in one statement; without who is not on record."""
    path = regions.path_array(Resident.region_code).label("path")
    query = select(Resident.id, Resident.name, Resident.status, Resident.region_code, path)
    rows = work.session.execute(query.where(Resident.id.in_(resident_ids)))
    return {row.id: standing_in(row, row.id) for row in rows}


def standing_in(row: Any, resident_id: UUID) -> Standing:
    """Where the resident of a row of `STANDING` stands."""
    return Standing(resident_id, row.name, ResidentStatus(row.status), row.region_code, tuple(row.path or ()))


STANDING = select(
    Resident.name,
    Resident.status,
    Resident.region_code,
    regions.path_array(Resident.region_code).label("path"),
).where(Resident.id == bindparam("resident_id"))
_STANDING = Prepared(STANDING)


def has_left(work: UnitOfWork, resident_id: UUID) -> bool:
    """Whether somebody has died or moved away, and that was not taken back before what follows from it."""
    query = select(Resident.status).where(Resident.id == resident_id)
    return work.session.scalar(query) in (ResidentStatus.DECEASED, ResidentStatus.MOVED_AWAY)


def born_on(work: UnitOfWork, resident_id: UUID) -> date | None:
    """When somebody was born, as far as the record or its ID number tells."""
    person = work.session.get(Resident, resident_id)
    return homes.born_on(work, person) if person is not None else None


def present_id(work: UnitOfWork, resident_id: UUID) -> UUID:
    """Under which id a person is on record now: another one since their record gave way to it."""
    gave_way = select(Merge.resident_id).where(
        Merge.merged_id == resident_id, Merge.status == MergeStatus.STANDING
    )
    return work.session.scalar(gave_way) or resident_id


def masked_names(work: UnitOfWork, resident_ids: Collection[UUID]) -> dict[UUID, str]:
    """The residents' names as who may not know them sees them (`陈**`), in one statement."""
    query = select(Resident.id, Resident.name).where(Resident.id.in_(resident_ids))
    return {row.id: masked_name(row.name) for row in work.session.execute(query)}


def is_common(work: UnitOfWork, initial: str, region_code: str, people: int) -> bool:
    """Whether at least so many people of a place have a name with this first character, which then points at nobody."""
    few = (
        select(Resident.id)
        .where(
            Resident.region_code.in_(regions.below([region_code])),
            Resident.name.startswith(initial, autoescape=True),
        )
        .limit(people)
    )
    return len(work.session.scalars(few).all()) == people


def masked(name: str) -> str:
    """A name as who may not know it sees it (`陈**`)."""
    return masked_name(name)


def names_for_care(work: UnitOfWork, resident_ids: Collection[UUID]) -> dict[UUID, str]:
    """The residents' names in full, for who cares for them; the caller has checked that, and notes the reading."""
    query = select(Resident.id, Resident.name).where(Resident.id.in_(resident_ids))
    return {row.id: row.name for row in work.session.execute(query)}


@dataclass(frozen=True, slots=True)
class CareContact:
    """By what somebody who visits a resident finds and reaches them."""

    name: str
    address: str | None
    phone: str | None = field(repr=False)


def contacts_for_care(work: UnitOfWork, resident_ids: Collection[UUID]) -> dict[UUID, CareContact]:
    """Name, address and telephone in full, for who visits these residents; the caller has checked that, and notes it."""
    found = work.session.scalars(select(Resident).where(Resident.id.in_(resident_ids)))
    cipher = work.house.cipher
    return {each.id: CareContact(each.name, each.address, each.phone(cipher)) for each in found}


def name_of(resident_id: ColumnElement[Any] | Any) -> ColumnElement[str | None]:
    """The name of the resident of a column, inside another statement; null where it has none."""
    name = select(Resident.name).where(Resident.id == resident_id)
    return name.correlate_except(Resident).scalar_subquery()


def who_has_telephone(work: UnitOfWork, resident_ids: Collection[UUID]) -> set[UUID]:
    """Who of these residents has a number on record and has neither died nor moved away, in one statement."""
    query = select(Resident.id).where(
        Resident.id.in_(resident_ids), Resident.phone_sealed.is_not(None), _is_here()
    )
    return set(work.session.scalars(query))


def telephones_to_reach(work: UnitOfWork, resident_ids: Collection[UUID]) -> dict[UUID, str]:
    """These residents' own numbers, for a gateway and nobody to read; without who has died or moved away."""
    query = select(Resident).where(
        Resident.id.in_(resident_ids), Resident.phone_sealed.is_not(None), _is_here()
    )
    cipher = work.house.cipher
    return {each.id: phone for each in work.session.scalars(query) if (phone := each.phone(cipher))}


def _is_here() -> ColumnElement[bool]:
    return Resident.status.not_in(
        (ResidentStatus.DECEASED, ResidentStatus.MOVED_AWAY, ResidentStatus.REJECTED)
    )
