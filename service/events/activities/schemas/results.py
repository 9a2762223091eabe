"""The shapes of feedback and figures in JSON."""

from marshmallow import validate

from service.events.activities.rules import ActivityKind
from service.kit import fields
from service.kit.fields import Schema

_HIDDEN = {"description": "Null where it would point at few people to who has no duty with them."}


class ActivityFeedbackSchema(Schema):
    """What somebody who was there said; who it was is told to nobody."""

    id = fields.UUID(required=True)
    activity_id = fields.UUID(required=True)
    rating = fields.Integer(required=True, metadata={"example": 5})
    comment = fields.String(required=True, allow_none=True, metadata={"example": "下次还想来。"})
    created_at = fields.Moment(required=True)


class ActivityFeedbackRequestSchema(Schema):
    """How it was, from one to five, and in words."""

    rating = fields.Integer(required=True, validate=validate.Range(min=1, max=5), metadata={"example": 5})
    comment = fields.String(
        allow_none=True, validate=validate.Length(max=1000), metadata={"example": "下次还想来。"}
    )


class ActivityFiguresSchema(Schema):
    """How many activities there were, and how many people had places, came, stayed away, gave up and spoke."""

    activities = fields.Integer(required=True, metadata={"example": 4})
    capacity = fields.Integer(required=True, metadata={"example": 80})
    signed_up = fields.Integer(required=True, allow_none=True, metadata={"example": 10, **_HIDDEN})
    attended = fields.Integer(required=True, allow_none=True, metadata={"example": 55, **_HIDDEN})
    absent = fields.Integer(required=True, allow_none=True, metadata={"example": 5, **_HIDDEN})
    cancelled = fields.Integer(required=True, allow_none=True, metadata={"example": 5, **_HIDDEN})
    cancelled_late = fields.Integer(required=True, allow_none=True, metadata={"example": None, **_HIDDEN})
    feedback = fields.Integer(required=True, allow_none=True, metadata={"example": 20, **_HIDDEN})
    rating = fields.Float(required=True, allow_none=True, metadata={"example": 4.6, **_HIDDEN})


class ActivityFiguresOfKindSchema(ActivityFiguresSchema):
    """The same of one kind of activity."""

    kind = fields.Enum(ActivityKind, required=True)


class ActivityFiguresOfPlaceSchema(Schema):
    """The figures of what a place offered in some days, in all and by kind."""

    region_code = fields.String(required=True, metadata={"example": "330211001001"})
    from_ = fields.Date(required=True, data_key="from")
    to = fields.Date(required=True)
    total = fields.Nested(ActivityFiguresSchema, required=True)
    by_kind = fields.List(fields.Nested(ActivityFiguresOfKindSchema), required=True)


class ActivityFiguresFilterSchema(Schema):
    """Of which place and which days, at most a year."""

    region_code = fields.String(
        required=True, validate=validate.Length(min=1, max=40), metadata={"example": "330211001001"}
    )
    from_ = fields.Date(required=True, data_key="from")
    to = fields.Date(required=True)
