"""What registering, verifying and keeping have in common: making a row, and letting a record stand."""

from datetime import date
from uuid import UUID

from sqlalchemy import update

from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import messages
from service.residents.errors import NoSuchCommunity
from service.residents.models import Resident
from service.residents.people import permissions, queries
from service.residents.people.actions.details import settle_birth, take_details
from service.residents.people.rules import Sex, normal_id_number, normal_name, normal_phone
from service.residents.rules import ResidentStatus


def new_record(
    work: UnitOfWork,
    *,
    name: str,
    phone: str | None = None,
    id_number: str | None = None,
    region_code: str | None = None,
    address: str | None = None,
    sex: Sex | None = None,
    birth_on: date | None = None,
) -> Resident:
    """A row that nobody has added yet, with what was typed checked and brought into one form."""
    person = Resident(
        id=work.new_id(),
        name=normal_name(name),
        region_code=None if region_code is None else home(work, region_code),
        address=address or None,
        registered_by=work.actor.account_id,
        registered_at=work.now,
    )
    person.keep_phone(work.house.cipher, None if phone is None else normal_phone(phone))
    person.keep_id_number(work.house.cipher, None if id_number is None else normal_id_number(id_number))
    settle_birth(work, person, {"sex": sex, "birth_on": birth_on})
    return person


def note_number_tried(work: UnitOfWork, action: str, subject: UUID | None = None) -> None:
    """Who tries ID numbers to learn which are on record leaves a trace of each that is refused."""
    work.keep_even_if_refused(
        lambda later: later.audit(action, subject=subject, succeeded=False, refusal="id_number")
    )


def home(work: UnitOfWork, region_code: str) -> str:
    """The code of a place where people live: a community or a place in one. Raises NoSuchCommunity."""
    region = regions.place_in_community(work, region_code)
    if region is None:
        raise NoSuchCommunity(field="region_code")
    return region.code


def mark_verified(work: UnitOfWork, person: Resident) -> None:
    """Note that the acting worker has verified the person, and tell other domains."""
    person.status = ResidentStatus.VERIFIED
    person.reason = None
    person.verified_by = work.actor.account_id
    person.verified_at = work.now
    work.announce(messages.ResidentVerified(resident_id=person.id))


def is_undecided_elsewhere(work: UnitOfWork, record: Resident) -> bool:
    """Whether nobody has verified the record and it is not the actor's to decide: who registered named another place."""
    if record.status is not ResidentStatus.PENDING:
        return False
    return not permissions.may_keep(work.actor, queries.region_path(work, record))


def set_aside(work: UnitOfWork, registration: Resident, person: Resident) -> None:
    """Let whom the acting worker has seen be the record of an ID number that so far somebody has only said online.

    The registration waits on, with its own claims, as a claim on the record.
    """
    # Pointing at itself, it leaves the index that has room for one record of a number.
    registration.claim_of = registration.id
    work.session.flush()
    person.claim_of = None
    mark_verified(work, person)
    work.session.add(person)
    work.session.flush()
    others = update(Resident).where(Resident.claim_of == registration.id)
    work.session.execute(others.values(claim_of=person.id))


def take_over(work: UnitOfWork, record: Resident, newer: Resident) -> None:
    """Let a record that had moved away stand again, where the newer registration says."""
    cipher = work.house.cipher
    record.name, record.region_code, record.address = newer.name, newer.region_code, newer.address
    record.keep_phone(cipher, newer.phone(cipher) or record.phone(cipher))
    take_details(record, newer)
    mark_verified(work, record)
