"""Failed passwords in a row, counted by username, and the lock they lead to.

They are counted whether or not anybody has that username, so that an unknown one behaves like any other. The
count decides the answer in the statement that changes it: however many tries run at once, only so many learn
that they were wrong.
"""

from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from sqlalchemy import case, delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import ReturningInsert

from service.accounts.errors import AccountLocked
from service.accounts.models import LoginFailures
from service.kit import audit
from service.kit.work import UnitOfWork

# How long failures count as being in a row.
REMEMBERED = timedelta(days=1)


def username_key(work: UnitOfWork, username: str) -> bytes:
    """A keyed hash: people also type their passwords into the username's field."""
    return work.house.cipher.lookup(username.lower(), purpose="login_failures.username")


def check_not_locked(work: UnitOfWork, locked_until: datetime | None) -> None:
    """Raise AccountLocked while it is locked."""
    if locked_until is not None and locked_until > work.now:
        seconds = ceil((locked_until - work.now).total_seconds())
        raise AccountLocked(retry_after=seconds, minutes=ceil(seconds / 60))


def count_failure(work: UnitOfWork, key: bytes, account_id: UUID | None) -> None:
    """Count one wrong password; raises AccountLocked when the lock came first, so the answer tells nothing."""
    counted = work.session.scalar(_counting(work, key))
    if counted is None:
        check_not_locked(work, _locked_until(work, key))
        return
    audit.record(work, "fail_login", subject=account_id, succeeded=False, failures=counted)
    if counted >= work.house.settings.login_lock_failures:
        audit.record(work, "lock_account", subject=account_id)


def forget_failures(work: UnitOfWork, key: bytes) -> None:
    """Begin a new row after a right password; raises AccountLocked when a lock came meanwhile."""
    check_not_locked(work, _locked_until(work, key))
    work.session.execute(delete(LoginFailures).where(LoginFailures.username_key == key))


def unlock(work: UnitOfWork, username: str) -> None:
    """Lift a lock, for who has got a new password."""
    key = username_key(work, username)
    work.session.execute(delete(LoginFailures).where(LoginFailures.username_key == key))


def forget_old_failures(work: UnitOfWork) -> None:
    """Drop counts and locks of long ago."""
    old = LoginFailures.last_failed_at < work.now - REMEMBERED
    work.session.execute(delete(LoginFailures).where(old))


def _locked_until(work: UnitOfWork, key: bytes) -> datetime | None:
    row = select(LoginFailures.locked_until).where(LoginFailures.username_key == key)
    return work.session.scalar(row.with_for_update())


def _counting(work: UnitOfWork, key: bytes) -> ReturningInsert[int]:
    settings = work.house.settings
    locked_until = work.now + timedelta(minutes=settings.login_lock_minutes)
    over = or_(LoginFailures.locked_until <= work.now, LoginFailures.last_failed_at < work.now - REMEMBERED)
    failures = case((over, 1), else_=LoginFailures.failures + 1)
    first = {
        "username_key": key,
        "failures": 1,
        "last_failed_at": work.now,
        "locked_until": locked_until if settings.login_lock_failures <= 1 else None,
    }
    again = {
        "failures": failures,
        "last_failed_at": work.now,
        "locked_until": case((failures >= settings.login_lock_failures, locked_until), else_=None),
    }
    not_locked = or_(LoginFailures.locked_until.is_(None), LoginFailures.locked_until <= work.now)
    counting = insert(LoginFailures).values(first)
    return counting.on_conflict_do_update(
        index_elements=[LoginFailures.username_key], set_=again, where=not_locked
    ).returning(LoginFailures.failures)
