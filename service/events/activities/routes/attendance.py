"""Who was there, over HTTP: the code, checking in, and what a worker notes."""

from typing import Any
from uuid import UUID

from flask import request

from service.events.activities import actions, errors, queries
from service.events.activities.queries import SignUpRecord
from service.events.activities.routes.activities import activities
from service.events.activities.schemas import (
    ActivityAttendanceSchema,
    ActivityCheckInCodeSchema,
    ActivityCheckInSchema,
    SignUpSchema,
    SignUpsSchema,
)
from service.kit.errors import Forbidden, NotFound, OutOfScope, Unauthenticated, WrongState
from service.kit.operations import authenticated
from service.kit.shown_codes import ShownCode
from service.kit.work import UnitOfWork
from service.living_rooms.errors import TooEarly
from service.organisations.errors import NoRightToPublish


@activities.get("/<uuid:activity_id>/check-in-code", public=True, kept_nowhere=True)
@activities.response(200, ActivityCheckInCodeSchema)
@activities.fails(Unauthenticated, Forbidden, OutOfScope, NoRightToPublish, NotFound)
def get_activity_check_in_code(work: UnitOfWork, activity_id: UUID) -> ShownCode:
    """Show the activity's rotating check-in code: to its organisers, or on the screen of the living room where it is.

    A screen is no account: it sends the room's screen token as its bearer token. Who takes part never reads the code.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        shown = actions.show_code_on_screen(work, activity_id, token.strip())
        if shown is not None:
            return shown
    work.actor = authenticated(work)
    return actions.show_code(work, activity_id)


@activities.post("/<uuid:activity_id>/check-in")
@activities.arguments(ActivityCheckInSchema, required=False)
@activities.response(200, SignUpsSchema)
@activities.fails(
    *(NotFound, OutOfScope, WrongState, errors.NotVerified, errors.NobodyNamed, errors.WrongCode),
    *(TooEarly, errors.CheckInOver, errors.HoursByWorkerOnly),
)
def check_in_to_activity(
    work: UnitOfWork, told: dict[str, Any], activity_id: UUID
) -> dict[str, list[SignUpRecord]]:
    """Check in oneself, or whom one has brought or looks after, with the code that is shown there.

    Who receives people there needs no code.
    """
    ids = actions.check_in(work, activity_id, **told)
    return {"items": queries.sign_ups_told(work, ids)}


@activities.post("/<uuid:activity_id>/attendance")
@activities.arguments(ActivityAttendanceSchema)
@activities.response(200, SignUpSchema)
@activities.fails(
    *(NotFound, OutOfScope, NoRightToPublish, WrongState, TooEarly, errors.CheckInOver),
    errors.HoursByWorkerOnly,
)
def note_activity_attendance(work: UnitOfWork, told: dict[str, Any], activity_id: UUID) -> SignUpRecord:
    """Note or correct, for a month, whether somebody who was signed up was there, and how long they helped."""
    return queries.sign_ups_told(work, [actions.note_attendance(work, activity_id, **told)])[0]
