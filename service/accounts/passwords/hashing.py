"""Hashing of passwords: argon2id, so many at once as the machine can bear."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from service.accounts.errors import TooBusyToCheck

_MEMORY_KIB = 19 * 1024
_PATIENCE_SECONDS = 5.0
_RETRY_AFTER = 5


class PasswordHashing:
    """Argon2id with 19 MiB, two passes and one lane (OWASP); raises TooBusyToCheck when too many wait."""

    def __init__(self, at_once: int) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=_MEMORY_KIB, parallelism=1)
        self._places = BoundedSemaphore(at_once)
        self._nobodys_hash = self._hasher.hash("nobody")

    def hash(self, password: str) -> str:
        """A salted hash to keep."""
        with self._place():
            return self._hasher.hash(password)

    def matches(self, password: str, kept: str | None) -> bool:
        """Whether it is the password of the `kept` hash; where there is none it is not, in the same time."""
        with self._place():
            try:
                right = self._hasher.verify(kept or self._nobodys_hash, password)
            except (VerificationError, InvalidHashError):
                return False
        return right and kept is not None

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(timeout=_PATIENCE_SECONDS):
            raise TooBusyToCheck(retry_after=_RETRY_AFTER)
        try:
            yield
        finally:
            self._places.release()
