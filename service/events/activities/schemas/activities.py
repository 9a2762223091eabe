"""The shapes of activities themselves in JSON."""

from marshmallow import validate

from service.events.activities.rules import MOST_MINUTES, MOST_PLACES, ActivityKind, ActivityStatus
from service.events.activities.schemas.people import ActivityWaitSchema, SignUpSchema
from service.kit import fields
from service.kit.content import ContentState
from service.kit.fields import PageArgumentsSchema, Schema

_TITLE = validate.Length(min=1, max=60)
_DESCRIPTION = validate.Length(max=5000)
_PLACE = validate.Length(min=1, max=100)
_CAPACITY = validate.Range(min=1, max=MOST_PLACES)
_WEEK = 7 * 24 * 60
_CANCEL_BEFORE = validate.Range(min=0, max=_WEEK)
_OFFER = validate.Range(min=5, max=2 * 24 * 60)
_VOLUNTEERING = validate.Range(min=0, max=MOST_MINUTES)
_REGIONS = validate.Length(min=1, max=50)
_AUDIENCE = validate.Length(max=20)
_CODE = validate.Length(min=1, max=40)
_STARTS = {"example": "2026-03-07T09:00:00+08:00"}
_ENDS = {"example": "2026-03-07T11:00:00+08:00"}
_OPENS = {"description": "Without it, people sign up as soon as it is published."}
_CLOSES = {"description": "Without it, when the activity starts."}


class ActivitySchema(Schema):
    """Something people are invited to; `sign_ups` and `waits` are the reader's own and of whom they look after."""

    id = fields.UUID(required=True)
    title = fields.String(required=True, metadata={"example": "重阳节包饺子"})
    description = fields.String(required=True, metadata={"example": "和邻居一起包饺子，送给独居老人。"})
    kind = fields.Enum(ActivityKind, required=True, metadata={"example": "volunteering"})
    region_code = fields.String(required=True, metadata={"example": "330211001001"})
    organisation_id = fields.UUID(required=True, allow_none=True)
    organisation_name = fields.String(required=True, allow_none=True, metadata={"example": "夕阳红合唱团"})
    place = fields.String(required=True, metadata={"example": "桂花会客厅"})
    living_room_id = fields.UUID(required=True, allow_none=True)
    booking_id = fields.UUID(required=True, allow_none=True)
    room_lost_at = fields.Moment(
        required=True,
        allow_none=True,
        metadata={
            "description": "Since when its room can not be used any more; another place is looked for."
        },
    )
    starts_at = fields.Moment(required=True, metadata=_STARTS)
    ends_at = fields.Moment(required=True, metadata=_ENDS)
    sign_up_opens_at = fields.Moment(required=True, allow_none=True)
    sign_up_closes_at = fields.Moment(required=True, metadata=_STARTS)
    cancel_before_minutes = fields.Integer(required=True, metadata={"example": 60})
    offer_minutes = fields.Integer(required=True, metadata={"example": 60})
    volunteer_minutes = fields.Integer(
        required=True, metadata={"example": 120, "description": "What the time bank credits who comes with."}
    )
    capacity = fields.Integer(required=True, metadata={"example": 20})
    places_left = fields.Integer(required=True, metadata={"example": 3})
    waiting = fields.Integer(required=True, metadata={"example": 0})
    region_codes = fields.List(fields.String(), required=True, metadata={"example": ["330211001001"]})
    audience = fields.List(
        fields.String(),
        required=True,
        metadata={"example": [], "description": "Tags; told to who invites, to nobody who is invited."},
    )
    status = fields.Enum(ActivityStatus, required=True, metadata={"example": "published"})
    reason = fields.String(
        required=True, allow_none=True, metadata={"description": "Why it was returned or cancelled."}
    )
    content_state = fields.Enum(
        ContentState,
        required=True,
        allow_none=True,
        metadata={
            "description": "Whether others may see why a member has cancelled it; none: that needs no check."
        },
    )
    sign_ups = fields.List(fields.Nested(SignUpSchema), required=True)
    waits = fields.List(fields.Nested(ActivityWaitSchema), required=True)
    created_at = fields.Moment(required=True)
    updated_at = fields.Moment(required=True)
    published_at = fields.Moment(required=True, allow_none=True)


class ActivityRequestSchema(Schema):
    """Something to invite people to. With `living_room_id` the room is booked with it, or nothing is made."""

    title = fields.String(required=True, validate=_TITLE, metadata={"example": "重阳节包饺子"})
    description = fields.String(load_default="", validate=_DESCRIPTION)
    kind = fields.Enum(ActivityKind, required=True, metadata={"example": "volunteering"})
    region_code = fields.String(required=True, validate=_CODE, metadata={"example": "330211001001"})
    organisation_id = fields.UUID(
        allow_none=True, metadata={"description": "In the name of which social organisation."}
    )
    place = fields.String(
        allow_none=True,
        validate=_PLACE,
        metadata={
            "example": "社区广场",
            "description": "Where it is; in a living room, the room's own name.",
        },
    )
    living_room_id = fields.UUID(allow_none=True)
    starts_at = fields.Moment(required=True, metadata=_STARTS)
    ends_at = fields.Moment(required=True, metadata=_ENDS)
    sign_up_opens_at = fields.Moment(allow_none=True, metadata=_OPENS)
    sign_up_closes_at = fields.Moment(allow_none=True, metadata=_CLOSES)
    cancel_before_minutes = fields.Integer(load_default=60, validate=_CANCEL_BEFORE, metadata={"example": 60})
    offer_minutes = fields.Integer(load_default=60, validate=_OFFER, metadata={"example": 60})
    volunteer_minutes = fields.Integer(load_default=0, validate=_VOLUNTEERING, metadata={"example": 120})
    capacity = fields.Integer(required=True, validate=_CAPACITY, metadata={"example": 20})
    region_codes = fields.List(
        fields.String(validate=_CODE),
        validate=_REGIONS,
        metadata={"description": "Whose people it is for; without it, those of `region_code`."},
    )
    audience = fields.List(
        fields.String(validate=_CODE),
        load_default=list,
        validate=_AUDIENCE,
        metadata={"description": "Tags of which people need one; without any, all are meant.", "example": []},
    )


class ActivityChangesSchema(Schema):
    """What to change; what is left out stays."""

    title = fields.String(validate=_TITLE, metadata={"example": "重阳节包饺子"})
    description = fields.String(validate=_DESCRIPTION)
    kind = fields.Enum(ActivityKind)
    place = fields.String(
        validate=_PLACE,
        metadata={"example": "社区广场", "description": "Another place; a living room is left for it."},
    )
    living_room_id = fields.UUID(
        allow_none=True,
        metadata={"description": "Another room, which is the place then; null leaves it for `place`."},
    )
    starts_at = fields.Moment(metadata=_STARTS)
    ends_at = fields.Moment(metadata=_ENDS)
    sign_up_opens_at = fields.Moment(allow_none=True)
    sign_up_closes_at = fields.Moment(metadata=_STARTS)
    cancel_before_minutes = fields.Integer(validate=_CANCEL_BEFORE)
    offer_minutes = fields.Integer(validate=_OFFER)
    volunteer_minutes = fields.Integer(validate=_VOLUNTEERING)
    capacity = fields.Integer(validate=_CAPACITY, metadata={"example": 24})
    region_codes = fields.List(fields.String(validate=_CODE), validate=_REGIONS)
    audience = fields.List(fields.String(validate=_CODE), validate=_AUDIENCE)


class ActivityFilterSchema(PageArgumentsSchema):
    """Which activities; `from` and `to` are days on which they start. Without these, those that are not over."""

    region_code = fields.String(validate=_CODE, metadata={"example": "330211001001"})
    organisation_id = fields.UUID()
    kind = fields.Enum(ActivityKind)
    status = fields.Enum(ActivityStatus)
    mine = fields.Boolean(load_default=False, metadata={"description": "In which one takes part, or waits."})
    from_ = fields.Date(data_key="from")
    to = fields.Date()


class ActivityReasonSchema(Schema):
    """Why."""

    reason = fields.String(
        required=True, validate=validate.Length(min=1, max=500), metadata={"example": "台风预警。"}
    )
