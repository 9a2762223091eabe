"""Doors over HTTP."""

from typing import Any
from uuid import UUID

from flask import Response

from service.elderly_care.doors import actions, queries, sheet
from service.elderly_care.doors.actions.codes import NewDevice, Sheet
from service.elderly_care.doors.errors import MonthOutOfReach
from service.elderly_care.doors.queries import ShownDoor
from service.elderly_care.doors.schemas import (
    CareDoorPlaceSchema,
    CareDoorSchema,
    DoorSheetPrintSchema,
    DoorSheetRequestSchema,
    DoorSheetSchema,
    NewDoorDeviceSchema,
)
from service.elderly_care.requests.errors import NotVerifiedElder
from service.kit.api import Blueprint
from service.kit.errors import OutOfScope, Stale
from service.kit.paper import HTML
from service.kit.work import UnitOfWork

doors = Blueprint(
    "care_doors",
    url_prefix="/care/doors",
    description="上门定位: where an elder's door is, and the codes that hang there.",
)


@doors.get("/<uuid:elder_id>")
@doors.response(200, CareDoorSchema)
def get_care_door(work: UnitOfWork, elder_id: UUID) -> ShownDoor:
    """Read where an elder's door is, as the elder, for them, or as a worker of the place; operators never."""
    return actions.read(work, elder_id)


@doors.put("/<uuid:elder_id>")
@doors.arguments(CareDoorPlaceSchema)
@doors.response(200, CareDoorSchema)
@doors.fails(NotVerifiedElder, OutOfScope, Stale)
def place_care_door(work: UnitOfWork, wanted: dict[str, Any], elder_id: UUID) -> ShownDoor:
    """Put on record where an elder's door is, in place of what was; If-Match is honoured where it is sent."""
    return queries.shown(work, actions.place(work, elder_id, **wanted))


@doors.post("/<uuid:elder_id>/device", kept_nowhere=True)
@doors.response(201, NewDoorDeviceSchema)
@doors.fails(NotVerifiedElder, OutOfScope)
def give_care_door_device(work: UnitOfWork, elder_id: UUID) -> NewDevice:
    """Make the secret for a device at the door, shown this once; the device before proves nothing from now on."""
    return actions.give_device(work, elder_id)


@doors.delete("/<uuid:elder_id>/device")
@doors.response(204)
@doors.fails(OutOfScope)
def take_care_door_device(work: UnitOfWork, elder_id: UUID) -> None:
    """Take the device from the door; If-Match is the door's."""
    actions.take_device(work, elder_id)


@doors.post("/<uuid:elder_id>/sheet", kept_nowhere=True)
@doors.arguments(DoorSheetRequestSchema)
@doors.response(201, DoorSheetSchema)
@doors.fails(NotVerifiedElder, MonthOutOfReach, OutOfScope)
def give_care_door_sheet(work: UnitOfWork, wanted: dict[str, Any], elder_id: UUID) -> Sheet:
    """Make the sheet of a month for the door: a code for each half-day that is not over."""
    return actions.give_sheet(work, elder_id, **wanted)


@doors.get("/<uuid:elder_id>/sheet/print", kept_nowhere=True)
@doors.arguments(DoorSheetPrintSchema, location="query")
@doors.response(200, {"type": "string"}, content_type=HTML)
@doors.fails(MonthOutOfReach, OutOfScope)
def print_care_door_sheet(work: UnitOfWork, wanted: dict[str, Any], elder_id: UUID) -> Response:
    """Read the sheet of a month as a page to print, once there is one."""
    return sheet.printed(actions.print_sheet(work, elder_id, **wanted), printed_at=work.now)
