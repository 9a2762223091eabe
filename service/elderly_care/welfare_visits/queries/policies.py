"""Versions of the policy, which everybody who is logged in may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from service.elderly_care.welfare_visits.models import WelfarePolicy
from service.elderly_care.welfare_visits.rules import GradeRule, Policy, Rhythm, RiskGrade, Span
from service.kit.pages import Page, page
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ShownRhythm:
    """How often a grade is called on."""

    grade: RiskGrade
    every_days: int
    each: Span
    change_hours: int | None


@dataclass(frozen=True, slots=True)
class ShownRule:
    """Who is of a grade."""

    grade: RiskGrade
    tags: Sequence[str]
    level_from: int | None


@dataclass(frozen=True, slots=True)
class ShownPolicy:
    """A version of the policy as it is told."""

    number: int
    rhythms: Sequence[ShownRhythm]
    rules: Sequence[ShownRule]
    set_at: datetime


def policy_row(work: UnitOfWork) -> WelfarePolicy:
    """The version that holds; there has always been one."""
    query = select(WelfarePolicy).order_by(WelfarePolicy.number.desc()).limit(1)
    return work.session.scalars(query).one()


def policy(work: UnitOfWork) -> Policy:
    """What holds now."""
    row = policy_row(work)
    rhythms = {RiskGrade(grade): _rhythm(told) for grade, told in row.rhythms.items()}
    return Policy(row.number, rhythms, [_rule(each) for each in row.rules])


def policies(work: UnitOfWork, *, cursor: str | None = None, limit: int = 20) -> Page[ShownPolicy]:
    """All versions, the newest first."""
    found = page(
        work,
        select(WelfarePolicy),
        by=(WelfarePolicy.number,),
        cursor=cursor,
        limit=limit,
        descending=True,
    )
    return Page([shown_policy(row) for row in found.items], found.next_cursor)


def shown_policy(row: WelfarePolicy) -> ShownPolicy:
    """A version as it is told."""
    rhythms = [ShownRhythm(grade=grade, **row.rhythms[grade]) for grade in RiskGrade]
    rules = [ShownRule(each["grade"], each["tags"], each["level_from"]) for each in row.rules]
    return ShownPolicy(row.number, rhythms, rules, row.set_at)


def _rhythm(told: dict[str, Any]) -> Rhythm:
    return Rhythm(told["every_days"], Span(told["each"]), told["change_hours"])


def _rule(told: dict[str, Any]) -> GradeRule:
    return GradeRule(RiskGrade(told["grade"]), frozenset(told["tags"]), told["level_from"])
