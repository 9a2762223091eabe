"""The shapes of checks in JSON."""

from marshmallow import validate

from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema
from service.messaging.content_checks.rules import CheckState, Label, ReviewReason


class ContentCheckSchema(Schema):
    """A text that residents wrote, and whether others may see it; who wrote it is for nobody to weigh."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True, metadata={"example": "living_rooms.booking_title"})
    subject_id = fields.UUID(required=True, metadata={"description": "The id of what the text belongs to."})
    region_code = fields.String(required=True, metadata={"example": "330211001001"})
    text = fields.String(required=True, metadata={"example": "周三合唱排练，欢迎邻居来听"})
    submitted_at = fields.Moment(required=True)
    state = fields.Enum(CheckState, required=True, metadata={"example": "in_review"})
    review_reason = fields.Enum(
        ReviewReason, required=True, allow_none=True, metadata={"description": "Why people look at it."}
    )
    label = fields.Enum(
        Label, required=True, allow_none=True, metadata={"description": "What the machine sees in it."}
    )
    trace_ids = fields.List(
        fields.String(), required=True, metadata={"description": "What the machine calls its answers."}
    )
    decided_at = fields.Moment(required=True, allow_none=True)
    decided_by = fields.UUID(
        required=True, allow_none=True, metadata={"description": "The worker; none where the machine did."}
    )
    reason = fields.String(required=True, allow_none=True)


class ContentCheckFilterSchema(PageArgumentsSchema):
    """Which checks; without a state, those that wait for a worker."""

    state = fields.Enum(CheckState, load_default=CheckState.IN_REVIEW)
    kind = fields.String(validate=validate.Length(min=1, max=100))
    region_code = fields.String(validate=validate.Length(min=1, max=40))


class ContentBlockSchema(Schema):
    """Why a text is not to be seen; its author is told so."""

    reason = fields.String(
        required=True, validate=validate.Length(min=1, max=200), metadata={"example": "含有广告和他人电话。"}
    )
