"""What is not possible, or hardly so, when one looks at a caregiver's visits side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from service.elderly_care.doors.rules import distance_m
from service.elderly_care.rules import Point
from service.kit.texts import Worded

_MINUTE = timedelta(minutes=1)


class AnomalyKind(Worded):
    """What a job found about a visit."""

    OVERLAP = "overlap", "同一护理员服务时间重叠", "two visits of one caregiver overlap"
    IMPOSSIBLE_TRAVEL = (
        "impossible_travel",
        "两次服务间路程不可能",
        "nobody travels so fast between two visits",
    )
    TOO_SHORT = "too_short", "服务时长过短", "much shorter than agreed"
    SAME_MINUTE = "same_minute", "多次服务时长分毫不差", "always of the very same minutes"
    CLOCK = "clock", "手机时间异常", "a clock that can not be right"


class AnomalyOutcome(Worded):
    """What a worker made of an anomaly."""

    HARMLESS = "harmless", "情况属实，无问题", "harmless"
    BREACH = "breach", "违规", "a breach"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """That a caregiver was at a visit; `came_at` and `went_from` are where the marks were made, if that is known."""

    visit_id: UUID
    starts_at: datetime
    ends_at: datetime
    came_at: Point | None = None
    went_from: Point | None = None

    @property
    def minutes(self) -> int:
        return (self.ends_at - self.starts_at) // _MINUTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From when on something is an anomaly."""

    kmh: int
    metres: int
    short_per_mille: int
    same_visits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An anomaly of a visit, with the figures that show it."""

    kind: AnomalyKind
    other_visit_id: UUID | None
    facts: dict[str, Any]


def overlap(earlier: Stay, later: Stay) -> Found | None:
    """Whether a caregiver was at two visits at once."""
    minutes = (min(earlier.ends_at, later.ends_at) - later.starts_at) // _MINUTE
    if minutes < 1:
        return None
    return Found(kind=AnomalyKind.OVERLAP, other_visit_id=earlier.visit_id, facts={"minutes": minutes})


def impossible_travel(earlier: Stay, later: Stay, limits: Limits) -> Found | None:
    """Whether nobody can have come from the one to the other in the time between; short ways say nothing."""
    if earlier.went_from is None or later.came_at is None or later.starts_at < earlier.ends_at:
        return None
    metres = distance_m(earlier.went_from, later.came_at)
    seconds = (later.starts_at - earlier.ends_at).total_seconds()
    if metres <= limits.metres or metres <= limits.kmh / 3.6 * seconds:
        return None
    facts = {"metres": round(metres), "seconds": round(seconds)}
    return Found(kind=AnomalyKind.IMPOSSIBLE_TRAVEL, other_visit_id=earlier.visit_id, facts=facts)


def too_short(minutes_served: int, minutes_agreed: int, limits: Limits) -> Found | None:
    """Whether a visit was much shorter than agreed."""
    if minutes_served * 1000 >= minutes_agreed * limits.short_per_mille:
        return None
    facts = {"minutes": minutes_served, "agreed_minutes": minutes_agreed}
    return Found(kind=AnomalyKind.TOO_SHORT, other_visit_id=None, facts=facts)


def same_minute(latest_first: Sequence[Stay], limits: Limits) -> Found | None:
    """Whether a caregiver's last visits, this one first, all lasted to the minute the same."""
    last = latest_first[: limits.same_visits]
    if len(last) < limits.same_visits or len({each.minutes for each in last}) > 1:
        return None
    facts = {"visits": len(last), "minutes": last[0].minutes}
    return Found(kind=AnomalyKind.SAME_MINUTE, other_visit_id=None, facts=facts)
