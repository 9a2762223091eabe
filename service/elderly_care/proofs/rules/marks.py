"""Marks: what a caregiver's telephone said at the door, what it is worth, and what is remarkable about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.doors.rules import CodeVerdict, PlaceVerdict
from service.kit.texts import Worded


class MarkKind(StrEnum):
    """What a mark says: that a caregiver came, went, or was at one of many doors."""

    CHECK_IN = "check_in"
    CHECK_OUT = "check_out"
    TICK = "tick"


class Flag(Worded):
    """What is remarkable about a mark or a visit; it is recorded all the same."""

    EARLY = "early", "早于约定时段", "before the agreed time"
    LATE = "late", "晚于约定时段", "after the agreed time"
    OUTSIDE = "outside", "不在老人家附近", "not near the elder's home"
    PLACE_UNKNOWN = "place_unknown", "位置不明", "no place that says anything"
    CODE_WRONG = "code_wrong", "门口码不对", "a wrong code"
    CLOCK_AHEAD = "clock_ahead", "手机时间偏快", "the device's clock is ahead"
    SENT_LATE = "sent_late", "事后上传", "sent afterwards"
    NOT_THEIRS_ANY_MORE = "not_theirs_any_more", "已改派他人", "given to somebody else since"
    ASSIGNED_AFTERWARDS = "assigned_afterwards", "先上门后派工", "assigned only afterwards"
    CANCELLED_MEANWHILE = "cancelled_meanwhile", "上门已被取消", "cancelled in the meantime"
    LEFT_WITH_NEIGHBOUR = "left_with_neighbour", "交邻居代收", "left with a neighbour"
    BY_HAND = "by_hand", "人工补录", "recorded by hand"
    AMENDED = "amended", "时间已更正", "amended"


class Reason(Worded):
    """Why a mark or a visit is not as it should be, or why something is amended (handbook §3.11)."""

    FORGOT = "forgot", "忘记签到或签退", "forgot to check in or out"
    DEVICE_UNAVAILABLE = "device_unavailable", "手机没电或故障", "no working device"
    NO_NETWORK = "no_network", "没有网络", "no network"
    WEAK_SIGNAL = "weak_signal", "高楼或室内定位不准", "a weak signal among tall buildings"
    WRONG_TIME = "wrong_time", "手机时间不对", "the device showed a wrong time"
    ADDRESS_MISMATCH = "address_mismatch", "登记的位置有误", "the address on record is wrong"
    SERVICE_ELSEWHERE = "service_elsewhere", "在其他地点服务", "served somewhere else"
    ELDER_ASKED = "elder_asked", "老人要求改时间", "the elder asked for another time"
    ELDER_AWAY = "elder_away", "老人外出或住院", "the elder was away or in hospital"
    CAREGIVER_ABSENT = "caregiver_absent", "护理员临时缺勤", "the caregiver was absent"
    TRAFFIC = "traffic", "路上耽搁", "held up on the way"
    WEATHER = "weather", "天气原因", "the weather"
    EMERGENCY = "emergency", "处理突发情况", "an emergency"
    RECORDING_ERROR = "recording_error", "记录有误", "recorded wrongly"
    OTHER = "other", "其他", "something else"


# What says something about the sending of a mark, not of the visit: it may differ with when it was sent.
OF_SENDING = frozenset(
    {
        Flag.CLOCK_AHEAD,
        Flag.SENT_LATE,
        Flag.NOT_THEIRS_ANY_MORE,
        Flag.ASSIGNED_AFTERWARDS,
        Flag.CANCELLED_MEANWHILE,
    }
)
# What is said of the visit by its window, whichever marks there are.
OF_TIMING = frozenset({Flag.EARLY, Flag.LATE})
_AT_THE_DOOR = frozenset({PlaceVerdict.INSIDE, PlaceVerdict.NEAR})
_RIGHT = frozenset({CodeVerdict.DEVICE, CodeVerdict.SHEET})
# Where the elder is met at home, so that place or code must show it.
_AT_HOME = frozenset({Mode.HOME_VISIT, Mode.DELIVERY_ROUND})
_CHECKED = frozenset({Mode.HOME_VISIT, Mode.PHONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One mark as it was recorded; `at` is the device's time, `received_at` the server's."""

    caregiver_id: UUID
    kind: MarkKind
    at: datetime
    received_at: datetime
    place: PlaceVerdict = PlaceVerdict.UNKNOWN
    code: CodeVerdict | None = None
    flags: frozenset[Flag] = frozenset()

    @property
    def counts_at(self) -> datetime:
        """When it counts as made: where the device's time can not be true, when it was received."""
        return self.received_at if Flag.CLOCK_AHEAD in self.flags else self.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How a mark reached us, and whose the visit was then."""

    by_hand: bool = False
    theirs_then: bool = True
    theirs_now: bool = True
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """How far a device's clock may be ahead, and after how long a mark counts as sent afterwards."""

    ahead: timedelta
    late: timedelta


def is_checked(mode: Mode) -> bool:
    """Whether a visit of this mode is checked in and out of; the others are ticked."""
    return mode in _CHECKED


def needs_place(mode: Mode) -> bool:
    """Whether a visit of this mode is proved by where it was."""
    return mode in _AT_HOME


def is_right(code: CodeVerdict | None) -> bool:
    """Whether a code was given that the door showed."""
    return code in _RIGHT


def is_proved(mark: Mark, mode: Mode) -> bool:
    """Whether a mark shows by itself what it says: by its place or a code where that matters, and never by hand."""
    if Flag.BY_HAND in mark.flags:
        return False
    return not needs_place(mode) or mark.place in _AT_THE_DOOR or is_right(mark.code)


def remarks_on_sending(at: datetime, now: datetime, sending: Sending, clocks: Clocks) -> set[Flag]:
    """What is remarkable about how a mark was sent."""
    remarks = {
        Flag.CLOCK_AHEAD: at > now + clocks.ahead,
        Flag.SENT_LATE: at < now - clocks.late and not sending.by_hand,
        Flag.NOT_THEIRS_ANY_MORE: sending.theirs_then and not sending.theirs_now,
        Flag.ASSIGNED_AFTERWARDS: not sending.theirs_then,
        Flag.CANCELLED_MEANWHILE: sending.is_cancelled,
        Flag.BY_HAND: sending.by_hand,
    }
    return {flag for flag, holds in remarks.items() if holds}


def remarks_on_place(mode: Mode, place: PlaceVerdict, code: CodeVerdict | None) -> set[Flag]:
    """What is remarkable about where a mark was made; a right code at the door is as good as a place."""
    remarks = {Flag.CODE_WRONG} if code is CodeVerdict.WRONG else set()
    if not needs_place(mode) or is_right(code):
        return remarks
    if place is PlaceVerdict.OUTSIDE:
        remarks.add(Flag.OUTSIDE)
    if place is PlaceVerdict.UNKNOWN:
        remarks.add(Flag.PLACE_UNKNOWN)
    return remarks


def remarks_on_time(begins_at: datetime, window_starts_at: datetime, window_ends_at: datetime) -> set[Flag]:
    """Whether a beginning lies before or after the time that was agreed on."""
    if begins_at < window_starts_at:
        return {Flag.EARLY}
    return {Flag.LATE} if begins_at > window_ends_at else set()


def in_order(flags: Iterable[Flag]) -> list[Flag]:
    """Flags in the order in which they are declared."""
    held = set(flags)
    return [flag for flag in Flag if flag in held]


@dataclass(frozen=True, slots=True)
class Claim:
    """From when until when a visit was a caregiver's."""

    caregiver_id: UUID
    since: datetime
    until: datetime | None


def whose(claims: Iterable[Claim], at: datetime, made_at: datetime) -> tuple[bool, bool] | None:
    """Whether a visit was theirs at that moment, and whether it is now; None where neither lets them mark it.

    Whom the dispatcher sends by telephone comes to the door before it is written down: what is theirs now counts for
    any moment since the visit was made.
    """
    known = list(claims)
    then = any(each.since <= at and (each.until is None or at < each.until) for each in known)
    now = any(each.until is None for each in known)
    if then or (now and at >= made_at):
        return then, now
    return None
