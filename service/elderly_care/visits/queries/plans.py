"""What visits need to know of the plans they come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, update

from service.elderly_care.plans.models import CarePlan, PlanPause
from service.elderly_care.plans.rules import PlanStatus
from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class HeldPlan:
    """A plan's term, the pauses in it, and until which day its visits are made."""

    elder_id: UUID
    region_code: str
    status: PlanStatus
    starts_on: date
    ends_on: date | None
    visits_made_until: date | None
    pauses: tuple[tuple[date, date | None], ...]

    @property
    def is_over(self) -> bool:
        return self.status is PlanStatus.ENDED

    def is_past(self, day: date) -> bool:
        """Whether the plan is over by that day."""
        return self.is_over or (self.ends_on is not None and day > self.ends_on)

    def is_paused_on(self, day: date) -> bool:
        return any(first <= day and (last is None or day <= last) for first, last in self.pauses)

    def holds_on(self, day: date) -> bool:
        """Whether somebody may be visited that day."""
        return self.starts_on <= day and not self.is_past(day) and not self.is_paused_on(day)


def plan_to_hold(work: UnitOfWork, plan_id: UUID) -> HeldPlan:
    """A plan's term, which nobody changes before this transaction ends, nor makes visits of it."""
    columns = (
        CarePlan.elder_id,
        CarePlan.region_code,
        CarePlan.status,
        CarePlan.starts_on,
        CarePlan.ends_on,
        CarePlan.visits_made_until,
    )
    query = select(*columns).where(CarePlan.id == plan_id)
    row = work.session.execute(query.with_for_update(key_share=True)).one()
    pauses = select(PlanPause.starts_on, PlanPause.ends_on).where(PlanPause.plan_id == plan_id)
    found = tuple((each.starts_on, each.ends_on) for each in work.session.execute(pauses))
    return HeldPlan(*row, pauses=found)


def note_made(work: UnitOfWork, plan_id: UUID, until: date) -> None:
    """Note until which day a plan's visits are made; to people the plan has not changed by it."""
    made = update(CarePlan).where(CarePlan.id == plan_id).values(visits_made_until=until)
    work.session.execute(made, execution_options={"synchronize_session": False})


def requests_of(work: UnitOfWork, plan_ids: Mapping[UUID, UUID]) -> dict[UUID, UUID]:
    """By which request each is served whose plan is given: the same keys, with the request's id."""
    query = select(CarePlan.id, CarePlan.request_id).where(CarePlan.id.in_(plan_ids.values()))
    found = {row.id: row.request_id for row in work.session.execute(query)}
    return {key: found[plan_id] for key, plan_id in plan_ids.items()}
