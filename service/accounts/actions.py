"""What makes and ends logins, and makes accounts."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, update
from sqlalchemy.dialects.postgresql import insert

from service.accounts import queries, rules, tokens
from service.accounts.models import Account, Identity, LoginSession
from service.accounts.rules import AccountKind, EndedBecause
from service.kit.errors import Unauthenticated
from service.kit.work import UnitOfWork

_LOGINS_KEPT = timedelta(days=30)


def begin_login(work: UnitOfWork, account_id: UUID) -> LoginSession:
    """A new family of tokens for this account."""
    login = LoginSession(
        id=work.new_id(),
        account_id=account_id,
        generation=1,
        started_at=work.now,
        expires_at=login_ends(work, work.now),
    )
    work.session.add(login)
    work.session.flush()
    return login


def answer(work: UnitOfWork, login: LoginSession) -> dict[str, Any]:
    """The tokens of a login, with the account whose it is."""
    return {**tokens.issue(work, login), "account": account_facts(work, login.account_id)}


def account_facts(work: UnitOfWork, account_id: UUID) -> dict[str, Any]:
    """What an account is told of itself."""
    account = work.found(queries.account(work, account_id))
    expires_at = account.password_expires_at
    return {
        "id": account.id,
        "kind": account.kind,
        "display_name": account.display_name,
        "resident_id": account.resident_id,
        "duties": queries.duties_today(work, account_id),
        "password_expired": expires_at is not None and expires_at <= work.now,
    }


def own_account(work: UnitOfWork) -> dict[str, Any]:
    """What the actor is told of their own account; raises Unauthenticated for who has none."""
    if work.actor.account_id is None:
        raise Unauthenticated
    return account_facts(work, work.actor.account_id)


def end_session(work: UnitOfWork, session_id: UUID, because: EndedBecause) -> None:
    """End one login: its tokens, access ones too, are dead from now on."""
    _end(work, because, LoginSession.id == session_id)


def end_sessions_of(
    work: UnitOfWork, account_id: UUID, because: EndedBecause, *, but: UUID | None = None
) -> None:
    """End every login of an account, but the one that asks for it."""
    _end(work, because, LoginSession.account_id == account_id, LoginSession.id.is_distinct_from(but))


def create_resident_account(
    work: UnitOfWork, provider: str, subject: str, display_name: str, hint: str | None = None
) -> UUID:
    """Make the account of somebody new; of two first logins at once one makes it and both get it."""
    account = Account(kind=AccountKind.RESIDENT, display_name=display_name, created_at=work.now)
    work.session.add(account)
    work.session.flush()
    linked: UUID | None = work.session.scalar(
        insert(Identity)
        .values(provider=provider, subject=subject, account_id=account.id, hint=hint, linked_at=work.now)
        .on_conflict_do_nothing()
        .returning(Identity.account_id)
    )
    if linked is not None:
        return linked
    work.session.execute(delete(Account).where(Account.id == account.id))
    work.session.expunge(account)
    return work.found(queries.account_id_of_identity(work, provider, subject))


def link_resident(work: UnitOfWork, account_id: UUID, resident_id: UUID) -> None:
    """Let an account be this resident's from now on."""
    account = work.found(queries.account(work, account_id))
    account.resident_id = resident_id
    work.session.flush()


def forget_old_logins(work: UnitOfWork) -> None:
    """Drop logins that ended some time ago; the audit trail remembers them."""
    before = work.now - _LOGINS_KEPT
    old = or_(LoginSession.ended_at < before, LoginSession.expires_at < before)
    work.session.execute(delete(LoginSession).where(old))


def relink_resident(work: UnitOfWork, resident_id: UUID, to: UUID) -> list[UUID]:
    """Let every account of one record, disabled ones too, be another's from now on; which accounts those are."""
    moved = (
        update(Account)
        .where(Account.resident_id == resident_id)
        .values(resident_id=to, version=Account.version + 1)
        .returning(Account.id)
        .execution_options(synchronize_session="fetch")
    )
    return sorted(work.session.scalars(moved))


def let_accounts_rest(work: UnitOfWork, resident_id: UUID) -> None:
    """Let every account of somebody who has died do nothing but look after its login."""
    _rest(work, resident_id, work.now)


def wake_accounts(work: UnitOfWork, resident_id: UUID) -> None:
    """Let the accounts of somebody act again whose death was noted by mistake."""
    _rest(work, resident_id, None)


def login_ends(work: UnitOfWork, started_at: datetime) -> datetime:
    """When a login that is used now ends if it is not used again."""
    unused_for = timedelta(days=work.house.settings.refresh_token_days)
    return rules.login_ends(started_at, work.now, unused_for)


def _rest(work: UnitOfWork, resident_id: UUID, died_at: datetime | None) -> None:
    work.session.execute(
        update(Account)
        .where(Account.resident_id == resident_id)
        .values(resident_died_at=died_at, version=Account.version + 1)
        .execution_options(synchronize_session="fetch")
    )


def _end(work: UnitOfWork, because: EndedBecause, *which: Any) -> None:
    alive = LoginSession.ended_at.is_(None)
    work.session.execute(
        update(LoginSession).where(alive, *which).values(ended_at=work.now, ended_because=because)
    )
