"""Chance as a value: identifiers, codes and tokens come from a source that is handed in."""

import secrets
from hashlib import sha256
from typing import Protocol
from uuid import UUID

import uuid_utils.compat


class Randomness(Protocol):
    """A source of identifiers and of secrets nobody can guess."""

    def uuid(self) -> UUID: ...
    def token(self, length: int = 32) -> str: ...
    def digits(self, count: int) -> str: ...


class SystemRandomness:
    """The operating system's randomness; identifiers are time-ordered (UUIDv7, RFC 9562)."""

    def uuid(self) -> UUID:
        return uuid_utils.compat.uuid7()

    def token(self, length: int = 32) -> str:
        """URL-safe text from `length` random bytes."""
        return secrets.token_urlsafe(length)

    def digits(self, count: int) -> str:
        return "".join(secrets.choice("0123456789") for _ in range(count))


def new_id() -> UUID:
    """A fresh time-ordered identifier, for rows whose id nobody chooses."""
    return uuid_utils.compat.uuid7()


def hash_of(token: str) -> bytes:
    """What is kept of a token; it has 256 random bits, so no salt and no slow hash is needed."""
    return sha256(token.encode()).digest()
