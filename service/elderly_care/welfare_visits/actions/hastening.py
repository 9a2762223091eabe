"""A major change in somebody's life: their visit is due soon, by the policy of their grade."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from service.elderly_care.plans import queries as plans
from service.elderly_care.welfare_visits import queries
from service.elderly_care.welfare_visits.messages import VisitHastened
from service.elderly_care.welfare_visits.models import WelfareVisit
from service.elderly_care.welfare_visits.rules import ChangeKind, Policy, RiskGrade
from service.kit.work import UnitOfWork

_A_DAY = timedelta(days=1)


def hasten(
    work: UnitOfWork, elder_ids: Collection[UUID], kind: ChangeKind, *, told_by_hand: bool = False
) -> None:
    """Let what is due for these elders be due within the hours of their grade.

    What a worker tells by hand counts as for the highest where their own grade has none: who tells it means it.
    """
    due = queries.held_due(work, elder_ids)
    if not due:
        return
    policy = queries.policy(work)
    for row in due.values():
        hours = _hours(policy, row, told_by_hand=told_by_hand)
        if hours is None or work.now + timedelta(hours=hours) >= row.due_at:
            continue
        row.due_at = work.now + timedelta(hours=hours)
        row.change, row.changed_at = kind, work.now
        work.announce(VisitHastened(visit_id=row.id))


def hasten_after_hospital(work: UnitOfWork, first_day: date, plan_id: UUID | None = None) -> None:
    """Who is cared for at home again from this day on, after a stay in hospital, is called on soon."""
    elder_ids = plans.back_from_hospital(work, first_day - _A_DAY, plan_id)
    hasten(work, elder_ids, ChangeKind.HOSPITAL_RETURN)


def _hours(policy: Policy, row: WelfareVisit, *, told_by_hand: bool) -> int | None:
    own = policy.rhythms[row.grade].change_hours
    return policy.rhythms[RiskGrade.HIGH].change_hours if own is None and told_by_hand else own
