"""Questions about the accounts of staff."""

from uuid import UUID

from sqlalchemy import Select, or_, select

from service.accounts.models import Account
from service.accounts.rules import AccountKind
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork


def staff(
    work: UnitOfWork,
    *,
    q: str | None = None,
    disabled: bool | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[Account]:
    """Accounts of staff, the newest first; `q` is a part of the username or of the name."""
    query = _staff()
    if q:
        query = query.where(
            or_(
                Account.username.contains(q.lower(), autoescape=True),
                Account.display_name.contains(q, autoescape=True),
            )
        )
    if disabled is not None:
        query = query.where(Account.disabled_at.is_not(None) if disabled else Account.disabled_at.is_(None))
    return page(work, query, by=(Account.id,), cursor=cursor, limit=limit, descending=True)


def staff_member(work: UnitOfWork, account_id: UUID) -> Account | None:
    """The account of a staff member."""
    return work.session.scalar(_staff().where(Account.id == account_id))


def staff_member_called(work: UnitOfWork, username: str) -> Account | None:
    """The account of the staff member with this username."""
    return work.session.scalar(_staff().where(Account.username == username.lower()))


def _staff() -> Select[Account]:
    return select(Account).where(Account.kind == AccountKind.STAFF)
