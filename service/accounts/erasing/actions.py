"""Ending accounts for good."""

from uuid import UUID

from sqlalchemy import delete

from service.accounts.erasing import queries
from service.accounts.models import AccountProof, Identity, LoginSession
from service.kit import idempotency
from service.kit.work import UnitOfWork

_NOBODY = "已注销"


def end_accounts_of(work: UnitOfWork, resident_id: UUID) -> None:
    """Let nobody log in as this resident again; empty shells stay, since the audit trail names accounts by their ids."""
    accounts = queries.accounts_of(work, resident_id)
    ids = [account.id for account in accounts]
    for holding in (Identity, AccountProof, LoginSession):
        work.session.execute(delete(holding).where(holding.account_id.in_(ids)))
    idempotency.forget_answers_to(work, ids)
    for account in accounts:
        account.display_name = _NOBODY
        account.resident_id = None
        account.disabled_at = account.disabled_at or work.now
