"""Questions about the register, narrowed to the part of the region tree that the actor serves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from service.kit import locks
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents.models import Resident
from service.residents.people import permissions
from service.residents.people.models import EmergencyContact
from service.residents.people.rules import (
    DETAILS,
    Sex,
    masked_id_number,
    masked_phone,
)
from service.residents.rules import ResidentStatus


@dataclass(frozen=True, slots=True)
class ShownContact:
    """Whom to call for somebody; the telephone is masked."""

    id: UUID
    name: str
    relation: str
    phone: str


@dataclass(frozen=True, slots=True)
class ShownResident:
    """A record as it is shown: numbers masked; details and contacts only to who meets the person, else None."""

    id: UUID
    version: int
    name: str
    status: ResidentStatus
    region_code: str | None
    address: str | None
    home_id: UUID | None
    phone: str | None
    id_number: str | None
    sex: Sex | None
    birth_on: date | None
    details: Mapping[str, Any] | None
    emergency_contacts: Sequence[ShownContact] | None
    is_claim: bool
    proved_by: str | None
    registered_at: datetime
    verified_at: datetime | None
    reason: str | None


def shown(work: UnitOfWork, person: Resident) -> ShownResident:
    """The record as it is shown to the actor, after the database has accepted it."""
    work.session.flush()
    may_read = _may_read_details(work, person)
    return ShownResident(
        proved_by=person.proved_by,
        details={name: getattr(person, name) for name in DETAILS} if may_read else None,
        emergency_contacts=_shown_contacts(work, person) if may_read else None,
        **shown_columns(work, person),
    )


def shown_columns(work: UnitOfWork, person: Resident) -> dict[str, Any]:
    """What everybody sees of a record who may see it at all."""
    cipher = work.house.cipher
    phone, id_number = person.phone(cipher), person.id_number(cipher)
    as_they_are = (
        "id", "version", "name", "status", "region_code", "address", "home_id", "sex", "birth_on",
        "registered_at", "verified_at", "reason",
    )  # fmt: skip
    return {name: getattr(person, name) for name in as_they_are} | {
        "phone": phone and masked_phone(phone),
        "id_number": id_number and masked_id_number(id_number),
        "is_claim": person.claim_of is not None,
    }


def contacts(work: UnitOfWork, resident_id: UUID) -> Sequence[EmergencyContact]:
    """Whom to call for somebody, in order."""
    query = select(EmergencyContact).where(EmergencyContact.resident_id == resident_id)
    return work.session.scalars(query.order_by(EmergencyContact.place)).all()


def _shown_contacts(work: UnitOfWork, person: Resident) -> list[ShownContact]:
    cipher = work.house.cipher
    return [
        ShownContact(each.id, each.name, each.relation, masked_phone(each.phone(cipher)))
        for each in contacts(work, person.id)
    ]


def _may_read_details(work: UnitOfWork, person: Resident) -> bool:
    if work.actor.is_system or work.actor.resident_id == person.id:
        return True
    return permissions.may_read_details(work.actor, region_path(work, person))


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
