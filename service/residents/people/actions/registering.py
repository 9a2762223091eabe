"""Putting people on record: by themselves, or through a worker.

A registration whose ID number is on record becomes a claim on that record. It takes the same statements and gets
the same answer as any other, so that who registers can not find out who is on record.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError

from service.accounts import actions as accounts
from service.kit.errors import Forbidden, OutOfScope
from service.kit.work import UnitOfWork
from service.residents import messages
from service.residents.errors import AlreadyRegistered, OnRecordAlready
from service.residents.models import Resident
from service.residents.people import permissions, queries
from service.residents.people.actions.details import change_details
from service.residents.people.actions.records import (
    is_undecided_elsewhere,
    mark_verified,
    new_record,
    note_number_tried,
    set_aside,
    take_over,
)
from service.residents.rules import ResidentStatus


def register_self(
    work: UnitOfWork,
    *,
    name: str,
    phone: str,
    id_number: str | None = None,
    region_code: str | None = None,
    address: str | None = None,
) -> Resident:
    """Put the actor on record, to be verified; without a region one can be a proxy and nothing else."""
    account_id = work.actor.account_id
    if account_id is None or not work.actor.is_resident:
        raise Forbidden
    person = new_record(
        work, name=name, phone=phone, id_number=id_number, region_code=region_code, address=address
    )
    person.status = ResidentStatus.PENDING
    queries.lock_account(work, account_id)
    present = queries.own(work)
    if (present and present.status is not ResidentStatus.REJECTED) or queries.has_registered_self(
        work, account_id
    ):
        raise AlreadyRegistered
    _add_as_record_or_claim(work, person)
    accounts.link_resident(work, account_id, person.id)
    work.announce(messages.ResidentRegistered(resident_id=person.id))
    return person


def register(
    work: UnitOfWork,
    *,
    name: str,
    region_code: str,
    details: Mapping[str, Any] | None = None,
    emergency_contacts: Sequence[Mapping[str, Any]] = (),
    **said: Any,
) -> Resident:
    """Put somebody on record whom the acting worker has seen: verified at once; `said` is as for `new_record`.

    Who is noted as moved away comes back with the same record; who only registered elsewhere becomes a claim on
    this one. Raises OnRecordAlready for anybody else on record.
    """
    person = new_record(work, name=name, region_code=region_code, **said)
    work.require(permissions.may_keep(work.actor, queries.region_path(work, person)), OutOfScope)
    lookup = person.id_number_lookup
    if lookup:
        note_number_tried(work, "register_resident")
    record = queries.record_of(work, lookup, to_decide=True) if lookup else None
    if record is not None and record.status is ResidentStatus.MOVED_AWAY:
        take_over(work, record, person)
    else:
        if record is None:
            work.session.add(person)
            mark_verified(work, person)
        elif is_undecided_elsewhere(work, record):
            set_aside(work, record, person)
        else:
            raise OnRecordAlready(field="id_number")
        record = person
    if details or emergency_contacts:
        work.session.flush()
        change_details(work, record, {"details": details or {}, "emergency_contacts": emergency_contacts})
    return record


def _add_as_record_or_claim(work: UnitOfWork, person: Resident) -> None:
    """Add the row; of two who register one ID number at the same moment, the second finds the first on record."""
    try:
        _add(work, person)
    except IntegrityError:
        _add(work, person)


def _add(work: UnitOfWork, person: Resident) -> None:
    record = queries.record_of(work, person.id_number_lookup) if person.id_number_lookup else None
    person.claim_of = record.id if record else None
    with work.session.begin_nested():
        work.session.add(person)
