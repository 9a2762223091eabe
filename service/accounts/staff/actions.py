"""What makes, changes and disables accounts of staff."""

from datetime import datetime
from typing import Any

from service.accounts import actions, permissions, queries, rules
from service.accounts.errors import OfAnAdministrator
from service.accounts.models import Account
from service.accounts.passwords import actions as passwords
from service.accounts.passwords import failures
from service.accounts.rules import AccountKind, EndedBecause
from service.kit.work import UnitOfWork


def create_staff(
    work: UnitOfWork,
    *,
    username: str,
    display_name: str,
    password: str,
    password_expires_at: datetime | None,
    administrator: bool = False,
) -> Account:
    """Make an account without any duty; raises UsernameTaken or WeakPassword.

    A password that expires now is an initial one, to be changed at the first login.
    """
    work.require(permissions.may_keep_staff(work.actor))
    username = username.lower()
    rules.check_password(password, username, administrator=administrator, field="password")
    account = Account(
        kind=AccountKind.STAFF, username=username, display_name=display_name, created_at=work.now
    )
    work.session.add(account)
    work.session.flush()
    passwords.set_password(work, account, password, expires_at=password_expires_at)
    return account


def change_staff(work: UnitOfWork, account: Account, changes: dict[str, Any]) -> Account:
    """Rename, disable, enable, or give a new initial password; raises OfAnAdministrator."""
    work.require(permissions.may_keep_staff(work.actor))
    work.expect(account)
    if {"disabled", "password"} & set(changes):
        administrator = queries.is_administrator(work, account.id)
        work.require(permissions.may_take_over(work.actor, administrator=administrator), OfAnAdministrator)
    if "display_name" in changes:
        account.display_name = changes["display_name"]
    if changes.get("disabled") is True:
        _disable(work, account)
    elif changes.get("disabled") is False:
        account.disabled_at = None
    if "password" in changes:
        reset_password(work, account, changes["password"], expires_at=work.now)
    work.session.flush()
    return account


def reset_password(work: UnitOfWork, account: Account, password: str, *, expires_at: datetime | None) -> None:
    """Give a new password, end what the old one opened, and lift a lock."""
    passwords.check_policy(work, account, password, field="password")
    passwords.set_password(work, account, password, expires_at=expires_at)
    actions.end_sessions_of(work, account.id, EndedBecause.PASSWORD_CHANGED)
    failures.unlock(work, account.username or "")


def _disable(work: UnitOfWork, account: Account) -> None:
    account.disabled_at = account.disabled_at or work.now
    # Written first: a login that begins now waits for this row, and is then refused.
    work.session.flush()
    actions.end_sessions_of(work, account.id, EndedBecause.DISABLED)
