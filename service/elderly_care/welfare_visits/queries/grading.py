"""Of which grade elders are today, by what is known of them, in a fixed number of statements."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from service.elderly_care.assessment import queries as assessments
from service.elderly_care.welfare_visits import rules
from service.elderly_care.welfare_visits.models import WelfareElder, WelfareVisit
from service.elderly_care.welfare_visits.rules import ByHand, Policy, RiskGrade, WelfareStatus
from service.kit.clock import local_date
from service.kit.work import UnitOfWork
from service.residents import queries as residents
from service.residents.tags import queries as tags


@dataclass(frozen=True, slots=True)
class Graded:
    """What the policy asks for an elder, what holds, and what it stands on; no grade: not called on."""

    elder_id: UUID
    region_code: str | None
    asked: RiskGrade | None
    grade: RiskGrade | None
    reasons: tuple[str, ...]


def graded(work: UnitOfWork, elder_ids: Collection[UUID], policy: Policy) -> dict[UUID, Graded]:
    """Of which grade these elders are today; who is not on record, verified and at a place of the district is of none."""
    today = local_date(work.now)
    here = residents.standings(work, elder_ids)
    codes = tags.codes_of_all(work, elder_ids)
    levels = assessments.levels_on(work, elder_ids, today)
    by_hand = _set_by_hand(work, elder_ids)
    found = {}
    for elder_id, who in here.items():
        if not who.is_verified or who.region_code is None:
            found[elder_id] = Graded(elder_id, who.region_code, None, None, ())
            continue
        wanted, reasons = rules.asked(policy.rules, codes[elder_id], levels.get(elder_id))
        grade = rules.grade_today(wanted, by_hand.get(elder_id), today)
        found[elder_id] = Graded(elder_id, who.region_code, wanted, grade, reasons)
    return found


def concerned_ids(work: UnitOfWork, policy: Policy) -> list[UUID]:
    """Everybody of whom the policy may speak, who has a grade by hand, or who has a visit due."""
    today = local_date(work.now)
    due = select(WelfareVisit.elder_id).where(WelfareVisit.status == WelfareStatus.DUE)
    settled = select(WelfareElder.elder_id).where(WelfareElder.until >= today)
    found = set(work.session.scalars(due.union(settled)))
    computed = {each.code for each in tags.every_tag(work) if each.is_computed}
    for rule in policy.rules:
        if rule.tags:
            # A tag that was set is on fewer people than one of everybody's age.
            rarest = min(rule.tags, key=lambda code: (code in computed, code))
            found |= set(tags.holder_ids(work, rarest))
        elif rule.level_from is not None:
            found |= set(assessments.elder_ids_of_level(work, rule.level_from, today))
    return sorted(found)


def by_hand(row: WelfareElder | None) -> ByHand | None:
    """The grade that was set by hand for an elder, whether or not it still holds."""
    if row is None or row.grade is None or row.until is None:
        return None
    return ByHand(row.grade, row.until, RiskGrade(row.asked_then) if row.asked_then else None)


def _set_by_hand(work: UnitOfWork, elder_ids: Collection[UUID]) -> dict[UUID, ByHand]:
    query = select(WelfareElder).where(WelfareElder.elder_id.in_(elder_ids), WelfareElder.grade.is_not(None))
    rows = work.session.scalars(query)
    return {row.elder_id: told for row in rows if (told := by_hand(row)) is not None}
