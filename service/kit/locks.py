"""Locks by name, for what no single row stands for: held until the transaction ends, on every server alike."""

from collections.abc import Collection
from hashlib import blake2b

from sqlalchemy import func, select, text

from service.kit.prepared import Prepared
from service.kit.work import UnitOfWork

Name = tuple[object, ...]


def hold(work: UnitOfWork, *name: object) -> None:
    """Wait for the lock of this name, and keep others waiting for it."""
    work.session.execute(select(func.pg_advisory_xact_lock(number_of(*name))))


def hold_all(work: UnitOfWork, names: Collection[Name], *, together: Collection[Name] = ()) -> None:
    """Wait for the locks of all these names, in one order for everybody.

    `together` come first and are held with others who hold them so too; who holds one alone keeps all of them waiting.
    """
    first = sorted({number_of(*name) for name in together})
    then = sorted({number_of(*name) for name in names})
    if first or then:
        _HOLD_ALL(work, numbers=[*first, *then], shared=[True] * len(first) + [False] * len(then))


def hold_if_free(work: UnitOfWork, *name: object) -> bool:
    """Take the lock of this name without waiting; False when another has it."""
    return bool(work.session.scalar(select(func.pg_try_advisory_xact_lock(number_of(*name)))))


def number_of(*name: object) -> int:
    """By which number PostgreSQL knows a lock; the first word of its name says what it is for."""
    digest = blake2b("\0".join(map(str, name)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


# The rows of `unnest` come in the order of the lists, and each is locked before the next.
_HOLD_ALL = Prepared(
    text(
        """
        SELECT CASE WHEN shared THEN pg_advisory_xact_lock_shared(number) ELSE pg_advisory_xact_lock(number) END
          FROM unnest(CAST(:numbers AS bigint[]), CAST(:shared AS boolean[])) AS lock (number, shared)
        """
    )
)
