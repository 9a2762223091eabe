"""Laying down who is called on how often."""

from collections.abc import Mapping, Sequence
from typing import Any

from service.elderly_care.welfare_visits import permissions, queries, rules
from service.elderly_care.welfare_visits.errors import RhythmsIncomplete, RuleAsksNothing
from service.elderly_care.welfare_visits.messages import WelfarePolicySet
from service.elderly_care.welfare_visits.models import WelfarePolicy
from service.elderly_care.welfare_visits.rules import Rhythm, RiskGrade
from service.kit import locks
from service.kit.work import UnitOfWork
from service.residents.tags import queries as tags
from service.residents.tags.errors import NoSuchTag


def set_policy(
    work: UnitOfWork, *, rhythms: Sequence[Mapping[str, Any]], grade_rules: Sequence[Mapping[str, Any]]
) -> WelfarePolicy:
    """Let another version hold from now on, as the district; everybody's visits follow.

    Raises RhythmsIncomplete, RuleAsksNothing, NoSuchTag.
    """
    work.require(permissions.may_set_policy(work.actor))
    told = {each["grade"]: each for each in rhythms}
    if len(told) < len(rhythms):
        raise RhythmsIncomplete(field="rhythms")
    rules.check_rhythms({grade: _rhythm(each) for grade, each in told.items()})
    _check_rules(work, grade_rules)
    locks.hold(work, "care_welfare_policy")
    row = WelfarePolicy(
        id=work.new_id(),
        number=queries.policy_row(work).number + 1,
        rhythms={grade.value: _without_grade(told[grade]) for grade in RiskGrade},
        rules=[{**each, "tags": sorted(set(each["tags"]))} for each in grade_rules],
        set_at=work.now,
        set_by=work.actor.account_id,
    )
    work.session.add(row)
    work.session.flush()
    work.announce(WelfarePolicySet(number=row.number))
    return row


def _check_rules(work: UnitOfWork, grade_rules: Sequence[Mapping[str, Any]]) -> None:
    known = {each.code for each in tags.tags_in_use(work)}
    for place, each in enumerate(grade_rules):
        if not each["tags"] and each["level_from"] is None:
            raise RuleAsksNothing(field=f"rules.{place}")
        if not set(each["tags"]) <= known:
            raise NoSuchTag(field=f"rules.{place}.tags")


def _rhythm(told: Mapping[str, Any]) -> Rhythm:
    return Rhythm(told["every_days"], told["each"], told["change_hours"])


def _without_grade(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name != "grade"}
