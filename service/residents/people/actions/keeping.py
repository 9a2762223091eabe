"""Keeping the register: changes, sensitive reads, and sealing anew."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from service.kit.errors import OutOfScope, WrongState
from service.kit.work import UnitOfWork
from service.residents import messages
from service.residents.errors import FixedOnceVerified, LivesInAHome
from service.residents.models import Resident
from service.residents.people import permissions, queries
from service.residents.people.actions.details import apply_details, change_details, settle_birth
from service.residents.people.actions.records import home, note_number_tried
from service.residents.people.rules import Purpose, normal_id_number, normal_name, normal_phone
from service.residents.queries import present_id
from service.residents.rules import ResidentStatus

_FOLLOWS_HOME = ("region_code", "address")


def change_own(work: UnitOfWork, person: Resident, changes: Mapping[str, Any]) -> Resident:
    """Change one's own record: name, region, sex and birth date only until verified, all else at any time.

    Who has moved away and names a new region waits for verification there.
    """
    if person.status in (ResidentStatus.REJECTED, ResidentStatus.DECEASED):
        raise WrongState(state=person.status)
    returns = person.status is ResidentStatus.MOVED_AWAY and "region_code" in changes
    if person.status is not ResidentStatus.PENDING:
        fixed = {"name", "sex", "birth_on"} | (set() if returns else {"region_code"})
        if at_fault := sorted(fixed & changes.keys()):
            raise FixedOnceVerified(field=at_fault[0])
    _apply(work, person, changes)
    apply_details(work, person, changes)
    if returns:
        person.status = ResidentStatus.PENDING
        work.announce(messages.ResidentRegistered(resident_id=person.id))
    return person


def change(work: UnitOfWork, person: Resident, changes: Mapping[str, Any]) -> Resident:
    """Change a record as a worker of its place, and of the place it moves to."""
    work.require(permissions.may_keep(work.actor, queries.region_path(work, person)))
    if person.claim_of is not None:
        raise WrongState(state=person.status)
    if "id_number" in changes:
        note_number_tried(work, "change_resident", person.id)
    change_details(work, person, changes)
    _apply(work, person, changes)
    if changes.keys() & {"id_number", "sex", "birth_on"}:
        settle_birth(work, person, changes)
    if "region_code" in changes:
        path = queries.region_path(work, person)
        work.require(permissions.may_keep(work.actor, path), OutOfScope)
        work.announce(messages.ResidentPlaceChanged(resident_id=person.id, moved=False, noted_at=work.now))
    return person


def look_up(work: UnitOfWork, resident_id: UUID, *, action: str) -> Resident:
    """A record to be read, by an id it had before a merge too; looking in vain is kept in the audit trail as well.

    Raises NotFound, also for who may not see the record that stayed.
    """
    person = queries.resident(work, resident_id) or queries.resident(work, present_id(work, resident_id))
    if person is None:
        work.keep_even_if_refused(lambda later: later.audit(action, subject=resident_id, succeeded=False))
    return work.found(person)


def show(work: UnitOfWork, resident_id: UUID) -> Resident:
    """A record that is opened, which the audit trail and the resident's access log keep."""
    person = look_up(work, resident_id, action="get_resident")
    work.audit("get_resident", subject=person.id, region_code=person.region_code, people=[person.id])
    return person


def read_sensitive(work: UnitOfWork, person: Resident, purpose: Purpose) -> dict[str, Any]:
    """Telephone, ID number and the telephones of emergency contacts in full, for a purpose that the audit trail keeps."""
    path = queries.region_path(work, person)
    work.require(permissions.may_read_sensitive(work.actor, path, purpose))
    work.audit(
        "read_sensitive",
        subject=person.id,
        region_code=person.region_code,
        people=[person.id],
        purpose=purpose,
    )
    cipher = work.house.cipher
    return {
        "phone": person.phone(cipher),
        "id_number": person.id_number(cipher),
        "emergency_contacts": [
            {"id": each.id, "name": each.name, "relation": each.relation, "phone": each.phone(cipher)}
            for each in queries.contacts(work, person.id)
        ],
    }


def _apply(work: UnitOfWork, person: Resident, changes: Mapping[str, Any]) -> None:
    at_fault = next((name for name in _FOLLOWS_HOME if name in changes), None)
    if person.home_id is not None and at_fault is not None:
        raise LivesInAHome(field=at_fault)
    if "name" in changes:
        person.name = normal_name(changes["name"])
    if "phone" in changes:
        phone = changes["phone"]
        person.keep_phone(work.house.cipher, None if phone is None else normal_phone(phone))
    if "id_number" in changes:
        person.keep_id_number(work.house.cipher, normal_id_number(changes["id_number"]))
    if "region_code" in changes:
        person.region_code = home(work, changes["region_code"])
    if "address" in changes:
        person.address = changes["address"] or None
    if "reason" in changes:
        person.reason = changes["reason"]
