"""What a booking is for, where it can stand, and which act moves it from where to where."""

from enum import StrEnum

from service.kit.errors import WrongState
from service.kit.texts import Worded


class Purpose(StrEnum):
    """What a living room is booked for."""

    DELIBERATION = "deliberation"
    MEDIATION = "mediation"
    VOLUNTEERING = "volunteering"
    RECREATION = "recreation"
    PARENT_CHILD = "parent_child"
    LECTURE = "lecture"
    ELDERLY_ACTIVITY = "elderly_activity"
    CONVENIENCE_SERVICE = "convenience_service"
    PARTY_BUILDING = "party_building"
    MEETING = "meeting"
    OTHER = "other"


class BookingStatus(Worded):
    """Where a booking stands."""

    PENDING = "pending", "待审核", "waiting for approval"
    CONFIRMED = "confirmed", "已确认", "confirmed"
    CHECKED_IN = "checked_in", "已签到", "checked in"
    COMPLETED = "completed", "已结束", "completed"
    REJECTED = "rejected", "未通过", "rejected"
    CANCELLED = "cancelled", "已取消", "cancelled"
    NO_SHOW = "no_show", "未到场", "missed"
    EXPIRED = "expired", "已过期", "expired"


class AppealState(Worded):
    """Where an appeal against a no-show stands."""

    OPEN = "open", "申诉处理中", "under appeal"
    ACCEPTED = "accepted", "申诉已通过", "appeal accepted"
    REJECTED = "rejected", "申诉未通过", "appeal rejected"


class Act(StrEnum):
    """What can be done to a booking; `close` is done by a closure, `miss`, `expire` and `run_out` by the clock."""

    APPROVE = "approve"
    REJECT = "reject"
    MOVE = "move"
    CANCEL = "cancel"
    CLOSE = "close"
    CHECK_IN = "check_in"
    COMPLETE = "complete"
    MISS = "miss"
    EXPIRE = "expire"
    RUN_OUT = "run_out"


STANDING = frozenset({BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.CHECKED_IN})
"""The states in which a booking holds its time and counts against the active quota."""

COUNTED = STANDING | {BookingStatus.COMPLETED, BookingStatus.NO_SHOW}
"""The states in which a booking's minutes count against the monthly quota: who did not come has used them too."""

_NEXT: dict[Act, dict[BookingStatus, BookingStatus]] = {
    Act.APPROVE: {BookingStatus.PENDING: BookingStatus.CONFIRMED},
    Act.REJECT: {BookingStatus.PENDING: BookingStatus.REJECTED},
    Act.MOVE: {
        BookingStatus.PENDING: BookingStatus.PENDING,
        BookingStatus.CONFIRMED: BookingStatus.CONFIRMED,
    },
    Act.CANCEL: {
        BookingStatus.PENDING: BookingStatus.CANCELLED,
        BookingStatus.CONFIRMED: BookingStatus.CANCELLED,
    },
    Act.CLOSE: dict.fromkeys(STANDING, BookingStatus.CANCELLED),
    Act.CHECK_IN: {BookingStatus.CONFIRMED: BookingStatus.CHECKED_IN},
    Act.COMPLETE: {BookingStatus.CHECKED_IN: BookingStatus.COMPLETED},
    Act.MISS: {BookingStatus.CONFIRMED: BookingStatus.NO_SHOW},
    Act.EXPIRE: {BookingStatus.PENDING: BookingStatus.EXPIRED},
    Act.RUN_OUT: {
        BookingStatus.CHECKED_IN: BookingStatus.COMPLETED,
        BookingStatus.CONFIRMED: BookingStatus.COMPLETED,
    },
}


def is_possible(status: BookingStatus, act: Act) -> bool:
    """Whether a booking in this state lets itself be treated so."""
    return status in _NEXT[act]


def after(status: BookingStatus, act: Act) -> BookingStatus:
    """Where a booking stands after the act. Raises WrongState."""
    if not is_possible(status, act):
        raise WrongState(state=status)
    return _NEXT[act][status]
