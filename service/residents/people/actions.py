"""Registering, verifying and changing residents.

A registration whose ID number is on record becomes a claim on that record. It takes the same statements and gets
the same answer as any other, so that who registers can not find out who is on record.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError

from service.accounts import actions as accounts
from service.accounts import queries as account_queries
from service.kit.errors import Forbidden, OutOfScope, WrongState
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import messages, texts
from service.residents.errors import (
    AlreadyRegistered,
    FixedOnceVerified,
    NoSuchCommunity,
    OnRecordAlready,
    RecordElsewhere,
    RecordUndecided,
)
from service.residents.models import Resident
from service.residents.people import permissions, queries
from service.residents.people.rules import Purpose, normal_id_number, normal_name, normal_phone
from service.residents.rules import ResidentStatus, check_resident_move

_HOMES = frozenset({"community", "estate", "grid", "building"})
_TOLD_OF = {
    ResidentStatus.VERIFIED: messages.ResidentVerified,
    ResidentStatus.MOVED_AWAY: messages.ResidentMovedAway,
    ResidentStatus.DECEASED: messages.ResidentDied,
}


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
    person = _new_record(
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
    return person


def register(
    work: UnitOfWork,
    *,
    name: str,
    region_code: str,
    phone: str | None = None,
    id_number: str | None = None,
    address: str | None = None,
) -> Resident:
    """Put somebody on record whom the acting worker has seen: verified at once.

    Who is noted as moved away comes back with the same record. Raises OnRecordAlready for anybody else on record.
    """
    person = _new_record(
        work, name=name, phone=phone, id_number=id_number, region_code=region_code, address=address
    )
    work.require(permissions.may_keep(work.actor, queries.region_path(work, person)), OutOfScope)
    record = queries.record_of(work, person.id_number_lookup) if person.id_number_lookup else None
    if record is not None:
        if record.status is not ResidentStatus.MOVED_AWAY:
            raise OnRecordAlready(field="id_number")
        _take_over(work, record, person)
        return record
    work.session.add(person)
    _mark_verified(work, person)
    return person


def verify(work: UnitOfWork, person: Resident) -> Resident:
    """Confirm that the person is who they say and lives there; a claim is joined to the record, which is returned."""
    lookup = person.id_number_lookup
    record = queries.record_of(work, lookup) if person.claim_of and lookup else None
    if record is not None:
        return _join(work, person, record)
    work.require(permissions.may_keep(work.actor, queries.region_path(work, person)))
    if person.status is not ResidentStatus.PENDING:
        raise WrongState(state=person.status)
    person.claim_of = None
    _mark_verified(work, person)
    _tell_accounts(work, person, texts.VERIFIED)
    return person


def reject(work: UnitOfWork, person: Resident, *, reason: str) -> Resident:
    """Refuse a registration; the person may register again."""
    work.require(_may_decide(work, person))
    check_resident_move(person.status, ResidentStatus.REJECTED)
    person.status = ResidentStatus.REJECTED
    person.reason = reason
    _tell_accounts(work, person, texts.REJECTED, reason=reason)
    return person


def change_own(work: UnitOfWork, person: Resident, changes: Mapping[str, Any]) -> Resident:
    """Change one's own record: telephone and address at any time, name and region only until verified.

    Who has moved away and names a new region waits for verification there.
    """
    if person.status in (ResidentStatus.REJECTED, ResidentStatus.DECEASED):
        raise WrongState(state=person.status)
    returns = person.status is ResidentStatus.MOVED_AWAY and "region_code" in changes
    if person.status is not ResidentStatus.PENDING:
        fixed = {"name"} if returns else {"name", "region_code"}
        if at_fault := sorted(fixed & changes.keys()):
            raise FixedOnceVerified(field=at_fault[0])
    _apply(work, person, changes)
    if returns:
        person.status = ResidentStatus.PENDING
    return person


def change(work: UnitOfWork, person: Resident, changes: Mapping[str, Any]) -> Resident:
    """Change a record as a worker of its place, and of the place it moves to."""
    work.require(permissions.may_keep(work.actor, queries.region_path(work, person)))
    if person.claim_of is not None:
        raise WrongState(state=person.status)
    _apply(work, person, changes)
    if "region_code" in changes:
        path = queries.region_path(work, person)
        work.require(permissions.may_keep(work.actor, path), OutOfScope)
    status = changes.get("status")
    if status is not None and status is not person.status:
        _move(work, person, status)
    return person


def read_sensitive(work: UnitOfWork, person: Resident, purpose: Purpose) -> dict[str, str | None]:
    """Telephone and ID number in full, for a purpose that the audit trail keeps."""
    path = queries.region_path(work, person)
    work.require(permissions.may_read_sensitive(work.actor, path))
    work.audit("read_sensitive", subject=person.id, region_code=person.region_code, purpose=purpose)
    cipher = work.house.cipher
    return {"phone": person.phone(cipher), "id_number": person.id_number(cipher)}


def _new_record(
    work: UnitOfWork,
    *,
    name: str,
    phone: str | None,
    id_number: str | None,
    region_code: str | None,
    address: str | None,
) -> Resident:
    person = Resident(
        id=work.new_id(),
        name=normal_name(name),
        region_code=None if region_code is None else _home(work, region_code),
        address=address or None,
        registered_by=work.actor.account_id,
        registered_at=work.now,
    )
    person.keep_phone(work.house.cipher, None if phone is None else normal_phone(phone))
    person.keep_id_number(work.house.cipher, None if id_number is None else normal_id_number(id_number))
    return person


def _home(work: UnitOfWork, region_code: str) -> str:
    region = regions.region(work, region_code)
    if region is None or region.level not in _HOMES:
        raise NoSuchCommunity(field="region_code")
    return region.code


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


def _apply(work: UnitOfWork, person: Resident, changes: Mapping[str, Any]) -> None:
    if "name" in changes:
        person.name = normal_name(changes["name"])
    if "phone" in changes:
        phone = changes["phone"]
        person.keep_phone(work.house.cipher, None if phone is None else normal_phone(phone))
    if "id_number" in changes:
        person.keep_id_number(work.house.cipher, normal_id_number(changes["id_number"]))
    if "region_code" in changes:
        person.region_code = _home(work, changes["region_code"])
    if "address" in changes:
        person.address = changes["address"] or None
    if "reason" in changes:
        person.reason = changes["reason"]


def _move(work: UnitOfWork, person: Resident, status: ResidentStatus) -> None:
    if person.status is ResidentStatus.PENDING or status is ResidentStatus.PENDING:
        raise WrongState(state=person.status)
    check_resident_move(person.status, status)
    person.status = status
    work.announce(_TOLD_OF[status](resident_id=person.id))


def _mark_verified(work: UnitOfWork, person: Resident) -> None:
    person.status = ResidentStatus.VERIFIED
    person.reason = None
    person.verified_by = work.actor.account_id
    person.verified_at = work.now
    work.announce(messages.ResidentVerified(resident_id=person.id))


def _may_decide(work: UnitOfWork, person: Resident) -> bool:
    """Where the registration was made, or for a claim also where the record is kept."""
    if permissions.may_keep(work.actor, queries.region_path(work, person)):
        return True
    record = work.session.get(Resident, person.claim_of) if person.claim_of else None
    return record is not None and permissions.may_keep(work.actor, queries.region_path(work, record))


def _join(work: UnitOfWork, claim: Resident, record: Resident) -> Resident:
    """Give the record to who claimed it; the claim's row goes, the audit trail keeps that it was there."""
    _check_joinable(work, claim, record)
    if record.status is ResidentStatus.MOVED_AWAY:
        _take_over(work, record, claim)
    phone = claim.phone(work.house.cipher)
    if phone is not None:
        record.keep_phone(work.house.cipher, phone)
    claimants = accounts.relink_resident(work, claim.id, to=record.id)
    work.audit(
        "join_claim",
        subject=record.id,
        region_code=record.region_code,
        claim=str(claim.id),
        accounts=[str(account_id) for account_id in claimants],
    )
    work.session.flush()
    work.session.delete(claim)
    for account_id in claimants:
        tell(work, Recipient(account_id=account_id), texts.VERIFIED, subject=record.id)
    return record


def _check_joinable(work: UnitOfWork, claim: Resident, record: Resident) -> None:
    work.require(_may_decide(work, claim))
    if claim.status is not ResidentStatus.PENDING:
        raise WrongState(state=claim.status)
    place = claim if record.status is ResidentStatus.MOVED_AWAY else record
    if not permissions.may_keep(work.actor, queries.region_path(work, place)):
        raise RecordElsewhere
    if record.status is ResidentStatus.PENDING:
        raise RecordUndecided
    if record.status is ResidentStatus.DECEASED:
        raise WrongState(state=record.status)


def _take_over(work: UnitOfWork, record: Resident, newer: Resident) -> None:
    """Let a record that had moved away stand again, where the newer registration says."""
    cipher = work.house.cipher
    record.name, record.region_code, record.address = newer.name, newer.region_code, newer.address
    record.keep_phone(cipher, newer.phone(cipher) or record.phone(cipher))
    _mark_verified(work, record)


def _tell_accounts(work: UnitOfWork, person: Resident, text: SpokenText, **facts: object) -> None:
    for account_id in account_queries.account_ids_of_resident(work, person.id):
        tell(work, Recipient(account_id=account_id), text, subject=person.id, **facts)
