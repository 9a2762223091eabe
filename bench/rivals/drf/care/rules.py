"""What a check-in is worth: whose the visit was, where the door is, what is remarkable."""

from dataclasses import dataclass
from datetime import timedelta
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_009
RADIUS_M, ACCURACY_CAP_M = 100, 200
CLOCK_AHEAD, SENT_LATE = timedelta(minutes=5), timedelta(minutes=15)
CHECKED = ("home_visit", "phone")
FLAGS = (
    "early",
    "late",
    "outside",
    "place_unknown",
    "clock_ahead",
    "sent_late",
    "not_theirs_any_more",
    "assigned_afterwards",
    "cancelled_meanwhile",
)


@dataclass(frozen=True)
class Sending:
    """Whether the visit was the caregiver's at that moment, and whether it is now."""

    theirs_then: bool
    theirs_now: bool


def sending_of(assignments, visit, at):
    """How a mark reaches us; None when it is not theirs to make."""
    then = any(a.assigned_at <= at and (a.released_at is None or at < a.released_at) for a in assignments)
    now = any(a.released_at is None for a in assignments)
    if not then and not (now and at >= visit.made_at):
        return None
    return Sending(then, now or visit.status == "cancelled")


def distance_m(door, latitude, longitude):
    """Metres on a sphere (haversine)."""
    north = sin(radians(latitude - door.latitude) / 2)
    east = sin(radians(longitude - door.longitude) / 2)
    haversine = north**2 + cos(radians(door.latitude)) * cos(radians(latitude)) * east**2
    return 2 * EARTH_RADIUS_M * asin(sqrt(min(1.0, haversine)))


def place_verdict(distance, accuracy_m, allowance_m):
    """Whether a mark was made at the door, as exactly as it is known."""
    beyond = distance - RADIUS_M - allowance_m
    if accuracy_m > ACCURACY_CAP_M:
        return "outside" if beyond > accuracy_m else "unknown"
    if beyond <= 0:
        return "inside"
    return "near" if beyond <= accuracy_m else "outside"


def remarks(visit, at, now, sending, place):
    """What is remarkable about a check-in; it is recorded all the same."""
    is_ahead = at > now + CLOCK_AHEAD
    begins_at = now if is_ahead else at
    found = {
        "early": begins_at < visit.window_starts_at,
        "late": begins_at > visit.window_ends_at,
        "outside": place == "outside" and visit.mode == "home_visit",
        "place_unknown": place == "unknown" and visit.mode == "home_visit",
        "clock_ahead": is_ahead,
        "sent_late": at < now - SENT_LATE,
        "not_theirs_any_more": sending.theirs_then and not sending.theirs_now,
        "assigned_afterwards": not sending.theirs_then,
        "cancelled_meanwhile": visit.status == "cancelled",
    }
    return [flag for flag in FLAGS if found[flag]]


def is_begun_by_check_in(status):
    """Whether a check-in moves a visit of this status on."""
    return status in ("planned", "assigned", "missed", "not_served", "cancelled")


def counts_at(mark):
    """When a mark counts as made: where the device's time can not be true, when it was received."""
    return mark.received_at if "clock_ahead" in mark.flags else mark.at
