"""The slot grid, and the quarters of an hour (grains) in which time is claimed."""

from datetime import UTC, datetime, timedelta

from service.kit.clock import local

GRAIN_MINUTES = 15
_GRAIN = timedelta(minutes=GRAIN_MINUTES)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def is_on_grid(moment: datetime, slot_minutes: int) -> bool:
    """Whether a slot begins then; the grid counts from 00:00 of each day, so every midnight lies on it."""
    here = local(moment)
    if here.second or here.microsecond:
        return False
    return (here.hour * 60 + here.minute) % slot_minutes == 0


def grain_of(moment: datetime) -> int:
    """The number of the quarter of an hour, counted from 1970-01-01 UTC, in which the moment lies."""
    return (moment - _EPOCH) // _GRAIN


def grains(starts_at: datetime, ends_at: datetime, buffer_minutes: int = 0) -> range:
    """The grains that a time with the buffer after it touches."""
    return range(grain_of(starts_at), -((_EPOCH - ends_at - timedelta(minutes=buffer_minutes)) // _GRAIN))


def moment_of(grain: int) -> datetime:
    """When a grain begins, in UTC."""
    return _EPOCH + grain * _GRAIN
