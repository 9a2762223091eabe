"""When in the day a service is given."""

from service.elderly_care.plans.errors import BadWindow

DAY = 24 * 60
LATEST = 36 * 60


def window_of(starts: str, ends: str, minutes: int, *, field: str) -> tuple[int, int]:
    """From `HH:MM` to `HH:MM` as minutes of the day; an end that is earlier is on the next day. Raises BadWindow."""
    start, end = _minutes(starts), _minutes(ends)
    if end < start:
        end += DAY
    if start >= DAY or end > LATEST or end - start < minutes:
        raise BadWindow(field=field)
    return start, end


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])
