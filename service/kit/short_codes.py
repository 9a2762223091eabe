"""Codes of a few digits that only who knows a secret can make, for people to read and type."""

import hmac
from datetime import datetime

_ROTATING_DIGITS = 8


def short_code(secret: bytes, told: bytes, digits: int) -> str:
    """What was `told`, keyed by the secret (HMAC-SHA-256) and truncated to digits as in RFC 4226, 5.3."""
    digest = hmac.digest(secret, told, "sha256")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}}"


def is_same_code(given: str, right: str) -> bool:
    """Whether somebody gave the right code, however they spaced it; takes as long wherever the two differ."""
    return hmac.compare_digest("".join(given.split()).encode(errors="replace"), right.encode())


def rotating_code(secret: str, told: bytes, now: datetime, seconds: int) -> str:
    """The eight digits that stand for what is `told` at this moment; others every so many `seconds`."""
    return _code_of(secret, told, _window(now, seconds))


def code_changes_at(now: datetime, seconds: int) -> datetime:
    """When the present code gives way to the next."""
    return datetime.fromtimestamp((_window(now, seconds) + 1) * seconds, tz=now.tzinfo)


def is_shown(secret: str, told: bytes, code: str, now: datetime, seconds: int) -> bool:
    """Whether this code is shown now or was until just now: who scans as it changes is not sent back."""
    window = _window(now, seconds)
    return any(is_same_code(code, _code_of(secret, told, shown)) for shown in (window, window - 1))


def _window(now: datetime, seconds: int) -> int:
    return int(now.timestamp()) // seconds


def _code_of(secret: str, told: bytes, window: int) -> str:
    return short_code(secret.encode(), told + window.to_bytes(8, "big"), _ROTATING_DIGITS)
