"""Quarters of an hour (grains), in which time is claimed: of rooms, of caregivers, of whoever is visited."""

from datetime import UTC, datetime, timedelta

GRAIN_MINUTES = 15
_GRAIN = timedelta(minutes=GRAIN_MINUTES)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def grain_of(moment: datetime) -> int:
    """The number of the quarter of an hour, counted from 1970-01-01 UTC, in which the moment lies."""
    return (moment - _EPOCH) // _GRAIN


def grains(starts_at: datetime, ends_at: datetime, buffer_minutes: int = 0) -> range:
    """The grains that a time with the buffer after it touches."""
    return range(grain_of(starts_at), -((_EPOCH - ends_at - timedelta(minutes=buffer_minutes)) // _GRAIN))


def moment_of(grain: int) -> datetime:
    """When a grain begins, in UTC."""
    return _EPOCH + grain * _GRAIN
