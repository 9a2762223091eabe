"""The rules of booking: states and who moves them, times, quotas and penalties."""

from service.living_rooms.bookings.rules.penalties import counts_until, suspended_until
from service.living_rooms.bookings.rules.quotas import (
    ACTIVE,
    Limits,
    difference,
    in_locking_order,
    limits_of,
    minutes_by_month,
)
from service.living_rooms.bookings.rules.states import (
    COUNTED,
    STANDING,
    Act,
    AppealState,
    BookingStatus,
    Purpose,
    after,
    is_possible,
)
from service.living_rooms.bookings.rules.times import (
    Terms,
    check_check_in,
    check_headcount,
    check_hours,
    check_move,
    check_notice,
    check_stretch,
    held_until,
    is_late_to_cancel,
    missed_at,
    needs_approval,
)
from service.living_rooms.bookings.rules.titles import TITLE_OF_BOOKING, TITLE_OF_SERIES, TITLES

__all__ = [
    "ACTIVE",
    "COUNTED",
    "STANDING",
    "TITLES",
    "TITLE_OF_BOOKING",
    "TITLE_OF_SERIES",
    "Act",
    "AppealState",
    "BookingStatus",
    "Limits",
    "Purpose",
    "Terms",
    "after",
    "check_check_in",
    "check_headcount",
    "check_hours",
    "check_move",
    "check_notice",
    "check_stretch",
    "counts_until",
    "difference",
    "held_until",
    "in_locking_order",
    "is_late_to_cancel",
    "is_possible",
    "limits_of",
    "minutes_by_month",
    "missed_at",
    "needs_approval",
    "suspended_until",
]
