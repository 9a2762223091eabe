"""What becomes of visits when something is told."""

from datetime import timedelta

from service.elderly_care.plans.messages import (
    PlanAgreed,
    PlanChanged,
    PlanEnded,
    PlanPaused,
    PlanPlaceChanged,
    PlanResumed,
)
from service.elderly_care.visits import actions
from service.elderly_care.visits.messages import CaregiverCalledAway
from service.kit.clock import local_date
from service.kit.messages import on
from service.kit.work import UnitOfWork


@on(CaregiverCalledAway)
def give_back_the_rest(work: UnitOfWork, told: CaregiverCalledAway) -> None:
    """What somebody was changing when an absence was noted goes back as well."""
    actions.release_the_rest(work, told.absence_id)


@on(PlanAgreed)
def make_visits_of_plan(work: UnitOfWork, told: PlanAgreed) -> None:
    """The visits of a new plan are made at once."""
    actions.follow_plan(work, told.plan_id, local_date(work.now))


@on(PlanChanged)
def follow_change(work: UnitOfWork, told: PlanChanged) -> None:
    """What the plan no longer asks for is called off, what it asks for now is made."""
    actions.follow_plan(work, told.plan_id, told.from_day)


@on(PlanPaused)
def follow_pause(work: UnitOfWork, told: PlanPaused) -> None:
    """Nobody is visited in a pause."""
    actions.follow_plan(work, told.plan_id, told.from_day)


@on(PlanResumed)
def follow_return(work: UnitOfWork, told: PlanResumed) -> None:
    """Visits are made again."""
    actions.follow_plan(work, told.plan_id, told.from_day)


@on(PlanEnded)
def call_off_after_end(work: UnitOfWork, told: PlanEnded) -> None:
    """Nothing of a plan that is over stands to be made."""
    actions.follow_plan(work, told.plan_id, told.last_day + timedelta(days=1))


@on(PlanPlaceChanged)
def follow_elder(work: UnitOfWork, told: PlanPlaceChanged) -> None:
    """What is to come is made where the elder lives now."""
    actions.follow_place(work, told.plan_id)
