"""The shapes of sign-ups, waits and attendance in JSON."""

from marshmallow import validate

from service.events.activities.rules import MOST_MINUTES, SignUpEnd, SignUpStatus
from service.kit import fields
from service.kit.acting import ActedBySchema
from service.kit.fields import PageArgumentsSchema, Schema
from service.kit.waiting import WaitlistState

_MOST_PEOPLE = 10
_IDS = {"description": "For whom, at most ten; without it, oneself."}


class SignUpSchema(Schema):
    """That somebody will come, came or did not; `brought_by` is who of their household signed them up."""

    id = fields.UUID(required=True)
    activity_id = fields.UUID(required=True)
    activity_title = fields.String(required=True, metadata={"example": "重阳节包饺子"})
    starts_at = fields.Moment(required=True, metadata={"example": "2026-03-07T09:00:00+08:00"})
    resident_id = fields.UUID(required=True, allow_none=True)
    resident_name = fields.String(required=True, allow_none=True, metadata={"example": "陈阿婆"})
    brought_by = fields.UUID(required=True, allow_none=True)
    status = fields.Enum(SignUpStatus, required=True, metadata={"example": "signed_up"})
    ended_by = fields.Enum(
        SignUpEnd, required=True, allow_none=True, metadata={"description": "Who or what cancelled it."}
    )
    cancelled_late = fields.Boolean(required=True)
    checked_in_at = fields.Moment(required=True, allow_none=True)
    minutes = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Of voluntary work, where a worker noted other than the activity's."},
    )
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)
    created_at = fields.Moment(required=True)
    updated_at = fields.Moment(required=True)


class ActivityWaitSchema(Schema):
    """That somebody waits for a place; one that was offered is held until `offer_expires_at`."""

    id = fields.UUID(required=True)
    activity_id = fields.UUID(required=True)
    activity_title = fields.String(required=True, metadata={"example": "重阳节包饺子"})
    starts_at = fields.Moment(required=True, metadata={"example": "2026-03-07T09:00:00+08:00"})
    resident_id = fields.UUID(required=True)
    resident_name = fields.String(required=True, allow_none=True, metadata={"example": "陈阿婆"})
    brought_by = fields.UUID(required=True, allow_none=True)
    status = fields.Enum(WaitlistState, required=True)
    offer_expires_at = fields.Moment(required=True, allow_none=True)
    sign_up_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "The place that was accepted."}
    )
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)
    created_at = fields.Moment(required=True)


class SignUpsSchema(Schema):
    """The places of who was named, in that order."""

    items = fields.List(fields.Nested(SignUpSchema), required=True)


class ActivityWaitsSchema(Schema):
    """The waits of who was named, in that order."""

    items = fields.List(fields.Nested(ActivityWaitSchema), required=True)


class ActivityPeopleSchema(Schema):
    """For whom: oneself, who keeps house with one, or whom one is the proxy of; a worker names anybody in their care."""

    resident_ids = fields.List(
        fields.UUID(), validate=validate.Length(min=1, max=_MOST_PEOPLE), metadata=_IDS
    )


class ActivityCheckInSchema(ActivityPeopleSchema):
    """Who has come, and the code that is shown there; who receives people needs none."""

    code = fields.String(
        allow_none=True, validate=validate.Length(min=1, max=64), metadata={"example": "49163027"}
    )


class ActivityCheckInCodeSchema(Schema):
    """The code that checks in who scans or types it, until it changes."""

    code = fields.String(required=True, metadata={"example": "04183726"})
    expires_at = fields.Moment(required=True)
    qr_svg = fields.String(required=True, metadata={"example": "<svg …></svg>"})


class ActivityAttendanceSchema(Schema):
    """Whether somebody was there, and for how many minutes they helped if that is other than the activity says."""

    resident_id = fields.UUID(required=True)
    attended = fields.Boolean(required=True, metadata={"example": True})
    minutes = fields.Integer(
        allow_none=True, validate=validate.Range(min=0, max=MOST_MINUTES), metadata={"example": 120}
    )


class SignUpFilterSchema(PageArgumentsSchema):
    """Which sign-ups."""

    activity_id = fields.UUID()
    resident_id = fields.UUID()
    status = fields.Enum(SignUpStatus)


class ActivityWaitFilterSchema(PageArgumentsSchema):
    """Which waits."""

    activity_id = fields.UUID()
    status = fields.Enum(WaitlistState)
