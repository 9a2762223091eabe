"""Questions about all that accounts hold of a resident."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from service.accounts.models import Account, Identity, LoginSession
from service.kit.work import UnitOfWork


def accounts_of(work: UnitOfWork, resident_id: UUID) -> Sequence[Account]:
    """Every account of the resident, the oldest first."""
    query = select(Account).where(Account.resident_id == resident_id).order_by(Account.id)
    return work.session.scalars(query).all()


def identities_of(work: UnitOfWork, resident_id: UUID) -> Sequence[Identity]:
    """By which providers the resident can log in."""
    query = select(Identity).join(Account, Account.id == Identity.account_id)
    return work.session.scalars(query.where(Account.resident_id == resident_id).order_by(Identity.id)).all()


def logins_of(work: UnitOfWork, resident_id: UUID) -> Sequence[LoginSession]:
    """The logins that are still known, the oldest first."""
    query = select(LoginSession).join(Account, Account.id == LoginSession.account_id)
    mine = query.where(Account.resident_id == resident_id).order_by(LoginSession.id)
    return work.session.scalars(mine).all()
