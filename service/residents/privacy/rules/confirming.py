"""How long one may think about an erasure before confirming it."""

from datetime import datetime, timedelta

CONFIRMED_WITHIN = timedelta(minutes=30)


def is_in_time(asked_at: datetime, now: datetime) -> bool:
    """Whether a confirmation still holds; later one reads again what goes and what stays."""
    return asked_at <= now <= asked_at + CONFIRMED_WITHIN
