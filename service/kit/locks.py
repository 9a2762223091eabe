"""Locks by name, for what no single row stands for: held until the transaction ends, on every server alike."""

from hashlib import blake2b

from sqlalchemy import func, select

from service.kit.work import UnitOfWork


def hold(work: UnitOfWork, *name: object) -> None:
    """Wait for the lock of this name, and keep others waiting for it."""
    work.session.execute(select(func.pg_advisory_xact_lock(number_of(*name))))


def hold_if_free(work: UnitOfWork, *name: object) -> bool:
    """Take the lock of this name without waiting; False when another has it."""
    return bool(work.session.scalar(select(func.pg_try_advisory_xact_lock(number_of(*name)))))


def number_of(*name: object) -> int:
    """By which number PostgreSQL knows a lock; the first word of its name says what it is for."""
    digest = blake2b("\0".join(map(str, name)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
