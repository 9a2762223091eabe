"""Proposals over HTTP."""

from typing import Any
from uuid import UUID

from service.elderly_care.planner import actions, queries
from service.elderly_care.planner.errors import ChangedMeanwhile, ScheduleUnderWay
from service.elderly_care.planner.queries import ListedSchedule, ShownSchedule
from service.elderly_care.planner.schemas import (
    CareScheduleFilterSchema,
    CareScheduleRequestSchema,
    CareScheduleSchema,
    ListedCareScheduleSchema,
)
from service.elderly_care.visits.errors import InThePast, TooFarToSee
from service.kit.api import Blueprint
from service.kit.errors import OutOfScope, WrongState
from service.kit.pages import Page
from service.kit.work import UnitOfWork

schedules = Blueprint(
    "care_schedules",
    url_prefix="/care/schedules",
    description="排班方案: days planned by a solver, as proposals.",
)


@schedules.get()
@schedules.paged(ListedCareScheduleSchema, CareScheduleFilterSchema)
def list_planned_care_schedules(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ListedSchedule]:
    """List proposals of one's operator, the newest first."""
    return queries.schedules(work, **wanted)


@schedules.post()
@schedules.arguments(CareScheduleRequestSchema)
@schedules.response(202, CareScheduleSchema)
@schedules.fails(OutOfScope, TooFarToSee, InThePast, ScheduleUnderWay)
def plan_care_schedule(work: UnitOfWork, wanted: dict[str, Any]) -> ShownSchedule:
    """Have an operator's day or week planned, in the background: what lacks somebody is put around what stands."""
    return queries.shown(work, actions.ask(work, **wanted))


@schedules.get("/<uuid:schedule_id>")
@schedules.response(200, CareScheduleSchema)
def get_planned_care_schedule(work: UnitOfWork, schedule_id: UUID) -> ShownSchedule:
    """Read how far a proposal is, and what it proposes."""
    return queries.shown(work, actions.read(work, schedule_id))


@schedules.post("/<uuid:schedule_id>/cancel")
@schedules.response(200, CareScheduleSchema)
@schedules.fails(WrongState)
def cancel_planned_care_schedule(work: UnitOfWork, schedule_id: UUID) -> ShownSchedule:
    """Stop a proposal that is still being made."""
    return queries.shown(work, actions.cancel(work, schedule_id))


@schedules.post("/<uuid:schedule_id>/apply")
@schedules.response(200, CareScheduleSchema)
@schedules.fails(WrongState, ChangedMeanwhile)
def apply_care_schedule(work: UnitOfWork, schedule_id: UUID) -> ShownSchedule:
    """Arrange all visits as proposed, or none if something has changed meanwhile."""
    return queries.shown(work, actions.apply(work, schedule_id))
