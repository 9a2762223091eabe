"""Activities themselves over HTTP: made, changed, reviewed, published, cancelled."""

from typing import Any
from uuid import UUID

from service.events.activities import actions, errors, queries
from service.events.activities.queries import ActivityRecord
from service.events.activities.schemas import (
    ActivityChangesSchema,
    ActivityFilterSchema,
    ActivityReasonSchema,
    ActivityRequestSchema,
    ActivitySchema,
)
from service.kit.api import Blueprint
from service.kit.errors import NotFound, OutOfScope, WrongState
from service.kit.pages import Page
from service.kit.work import UnitOfWork
from service.living_rooms import errors as living_rooms
from service.organisations.errors import NoRightToPublish, NoRightToRooms, OrganisationSuspended

activities = Blueprint(
    "activities", url_prefix="/activities", description="活动: what the community invites people to."
)
_ROOM_REFUSALS = (
    *(living_rooms.SlotTaken, living_rooms.RoomClosed, living_rooms.QuotaExceeded, living_rooms.OffGrid),
    *(living_rooms.OutsideOpeningHours, living_rooms.TooLate, living_rooms.TooLong),
    *(living_rooms.OverCapacity, living_rooms.UnderCapacity, NoRightToRooms),
)


@activities.get()
@activities.paged(ActivitySchema, ActivityFilterSchema)
def list_activities(work: UnitOfWork, wanted: dict[str, Any]) -> Page[ActivityRecord]:
    """List activities, the earliest first; without days, those that are not over.

    Residents see what is for them and for whom they are the proxy of, and where they take part; members what their
    organisation makes; workers what is made for or in their places.
    """
    return queries.activities(work, **wanted)


@activities.post()
@activities.arguments(ActivityRequestSchema)
@activities.response(201, ActivitySchema)
@activities.fails(
    *(OutOfScope, NotFound, errors.UnknownTarget, errors.OrganisationMayNot, errors.NoPlaceNamed),
    *(NoRightToPublish, OrganisationSuspended, *_ROOM_REFUSALS),
)
def make_activity(work: UnitOfWork, wanted: dict[str, Any]) -> ActivityRecord:
    """Draft an activity: as a worker of the place, or in the name of a social organisation as its member.

    The member has the right to publish, and for a room the right to rooms; the organisation is not suspended.

    With `living_room_id` the room is booked in the same step; when that is refused, nothing is made.
    """
    return queries.activity_told(work, actions.make_activity(work, wanted))


@activities.get("/<uuid:activity_id>")
@activities.response(200, ActivitySchema)
def get_activity(work: UnitOfWork, activity_id: UUID) -> ActivityRecord:
    """Read an activity."""
    return work.found(queries.activity(work, activity_id))


@activities.patch("/<uuid:activity_id>")
@activities.arguments(ActivityChangesSchema)
@activities.response(200, ActivitySchema)
@activities.fails(
    *(OutOfScope, WrongState, errors.UnknownTarget, errors.MoreSignedUp, errors.NoPlaceNamed),
    *(NoRightToPublish, OrganisationSuspended, *_ROOM_REFUSALS),
)
def change_activity(work: UnitOfWork, changes: dict[str, Any], activity_id: UUID) -> ActivityRecord:
    """Change an activity, and the booking of its room with it; who takes part is told of another time or place.

    Fewer places than are taken are refused. Members change what they have not handed in; later only workers do.
    """
    return queries.activity_told(work, actions.change_activity(work, activity_id, changes))


@activities.post("/<uuid:activity_id>/submit")
@activities.response(200, ActivitySchema)
@activities.fails(OutOfScope, WrongState, NoRightToPublish, OrganisationSuspended)
def submit_activity(work: UnitOfWork, activity_id: UUID) -> ActivityRecord:
    """Hand an organisation's activity to the workers of its place, who publish it or give it back."""
    return queries.activity_told(work, actions.submit_activity(work, activity_id))


@activities.post("/<uuid:activity_id>/return")
@activities.arguments(ActivityReasonSchema)
@activities.response(200, ActivitySchema)
@activities.fails(OutOfScope, WrongState, NoRightToPublish)
def return_activity(work: UnitOfWork, told: dict[str, Any], activity_id: UUID) -> ActivityRecord:
    """Give what was handed in back to be changed, as a worker."""
    return queries.activity_told(work, actions.return_activity(work, activity_id, told["reason"]))


@activities.post("/<uuid:activity_id>/publish")
@activities.response(200, ActivitySchema)
@activities.fails(
    *(OutOfScope, WrongState, errors.ActivityNotReady, errors.UnknownTarget),
    *(NoRightToPublish, OrganisationSuspended, errors.OrganisationMayNot),
)
def publish_activity(work: UnitOfWork, activity_id: UUID) -> ActivityRecord:
    """Let people see an activity and sign up, as a worker; a pending booking of its room is approved with it."""
    return queries.activity_told(work, actions.publish_activity(work, activity_id))


@activities.post("/<uuid:activity_id>/cancel")
@activities.arguments(ActivityReasonSchema)
@activities.response(200, ActivitySchema)
@activities.fails(OutOfScope, WrongState, NoRightToPublish)
def cancel_activity(work: UnitOfWork, told: dict[str, Any], activity_id: UUID) -> ActivityRecord:
    """Call an activity off: its room is free again, and all who take part or wait are told why."""
    return queries.activity_told(work, actions.cancel_activity(work, activity_id, told["reason"]))
