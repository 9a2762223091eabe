"""What begins, refreshes and ends a login."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, update

from service.accounts import actions, queries, tokens
from service.accounts.errors import (
    AlreadyRefreshed,
    BadCredentials,
    BadLoginCode,
    IdentityNotLinked,
    RefreshTokenReused,
)
from service.accounts.identities import actions as identities
from service.accounts.identities.errors import BadSmsCode
from service.accounts.identity import Door, Identification
from service.accounts.models import Account, LoginSession
from service.accounts.passwords import failures
from service.accounts.passwords.hashing import PasswordHashing
from service.accounts.rules import AccountKind, EndedBecause
from service.kit import audit
from service.kit.actor import Actor, ActorKind
from service.kit.errors import Unauthenticated
from service.kit.work import UnitOfWork


def log_in_as_resident(work: UnitOfWork, door: Door, code: str) -> dict[str, Any]:
    """Log in who the code stands for; the first time makes the account. Raises BadLoginCode, …"""
    # Before the first statement: no connection is held while the provider thinks.
    found = identities.identified(work, door, code)
    answered = _log_in(work, _account_in_use(work, _account_of(work, found), BadLoginCode))
    identities.note_proof(work, answered["account"]["id"], found)
    return answered


def log_in_as_staff(work: UnitOfWork, door: Door, code: str) -> dict[str, Any]:
    """Log in the staff member who has linked this identity; raises IdentityNotLinked for anybody else."""
    found = identities.identified(work, door, code)
    account_id = queries.account_id_of_identity(work, found.provider, found.subject)
    if account_id is None:
        raise IdentityNotLinked
    return _log_in(
        work, _account_in_use(work, account_id, IdentityNotLinked, Account.kind == AccountKind.STAFF)
    )


def log_in_with_sms(work: UnitOfWork, *, phone: str, code: str) -> dict[str, Any]:
    """Log in who holds this telephone; the first time makes the account. Raises BadSmsCode."""
    found = identities.identified_by_sms(work, phone, code)
    account_id = _account_of(work, found, hint=identities.hint_of(phone))
    return _log_in(work, _account_in_use(work, account_id, BadSmsCode))


def log_in_with_password(work: UnitOfWork, *, username: str, password: str) -> dict[str, Any]:
    """Log in a staff member; raises BadCredentials, or AccountLocked after too many failures in a row."""
    key = failures.username_key(work, username)
    known = work.apart(lambda apart: queries.login_facts(apart, username.lower(), key))
    failures.check_not_locked(work, known.locked_until)
    if not work.house.provider(PasswordHashing).matches(password, known.password_hash):
        work.keep_even_if_refused(lambda later: failures.count_failure(later, key, known.id))
        raise BadCredentials
    same_password = Account.password_hash == known.password_hash
    account = _account_in_use(work, known.id, BadCredentials, same_password)
    failures.forget_failures(work, key)
    return _log_in(work, account)


def refresh(work: UnitOfWork, refresh_token: str) -> dict[str, Any]:
    """Exchange a refresh token for a new pair; one that was spent before ends the whole login."""
    said = tokens.read_refresh(refresh_token)
    login = work.session.get(LoginSession, said.session_id)
    if login is None or login.ended_at is not None or login.expires_at <= work.now:
        raise Unauthenticated
    if said.generation < login.generation:
        account_id = login.account_id
        work.keep_even_if_refused(lambda later: _end_reused(later, said.session_id, account_id))
        raise RefreshTokenReused
    _act_as(work, login, _account_in_use(work, login.account_id, Unauthenticated))
    if not _rotate(work, login):
        # It was good when this request began, so another request spent it at the same moment: no thief.
        raise AlreadyRefreshed
    return actions.answer(work, login)


def log_out(work: UnitOfWork) -> None:
    """End the login by which this request came."""
    if work.actor.session_id is not None:
        actions.end_session(work, work.actor.session_id, EndedBecause.LOGGED_OUT)


def _account_of(work: UnitOfWork, found: Identification, hint: str | None = None) -> UUID:
    """Whose account an identity leads into; a new one for somebody new."""
    account_id = queries.account_id_of_identity(work, found.provider, found.subject)
    if account_id is not None:
        return account_id
    name = f"居民{work.house.randomness.digits(6)}"
    return actions.create_resident_account(work, found.provider, found.subject, name, hint)


def _log_in(work: UnitOfWork, account: Account) -> dict[str, Any]:
    login = actions.begin_login(work, account.id)
    _act_as(work, login, account)
    return actions.answer(work, login)


def _account_in_use(
    work: UnitOfWork, account_id: UUID, refusal: type[Unauthenticated], *still: ColumnElement[bool]
) -> Account:
    """The account, held as it is: disabling it or changing its password waits, and then ends this login too."""
    in_use = select(Account).where(Account.id == account_id, Account.disabled_at.is_(None), *still)
    account = work.session.scalar(in_use.with_for_update(read=True))
    if account is None:
        raise refusal
    return account


def _act_as(work: UnitOfWork, login: LoginSession, account: Account) -> None:
    """From here on the request is the account's: so the audit trail names it."""
    work.actor = Actor(
        ActorKind(account.kind.value),
        account_id=account.id,
        session_id=login.id,
        resident_id=account.resident_id,
        display_name=account.display_name,
    )


def _rotate(work: UnitOfWork, login: LoginSession) -> bool:
    rotated = (
        update(LoginSession)
        .where(
            LoginSession.id == login.id,
            LoginSession.generation == login.generation,
            LoginSession.ended_at.is_(None),
        )
        .values(
            generation=login.generation + 1,
            expires_at=actions.login_ends(work, login.started_at),
        )
        .returning(LoginSession)
        .execution_options(populate_existing=True)
    )
    return work.session.scalar(rotated) is not None


def _end_reused(work: UnitOfWork, session_id: UUID, account_id: UUID) -> None:
    actions.end_session(work, session_id, EndedBecause.TOKEN_REUSED)
    audit.record(work, "reuse_refresh_token", subject=account_id, succeeded=False)
