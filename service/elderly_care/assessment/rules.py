"""Scoring by a standard that is data: the scale, the levels, and what changes a level (GB/T 42195-2022, C.3 to C.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from service.elderly_care.assessment.errors import ImpossibleDay, ImpossibleScores, ReasonNeeded
from service.kit.months import day_after
from service.kit.texts import Text, Worded

_ENTERED_WITHIN = timedelta(days=30)
_OLDEST_EXTERNAL = timedelta(days=366 * 10)
_MISSING = Text("缺少这一项的评分。", "The score of this item is missing.")
_NOT_AN_ITEM = Text("评估表没有这一项。", "The scale has no such item.")


class AssessmentStatus(Worded):
    """Where an assessment stands."""

    DRAFT = "draft", "待第二评估员签字", "waits for the second signature"
    SIGNED = "signed", "已签字", "signed"
    VOID = "void", "作废", "void"


class AssessmentReason(Worded):
    """Why somebody is assessed (GB/T 42195-2022, A.1)."""

    FIRST = "first", "首次评估", "first"
    REGULAR = "regular", "常规评估", "regular"
    IMMEDIATE = "immediate", "即时评估", "immediate"
    REVIEW = "review", "复评", "review"
    OTHER = "other", "其他", "other"


class AppealOutcome(Worded):
    """What came of an appeal."""

    UPHELD = "upheld", "维持原结果", "the result stands"
    CHANGED = "changed", "结果改变", "the result was changed"


@dataclass(frozen=True, slots=True)
class Item:
    """A second-level indicator, scored from 0 to `highest`; the higher the more able."""

    code: str
    name: str
    highest: int


@dataclass(frozen=True, slots=True)
class Part:
    """A first-level indicator."""

    code: str
    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class LevelRange:
    """Which totals make a level, both ends included; 0 is fully able, the highest not at all."""

    level: int
    name: str
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Change:
    """What makes a level worse when a fact counts `at_least` so much: to a level, or by some."""

    fact: str
    at_least: int
    sets: int | None
    raises: int


@dataclass(frozen=True, slots=True)
class Scale:
    """A standard in one version; its rules never change, another version is another scale."""

    standard: str
    version: str
    name: str
    parts: tuple[Part, ...]
    levels: tuple[LevelRange, ...]
    changes: tuple[Change, ...]
    changes_add_up: bool
    repeat_within_days: int
    valid_months: int

    @property
    def rule_version(self) -> str:
        return f"{self.standard}#{self.version}"

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for part in self.parts for item in part.items)

    @property
    def highest(self) -> int:
        return sum(item.highest for item in self.items)

    @property
    def worst(self) -> int:
        return max(each.level for each in self.levels)


@dataclass(frozen=True, slots=True)
class Scored:
    """A result; `applied` names the facts that made the level worse."""

    total: int
    subtotals: dict[str, int]
    preliminary_level: int
    level: int
    applied: tuple[str, ...]


def scale_of(told: Mapping[str, Any]) -> Scale:
    """The scale that a data file tells of. Raises ValueError for one that contradicts itself."""
    scale = Scale(
        standard=told["standard"],
        version=told["version"],
        name=told["name"],
        parts=tuple(
            Part(part["code"], part["name"], tuple(Item(**item) for item in part["items"]))
            for part in told["parts"]
        ),
        levels=tuple(LevelRange(**each) for each in told["levels"]),
        changes=tuple(
            Change(each["fact"], each["at_least"], each.get("sets"), each.get("raises", 0))
            for each in told["changes"]
        ),
        changes_add_up=told["changes_add_up"],
        repeat_within_days=told["repeat_within_days"],
        valid_months=told["valid_months"],
    )
    covered = sorted(total for each in scale.levels for total in range(each.lowest, each.highest + 1))
    if covered != list(range(scale.highest + 1)):
        raise ValueError(f"the levels of {scale.rule_version} do not give each total one level")
    return scale


def score(scale: Scale, scores: Mapping[str, int], facts: Mapping[str, int]) -> Scored:
    """The result of a full set of scores. Raises ImpossibleScores, naming each item at fault."""
    _check(scale, scores)
    subtotals = {part.code: sum(scores[item.code] for item in part.items) for part in scale.parts}
    total = sum(subtotals.values())
    preliminary = next(each.level for each in scale.levels if each.lowest <= total <= each.highest)
    applied = [change for change in scale.changes if facts.get(change.fact, 0) >= change.at_least]
    return Scored(
        total=total,
        subtotals=subtotals,
        preliminary_level=preliminary,
        level=_changed(scale, preliminary, applied),
        applied=tuple(change.fact for change in applied),
    )


def _changed(scale: Scale, level: int, applied: Sequence[Change]) -> int:
    """`提高一个级别` is one level worse; several together make it worse once, unless the policy adds them up."""
    raised = [change.raises for change in applied]
    worse = sum(raised) if scale.changes_add_up else max(raised, default=0)
    at_least = max((change.sets for change in applied if change.sets is not None), default=0)
    return min(max(level + worse, at_least), scale.worst)


def _check(scale: Scale, scores: Mapping[str, int]) -> None:
    highest = {item.code: item.highest for item in scale.items}
    wrong = {f"scores.{code}": _NOT_AN_ITEM for code in scores if code not in highest}
    for code, most in highest.items():
        if code not in scores:
            wrong[f"scores.{code}"] = _MISSING
        elif not 0 <= scores[code] <= most:
            wrong[f"scores.{code}"] = Text(f"应为 0 到 {most}。", f"It is 0 to {most}.")
    if wrong:
        raise ImpossibleScores(wrong)


def check_repeat(scale: Scale, last_on: date | None, assessed_on: date, reason_note: str | None) -> None:
    """Raise ReasonNeeded for an assessment soon after the last one that does not say why."""
    if last_on is None or reason_note:
        return
    if abs((assessed_on - last_on).days) < scale.repeat_within_days:
        raise ReasonNeeded(field="reason_note", last=last_on, days=scale.repeat_within_days)


def check_day(assessed_on: date, today: date, *, external: bool = False) -> None:
    """Raise ImpossibleDay for a day in the future, or too long ago to be entered."""
    oldest = today - (_OLDEST_EXTERNAL if external else _ENTERED_WITHIN)
    if not oldest <= assessed_on <= today:
        raise ImpossibleDay(field="assessed_on")


def months_after(day: date, months: int) -> date:
    """The last day of so many months from a day on."""
    return day_after(day, months) - timedelta(days=1)
