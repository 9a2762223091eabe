"""Codes of a few digits that only who knows a secret can make, for people to read and type."""

import hmac


def short_code(secret: bytes, told: bytes, digits: int) -> str:
    """What was `told`, keyed by the secret (HMAC-SHA-256) and truncated to digits as in RFC 4226, 5.3."""
    digest = hmac.digest(secret, told, "sha256")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}}"


def is_same_code(given: str, right: str) -> bool:
    """Whether somebody gave the right code, however they spaced it; takes as long wherever the two differ."""
    return hmac.compare_digest("".join(given.split()).encode(errors="replace"), right.encode())
