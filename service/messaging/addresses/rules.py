"""How an e-mail address is proved."""

from datetime import timedelta

DIGITS = 6
TRIES = 5
LASTS = timedelta(minutes=30)
BETWEEN_CODES = timedelta(minutes=1)


def masked(address: str) -> str:
    """An address as it is shown: `w***@zhenhai.gov.cn`."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}***@{domain}"
