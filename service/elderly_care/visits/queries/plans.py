"""What visits need to know of the plans they come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from service.elderly_care.plans.models import CarePlan, PlanPause
from service.elderly_care.plans.rules import PlanStatus
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class HeldPlan:
    """A plan's term, and the pauses in it."""

    status: PlanStatus
    starts_on: date
    ends_on: date | None
    pauses: tuple[tuple[date, date | None], ...]

    def holds_on(self, day: date) -> bool:
        """Whether somebody may be visited that day."""
        if self.status is PlanStatus.ENDED or day < self.starts_on:
            return False
        if self.ends_on is not None and day > self.ends_on:
            return False
        return not any(first <= day and (last is None or day <= last) for first, last in self.pauses)


def plan_to_hold(work: UnitOfWork, plan_id: UUID) -> HeldPlan:
    """A plan's term, which nobody changes before this transaction ends; its visits may still be added."""
    query = select(CarePlan.status, CarePlan.starts_on, CarePlan.ends_on).where(CarePlan.id == plan_id)
    row = work.session.execute(query.with_for_update(key_share=True)).one()
    pauses = select(PlanPause.starts_on, PlanPause.ends_on).where(
        PlanPause.plan_id == plan_id,
        or_(PlanPause.ends_on.is_(None), PlanPause.ends_on >= PlanPause.starts_on),
    )
    return HeldPlan(
        row.status,
        row.starts_on,
        row.ends_on,
        tuple((each[0], each[1]) for each in work.session.execute(pauses)),
    )


def requests_of(work: UnitOfWork, plan_ids: Mapping[UUID, UUID]) -> dict[UUID, UUID]:
    """By which request each is served whose plan is given: the same keys, with the request's id."""
    query = select(CarePlan.id, CarePlan.request_id).where(CarePlan.id.in_(plan_ids.values()))
    found = {row.id: row.request_id for row in work.session.execute(query)}
    return {key: found[plan_id] for key, plan_id in plan_ids.items()}
