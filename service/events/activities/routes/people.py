"""Signing up for activities, and waiting for a place, over HTTP."""

from typing import Any
from uuid import UUID

from service.events.activities import actions, errors, queries
from service.events.activities.queries import SignUpRecord, WaitRecord
from service.events.activities.routes.activities import activities
from service.events.activities.schemas import (
    ActivityPeopleSchema,
    ActivityWaitFilterSchema,
    ActivityWaitSchema,
    ActivityWaitsSchema,
    SignUpFilterSchema,
    SignUpSchema,
    SignUpsSchema,
)
from service.kit.errors import NotFound, OutOfScope, WrongState
from service.kit.pages import Page
from service.kit.work import UnitOfWork

_REFUSALS = (
    *(NotFound, OutOfScope, WrongState, errors.AlreadySignedUp, errors.NotTargeted),
    *(errors.NotVerified, errors.NobodyNamed, errors.SignUpNotOpen, errors.SignUpOver),
)


@activities.post("/<uuid:activity_id>/sign-up")
@activities.arguments(ActivityPeopleSchema, required=False)
@activities.response(201, SignUpsSchema)
@activities.fails(errors.ActivityFull, *_REFUSALS)
def sign_up(work: UnitOfWork, wanted: dict[str, Any], activity_id: UUID) -> dict[str, list[SignUpRecord]]:
    """Sign up oneself, people of one's household, or whom one is the proxy of: all of them, or nobody.

    A worker signs up who comes to the desk. Where not so many places are left, or others wait, it is `activity_full`.
    """
    ids = actions.sign_up(work, activity_id, wanted.get("resident_ids"))
    return {"items": queries.sign_ups_told(work, ids)}


@activities.post("/<uuid:activity_id>/cancel-sign-up")
@activities.arguments(ActivityPeopleSchema, required=False)
@activities.response(200, SignUpsSchema)
@activities.fails(NotFound, OutOfScope, WrongState, errors.NotVerified, errors.NobodyNamed)
def cancel_sign_up(
    work: UnitOfWork, wanted: dict[str, Any], activity_id: UUID
) -> dict[str, list[SignUpRecord]]:
    """Give places back; they are offered to who waits. Later than the activity allows it succeeds, and is noted."""
    ids = actions.cancel_sign_up(work, activity_id, wanted.get("resident_ids"))
    return {"items": queries.sign_ups_told(work, ids)}


@activities.get("/sign-ups")
@activities.paged(SignUpSchema, SignUpFilterSchema)
def list_sign_ups(work: UnitOfWork, wanted: dict[str, Any]) -> Page[SignUpRecord]:
    """List sign-ups, the newest first: the attendance list of an activity, with `activity_id`.

    Residents see their own and of whom they look after; members who publish in the name of an organisation those of its
    activities, with masked names; workers those of the activities of their places.
    """
    return queries.sign_ups(work, **wanted)


@activities.post("/<uuid:activity_id>/waitlist")
@activities.arguments(ActivityPeopleSchema, required=False)
@activities.response(201, ActivityWaitsSchema)
@activities.fails(*_REFUSALS)
def wait_for_place(
    work: UnitOfWork, wanted: dict[str, Any], activity_id: UUID
) -> dict[str, list[WaitRecord]]:
    """Wait for a place each; what becomes free is offered in order, held for `offer_minutes`, then to the next."""
    ids = actions.wait(work, activity_id, wanted.get("resident_ids"))
    return {"items": queries.waits_told(work, ids)}


@activities.get("/waitlist")
@activities.paged(ActivityWaitSchema, ActivityWaitFilterSchema)
def list_activity_waits(work: UnitOfWork, wanted: dict[str, Any]) -> Page[WaitRecord]:
    """List who waits, the newest first; narrowed as sign-ups are."""
    return queries.waits(work, **wanted)


@activities.get("/waitlist/<uuid:wait_id>")
@activities.response(200, ActivityWaitSchema)
def get_activity_wait(work: UnitOfWork, wait_id: UUID) -> WaitRecord:
    """Read a wait and until when a place is held."""
    return work.found(queries.wait(work, wait_id))


@activities.delete("/waitlist/<uuid:wait_id>")
@activities.response(204)
@activities.fails(WrongState, OutOfScope)
def withdraw_activity_wait(work: UnitOfWork, wait_id: UUID) -> None:
    """Wait no longer; a place that is held goes to the next."""
    actions.withdraw_wait(work, wait_id)


@activities.post("/waitlist/<uuid:wait_id>/accept")
@activities.response(200, ActivityWaitSchema)
@activities.fails(NotFound, WrongState, OutOfScope, errors.AlreadySignedUp)
def accept_activity_place(work: UnitOfWork, wait_id: UUID) -> WaitRecord:
    """Take the place that was offered: it becomes a sign-up, `sign_up_id`."""
    return queries.waits_told(work, [actions.accept_offer(work, wait_id)])[0]


@activities.post("/waitlist/<uuid:wait_id>/decline")
@activities.response(200, ActivityWaitSchema)
@activities.fails(NotFound, WrongState, OutOfScope)
def decline_activity_place(work: UnitOfWork, wait_id: UUID) -> WaitRecord:
    """Leave the place that was offered to the next; the wait is over."""
    return queries.waits_told(work, [actions.decline_offer(work, wait_id)])[0]
