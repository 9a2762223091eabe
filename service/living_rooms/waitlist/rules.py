"""The rules of waiting for time in a room: how long a wish lasts, and which free time fits it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from service.kit.clock import at_local, local_date
from service.kit.errors import InvalidInput
from service.kit.texts import Text
from service.living_rooms.rooms.rules import Policy, Stretch, is_on_grid
from service.living_rooms.waitlist.errors import TimeOver

MOST_WISHES = 5
"""How many wishes of one resident may stand at a time."""

LONGEST_WINDOW = timedelta(days=31)
LOOK_AGAIN_AFTER = timedelta(hours=1)
"""A wish is looked at again this often, for what no freed time tells: new hours, a new day in reach, a new month's quota."""

PAST_MONTH = timedelta(days=30)

_ENDS_FIRST = Text("结束时间应晚于开始时间。", "The end must come after the start.")
_WINDOW_TOO_LONG = Text("候补的时间范围最长 31 天。", "The time to choose from spans at most 31 days.")
_DOES_NOT_FIT = Text("时长超出了时间范围。", "So many minutes do not fit between start and end.")


def check_wish(starts_at: datetime, ends_at: datetime, minutes: int, now: datetime) -> None:
    """Refuse a wish that nothing could ever fit. Raises InvalidInput, TimeOver."""
    if ends_at <= starts_at:
        raise InvalidInput({"ends_at": _ENDS_FIRST})
    if ends_at - starts_at > LONGEST_WINDOW:
        raise InvalidInput({"ends_at": _WINDOW_TOO_LONG})
    if timedelta(minutes=minutes) > ends_at - starts_at:
        raise InvalidInput({"minutes": _DOES_NOT_FIT})
    if lasts_until(ends_at, minutes) <= now:
        raise TimeOver(field="ends_at")


def lasts_until(ends_at: datetime, minutes: int) -> datetime:
    """The last moment at which what a wish asks for could begin."""
    return ends_at - timedelta(minutes=minutes)


def bookable(policy: Policy, now: datetime) -> Stretch:
    """Between which moments time may be offered: after the lead time, until the last day of the horizon ends."""
    after_last_day = local_date(now) + timedelta(days=policy.advance_days + 1)
    return Stretch(now + timedelta(minutes=policy.lead_minutes), at_local(after_last_day))


def whole_slots(policy: Policy, minutes: int) -> int:
    """The minutes rounded up to whole slots of the room."""
    return -(-minutes // policy.slot_minutes) * policy.slot_minutes


def first_fit(
    free: Sequence[Stretch], minutes: int, slot_minutes: int, busy: Sequence[Stretch]
) -> Stretch | None:
    """The earliest stretch on the slot grid that lies in free time and meets nothing of the resident's own."""
    length, step = timedelta(minutes=minutes), timedelta(minutes=slot_minutes)
    for run in free:
        starts_at = run.starts_at
        while starts_at + length <= run.ends_at:
            fit = Stretch(starts_at, starts_at + length)
            on_grid = is_on_grid(fit.starts_at, slot_minutes) and is_on_grid(fit.ends_at, slot_minutes)
            if on_grid and not any(fit.overlaps(own) for own in busy):
                return fit
            starts_at += step
    return None
