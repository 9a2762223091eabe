"""What follows from a proof of identity: 浙里办 has seen the ID card of who holds an account (docs/decisions/0018).

Only the ID number together with the name finds a record, and only one that a worker has verified becomes the account's.
"""

from uuid import UUID

from service.accounts import actions as accounts
from service.accounts import queries as account_queries
from service.accounts.identities import queries as identities
from service.kit.telling import Recipient, tell
from service.kit.work import UnitOfWork
from service.residents import texts
from service.residents.models import Resident
from service.residents.people import queries
from service.residents.people.actions.verifying import verify
from service.residents.rules import ResidentStatus


def follow_proof(work: UnitOfWork, account_id: UUID) -> None:
    """Note on the record what is proven, and let a verified one be the account's; a claim on it is joined."""
    account = account_queries.account(work, account_id)
    lookup = identities.proven_id_number(work, account_id)
    if account is None or account.disabled or lookup is None:
        return
    record = queries.record_of(work, lookup, to_decide=True)
    provider = identities.proven_by(work, account_id, lookup, record.name) if record else None
    if record is None or provider is None:
        return
    own = work.session.get(Resident, account.resident_id) if account.resident_id else None
    if own is record and record.proved_by == provider:
        return
    if own is record or (
        record.status is ResidentStatus.VERIFIED and _becomes(work, own, record, account_id)
    ):
        record.proved_by = provider
        work.audit(
            "prove_identity", subject=record.id, region_code=record.region_code, account=str(account_id)
        )


def _becomes(work: UnitOfWork, own: Resident | None, record: Resident, account_id: UUID) -> bool:
    """Whether the record is the account's now; who has registered as somebody else stays that until a worker decides."""
    if own is None or own.status is ResidentStatus.REJECTED:
        accounts.link_resident(work, account_id, record.id)
        tell(work, Recipient(account_id=account_id), texts.VERIFIED, subject=record.id)
        return True
    if own.claim_of != record.id or own.status is not ResidentStatus.PENDING:
        return False
    verify(work, own)
    return True
