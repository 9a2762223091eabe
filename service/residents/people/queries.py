"""Questions about the register, narrowed to the part of the region tree that the actor serves."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from service.kit import locks
from service.kit.cipher import Cipher
from service.kit.errors import OutOfScope
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.errors import BadIdNumber, BadPhone
from service.residents.models import Resident
from service.residents.people import permissions
from service.residents.people.rules import masked_id_number, masked_phone, normal_id_number, normal_phone
from service.residents.rules import ResidentStatus


@dataclass(frozen=True, slots=True)
class ShownResident:
    """A record as it is shown: telephone and ID number masked."""

    id: UUID
    version: int
    name: str
    status: ResidentStatus
    region_code: str | None
    address: str | None
    home_id: UUID | None
    phone: str | None
    id_number: str | None
    is_claim: bool
    registered_at: datetime
    verified_at: datetime | None
    reason: str | None


def shown(work: UnitOfWork, person: Resident) -> ShownResident:
    """The record as it is shown, after the database has accepted it."""
    work.session.flush()
    cipher = work.house.cipher
    phone, id_number = person.phone(cipher), person.id_number(cipher)
    return ShownResident(
        id=person.id,
        version=person.version,
        name=person.name,
        status=person.status,
        region_code=person.region_code,
        address=person.address,
        home_id=person.home_id,
        phone=phone and masked_phone(phone),
        id_number=id_number and masked_id_number(id_number),
        is_claim=person.claim_of is not None,
        registered_at=person.registered_at,
        verified_at=person.verified_at,
        reason=person.reason,
    )


def own(work: UnitOfWork) -> Resident | None:
    """The actor's own record."""
    if work.actor.resident_id is None:
        return None
    return work.session.get(Resident, work.actor.resident_id)


def resident(work: UnitOfWork, resident_id: UUID, *, to_decide: bool = False) -> Resident | None:
    """A record that the actor may see; a claim is seen where it was made and where the record is kept.

    Who reads it `to_decide` waits for others who do, and sees what they decided.
    """
    query = select(Resident).where(Resident.id == resident_id)
    if not work.actor.is_system:
        query = query.where(_within(permissions.served_regions(work.actor)))
    return work.session.scalar(query.with_for_update(of=Resident) if to_decide else query)


def residents(
    work: UnitOfWork,
    *,
    region_code: str | None = None,
    status: ResidentStatus | None = None,
    q: str | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[ShownResident]:
    """Records in the actor's part of the tree, by place, status, and the beginning of a name or a whole number.

    Raises OutOfScope for a place that the actor does not serve.
    """
    tops = permissions.served_regions(work.actor)
    if region_code is not None:
        path = regions.path_of(work, region_code)
        work.require(not set(tops).isdisjoint(path), OutOfScope)
        tops = [region_code]
    query = select(Resident).where(_within(tops))
    if status is not None:
        query = query.where(Resident.status == status)
    if q:
        query = query.where(_matches(work.house.cipher, q))
    found = page(work, query, by=(Resident.id,), cursor=cursor, limit=limit)
    return Page([shown(work, person) for person in found.items], found.next_cursor)


def region_path(work: UnitOfWork, person: Resident) -> tuple[str, ...]:
    """The codes from the top down to where the person lives; empty without a region."""
    return regions.path_of(work, person.region_code) if person.region_code else ()


def record_of(work: UnitOfWork, id_number_lookup: bytes, *, to_decide: bool = False) -> Resident | None:
    """The one record that stands for this ID number."""
    query = select(Resident).where(
        Resident.id_number_lookup == id_number_lookup,
        Resident.claim_of.is_(None),
        Resident.status != ResidentStatus.REJECTED,
    )
    return work.session.scalar(query.with_for_update() if to_decide else query)


def has_registered_self(work: UnitOfWork, account_id: UUID) -> bool:
    """Whether a registration by this account itself waits or holds."""
    query = select(Resident.id).where(
        Resident.registered_by == account_id, Resident.status != ResidentStatus.REJECTED
    )
    return work.session.scalar(query.limit(1)) is not None


def lock_account(work: UnitOfWork, account_id: UUID) -> None:
    """Let one registration of this account at a time pass, until the end of the transaction."""
    locks.hold(work, "registration", account_id)


def _within(tops: list[str]) -> ColumnElement[bool]:
    record = aliased(Resident)
    below = regions.below(tops)
    claimed_here = select(record.id).where(record.region_code.in_(below))
    return or_(Resident.region_code.in_(below), Resident.claim_of.in_(claimed_here))


def _matches(cipher: Cipher, q: str) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [Resident.name.startswith(q, autoescape=True)]
    with suppress(BadPhone):
        conditions.append(Resident.phone_lookup == cipher.lookup(normal_phone(q), purpose="phone"))
    with suppress(BadIdNumber):
        lookup = cipher.lookup(normal_id_number(q), purpose="id_number")
        conditions.append(Resident.id_number_lookup == lookup)
    return or_(*conditions)
