"""Duty desks over HTTP."""

from typing import Any
from uuid import UUID

from service.elderly_care.alarms import actions
from service.elderly_care.alarms.errors import ImpossibleDuty, NoDeskThere, NotOnStaffThere
from service.elderly_care.alarms.models import DutyRoster
from service.elderly_care.alarms.schemas import (
    DeskDutyFilterSchema,
    DeskDutySchema,
    NewDeskDutySchema,
    OnDeskDutyFilterSchema,
)
from service.kit.api import Blueprint
from service.kit.errors import OutOfScope
from service.kit.pages import Page
from service.kit.work import UnitOfWork

duty_desks = Blueprint(
    "care_duty_desks", url_prefix="/care/duty-desks", description="值班台: who answers, day and night."
)


@duty_desks.get()
@duty_desks.paged(DeskDutySchema, DeskDutyFilterSchema)
def list_duty_desks(work: UnitOfWork, wanted: dict[str, Any]) -> Page[DutyRoster]:
    """List the roster of one's places, in the order in which it was made."""
    return actions.list_duties(work, **wanted)


@duty_desks.post()
@duty_desks.arguments(NewDeskDutySchema)
@duty_desks.response(201, DeskDutySchema)
@duty_desks.fails(OutOfScope, NoDeskThere, ImpossibleDuty, NotOnStaffThere)
def add_to_duty_desk(work: UnitOfWork, wanted: dict[str, Any]) -> DutyRoster:
    """Put somebody on duty, once or every week, as staff of the street or the district."""
    return actions.add_duty(work, **wanted)


@duty_desks.get("/on-duty")
@duty_desks.paged(DeskDutySchema, OnDeskDutyFilterSchema)
@duty_desks.fails(OutOfScope)
def list_on_duty(work: UnitOfWork, wanted: dict[str, Any]) -> Page[DutyRoster]:
    """List who is on duty for a place at a moment, at its own desks and those above."""
    return actions.now_on_duty(work, **wanted)


@duty_desks.get("/<uuid:roster_id>")
@duty_desks.response(200, DeskDutySchema)
@duty_desks.fails(OutOfScope)
def get_desk_duty(work: UnitOfWork, roster_id: UUID) -> DutyRoster:
    """Read one entry of the roster, as staff of the place."""
    return actions.read_duty(work, roster_id)


@duty_desks.delete("/<uuid:roster_id>")
@duty_desks.response(204)
@duty_desks.fails(OutOfScope)
def remove_from_duty_desk(work: UnitOfWork, roster_id: UUID) -> None:
    """Take somebody off the roster, with all repeats."""
    actions.remove_duty(work, roster_id)
