"""Deciding on registrations, and joining a claim to the record it claims."""

from service.accounts import actions as accounts
from service.accounts import queries as account_queries
from service.kit import merging
from service.kit.errors import WrongState
from service.kit.merging import Pair
from service.kit.telling import Recipient, SpokenText, tell
from service.kit.work import UnitOfWork
from service.residents import texts
from service.residents.errors import RecordElsewhere, RecordUndecided
from service.residents.models import Resident
from service.residents.people import permissions, queries
from service.residents.people.actions.records import (
    is_undecided_elsewhere,
    mark_verified,
    set_aside,
    take_over,
)
from service.residents.rules import ResidentStatus, check_resident_move


def verify(work: UnitOfWork, person: Resident) -> Resident:
    """Confirm that the person is who they say and lives there; a claim is joined to the record, which is returned."""
    lookup = person.id_number_lookup
    record = queries.record_of(work, lookup, to_decide=True) if person.claim_of and lookup else None
    if record is not None and not is_undecided_elsewhere(work, record):
        return _join(work, person, record)
    work.require(permissions.may_keep(work.actor, queries.region_path(work, person)))
    if person.status is not ResidentStatus.PENDING:
        raise WrongState(state=person.status)
    if record is not None:
        set_aside(work, record, person)
    else:
        person.claim_of = None
        mark_verified(work, person)
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


def _join(work: UnitOfWork, claim: Resident, record: Resident) -> Resident:
    """Give the record to who claimed it; the claim's row goes, the audit trail keeps that it was there."""
    _check_joinable(work, claim, record)
    if record.status is ResidentStatus.MOVED_AWAY:
        take_over(work, record, claim)
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
    merging.join(work, "residents", Pair(record.id, claim.id))
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


def _may_decide(work: UnitOfWork, person: Resident) -> bool:
    """Where the registration was made, or for a claim also where the record is kept."""
    if permissions.may_keep(work.actor, queries.region_path(work, person)):
        return True
    record = work.session.get(Resident, person.claim_of) if person.claim_of else None
    return record is not None and permissions.may_keep(work.actor, queries.region_path(work, record))


def _tell_accounts(work: UnitOfWork, person: Resident, text: SpokenText, **facts: object) -> None:
    for account_id in account_queries.account_ids_of_resident(work, person.id):
        tell(work, Recipient(account_id=account_id), text, subject=person.id, **facts)
