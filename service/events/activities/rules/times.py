"""When an activity may be, and when people sign up for it, cancel, check in and say how it was."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from service.events.activities.errors import CheckInOver, SignUpNotOpen, SignUpOver
from service.kit.clock import local
from service.kit.errors import InvalidInput
from service.kit.texts import Text
from service.living_rooms.errors import TooEarly

LONGEST = timedelta(days=3)
FARTHEST = timedelta(days=366)
MOST_PLACES = 5000
MOST_MINUTES = 24 * 60
CHECKED_IN_BEFORE = timedelta(minutes=60)
"""From how long before the start on people check in by the code."""

CORRECTED_FOR = timedelta(days=30)
"""For how long after the end a worker still notes who was there."""

FEEDBACK_FOR = timedelta(days=30)
REMINDED_BEFORE = timedelta(hours=24)
NEEDS_PLACE_BEFORE = timedelta(hours=2)
"""An activity that has lost its room and has no other so long before its start is called off."""

_ENDS_FIRST = Text("结束时间应晚于开始时间。", "The end must come after the start.")
_OVER = Text("开始时间已经过去。", "That time has begun already.")
_TOO_LONG = Text("一次活动最长三天。", "An activity lasts three days at most.")
_TOO_FAR = Text("最多提前一年。", "At most a year ahead.")
_CLOSES_LATE = Text("报名截止不能晚于活动结束。", "Sign-up closes before the activity ends.")
_CLOSES_FIRST = Text("报名截止应晚于报名开始。", "Sign-up closes after it opens.")


@dataclass(frozen=True, slots=True)
class Times:
    """When an activity is, and when people sign up for it; without an opening from its publishing on."""

    starts_at: datetime
    ends_at: datetime
    sign_up_opens_at: datetime | None
    sign_up_closes_at: datetime


def check_times(times: Times, now: datetime) -> None:
    """Refuse times that can not be. Raises InvalidInput, naming the field at fault."""
    opens_at = times.sign_up_opens_at
    wrong = (
        (times.ends_at <= times.starts_at, "ends_at", _ENDS_FIRST),
        (times.starts_at <= now, "starts_at", _OVER),
        (times.starts_at - now > FARTHEST, "starts_at", _TOO_FAR),
        (times.ends_at - times.starts_at > LONGEST, "ends_at", _TOO_LONG),
        (times.sign_up_closes_at > times.ends_at, "sign_up_closes_at", _CLOSES_LATE),
        (opens_at is not None and opens_at >= times.sign_up_closes_at, "sign_up_closes_at", _CLOSES_FIRST),
    )
    for is_wrong, field, text in wrong:
        if is_wrong:
            raise InvalidInput({field: text})


def check_window(times: Times, now: datetime, *, at_desk: bool) -> None:
    """Refuse to sign up outside its time; a worker, who sees who comes, may until the end.

    Raises SignUpNotOpen, SignUpOver.
    """
    if at_desk:
        if now >= times.ends_at:
            raise SignUpOver
        return
    if times.sign_up_opens_at is not None and now < times.sign_up_opens_at:
        raise SignUpNotOpen(opens_at=f"{local(times.sign_up_opens_at):%Y-%m-%d %H:%M}")
    if now >= times.sign_up_closes_at:
        raise SignUpOver


def is_late(starts_at: datetime, cancel_before_minutes: int, now: datetime) -> bool:
    """Whether giving a place back now is so late that it is noted; it is welcome all the same."""
    return now > starts_at - timedelta(minutes=cancel_before_minutes)


def check_check_in(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Refuse to check in by the code before an hour ahead of the start, and after the end. Raises TooEarly, CheckInOver."""
    if now < starts_at - CHECKED_IN_BEFORE:
        raise TooEarly(minutes=int(CHECKED_IN_BEFORE.total_seconds() // 60))
    if now >= ends_at:
        raise CheckInOver


def check_attendance(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Refuse to note by hand who was there too early or a month after. Raises TooEarly, CheckInOver."""
    if now < starts_at - CHECKED_IN_BEFORE:
        raise TooEarly(minutes=int(CHECKED_IN_BEFORE.total_seconds() // 60))
    if now >= ends_at + CORRECTED_FOR:
        raise CheckInOver


def code_told(activity_id: UUID) -> bytes:
    """What the rotating code of an activity stands for."""
    return b"activity:" + activity_id.bytes
