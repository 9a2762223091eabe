"""Which risk somebody's tags and level make, in which rhythm it is called on, and what a grade set by hand does to it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.elderly_care.welfare_visits.errors import RhythmsIncomplete
from service.kit.texts import Worded

# How an assessed level stands among the codes of tags that made a grade.
LEVEL = "level"


class RiskGrade(Worded):
    """How much it matters that somebody is called on, the highest first (handbook §3.8)."""

    HIGH = "high", "高风险", "high risk"
    KEY = "key", "重点", "key"
    GENERAL = "general", "一般", "general"


class Span(Worded):
    """A stretch of the calendar."""

    WEEK = "week", "自然周", "week"
    MONTH = "month", "自然月", "month"
    QUARTER = "quarter", "自然季度", "quarter"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a grade is called on: after `every_days` at the latest, and in no span of the calendar not at all.

    After a major change it is due within `change_hours`; None leaves it as it is.
    """

    every_days: int
    each: Span
    change_hours: int | None


@dataclass(frozen=True, slots=True)
class GradeRule:
    """That who has all of these tags, and a level from this one on, is of a grade."""

    grade: RiskGrade
    tags: frozenset[str]
    level_from: int | None

    def fits(self, tags: Collection[str], level: int | None) -> bool:
        """Whether it is about somebody with these tags and this level."""
        is_able = self.level_from is not None and (level is None or level < self.level_from)
        return not is_able and self.tags <= set(tags)

    def reasons(self) -> frozenset[str]:
        """The codes of what it stands on."""
        return self.tags | ({LEVEL} if self.level_from is not None else frozenset())


@dataclass(frozen=True, slots=True)
class Policy:
    """A version of what the district lays down."""

    number: int
    rhythms: Mapping[RiskGrade, Rhythm]
    rules: Sequence[GradeRule]


@dataclass(frozen=True, slots=True)
class ByHand:
    """A grade that a worker has set, the last day on which it holds, and what the policy asked for then."""

    grade: RiskGrade
    until: date
    asked_then: RiskGrade | None


def asked(
    rules: Sequence[GradeRule], tags: Collection[str], level: int | None
) -> tuple[RiskGrade | None, tuple[str, ...]]:
    """The highest grade that somebody's tags and level make, and what it stands on; None: not called on."""
    fit = [each for each in rules if each.fits(tags, level)]
    if not fit:
        return None, ()
    grade = min((each.grade for each in fit), key=_place)
    return grade, tuple(sorted({code for each in fit if each.grade is grade for code in each.reasons()}))


def grade_today(wanted: RiskGrade | None, by_hand: ByHand | None, today: date) -> RiskGrade | None:
    """The grade that holds: one set by hand, but a lower one only while the policy asks no more than it did then."""
    if by_hand is None or by_hand.until < today:
        return wanted
    if is_lower(by_hand.grade, wanted) and is_lower(by_hand.asked_then, wanted):
        return wanted
    return by_hand.grade


def is_lower(one: RiskGrade | None, other: RiskGrade | None) -> bool:
    """Whether the first is called on less than the second; None is called on least."""
    return _place(one) > _place(other)


def check_rhythms(rhythms: Mapping[RiskGrade, Rhythm]) -> None:
    """Raise RhythmsIncomplete unless each grade has one, and none a longer one than the grade below it."""
    days = [rhythms[grade].every_days for grade in RiskGrade if grade in rhythms]
    if len(days) < len(RiskGrade) or days != sorted(days):
        raise RhythmsIncomplete(field="rhythms")


def _place(grade: RiskGrade | None) -> int:
    return len(RiskGrade) if grade is None else list(RiskGrade).index(grade)
