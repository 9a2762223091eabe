"""What sets and changes passwords."""

from datetime import datetime, timedelta

from sqlalchemy import Select, delete, select

from service.accounts import actions, queries, rules
from service.accounts.errors import PasswordUsedBefore, WrongPassword
from service.accounts.models import Account, PasswordRecord
from service.accounts.passwords import failures
from service.accounts.passwords.hashing import PasswordHashing
from service.accounts.rules import EndedBecause
from service.kit.errors import Forbidden
from service.kit.work import UnitOfWork


def change_password(work: UnitOfWork, *, old_password: str, new_password: str) -> None:
    """Change the actor's own password and end their other logins.

    Raises WrongPassword, AccountLocked, WeakPassword or PasswordUsedBefore. The actor was read by this unit of
    work, so it holds its connection while it hashes; that is rare enough to bear.
    """
    account = _own_account(work)
    account_id = account.id
    hashing = work.house.provider(PasswordHashing)
    key = failures.username_key(work, account.username or "")
    if not hashing.matches(old_password, account.password_hash):
        work.keep_even_if_refused(lambda later: failures.count_failure(later, key, account_id))
        raise WrongPassword(field="old_password")
    failures.forget_failures(work, key)
    check_policy(work, account, new_password, field="new_password")
    ages = timedelta(days=work.house.settings.password_max_age_days)
    set_password(work, account, new_password, expires_at=work.now + ages)
    actions.end_sessions_of(work, account_id, EndedBecause.PASSWORD_CHANGED, but=work.actor.session_id)


def check_policy(work: UnitOfWork, account: Account, password: str, *, field: str) -> None:
    """Whether this may become the account's password; raises WeakPassword or PasswordUsedBefore."""
    administrator = queries.is_administrator(work, account.id)
    rules.check_password(password, account.username or "", administrator=administrator, field=field)
    hashing = work.house.provider(PasswordHashing)
    if any(hashing.matches(password, kept) for kept in work.session.scalars(_remembered(account))):
        raise PasswordUsedBefore(field=field, count=rules.PASSWORDS_REMEMBERED)


def set_password(work: UnitOfWork, account: Account, password: str, *, expires_at: datetime | None) -> None:
    """Keep a new password; one that expires now must be changed at the next login."""
    account.password_hash = work.house.provider(PasswordHashing).hash(password)
    account.password_expires_at = expires_at
    record = PasswordRecord(account_id=account.id, password_hash=account.password_hash, set_at=work.now)
    work.session.add(record)
    work.session.flush()
    newest = _remembered(account).with_only_columns(PasswordRecord.id)
    older = delete(PasswordRecord).where(
        PasswordRecord.account_id == account.id, PasswordRecord.id.not_in(newest)
    )
    work.session.execute(older)


def _own_account(work: UnitOfWork) -> Account:
    """The actor's account, locked, so that parallel tries of the old password wait for each other."""
    own = select(Account).where(Account.id == work.actor.account_id).with_for_update(key_share=True)
    account = work.session.scalar(own)
    if account is None or account.password_hash is None:
        raise Forbidden
    return account


def _remembered(account: Account) -> Select[str]:
    kept = select(PasswordRecord.password_hash).where(PasswordRecord.account_id == account.id)
    return kept.order_by(PasswordRecord.id.desc()).limit(rules.PASSWORDS_REMEMBERED)
