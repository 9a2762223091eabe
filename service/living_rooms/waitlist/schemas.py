"""The shapes of wishes and offers in JSON."""

from marshmallow import validate

from service.kit import fields
from service.kit.acting import ActedBySchema
from service.kit.fields import PageArgumentsSchema, Schema
from service.kit.waiting import WaitlistState
from service.living_rooms.bookings.rules import Purpose


class WaitlistOfferSchema(Schema):
    """Time that is held for a wish until `expires_at`."""

    living_room_id = fields.UUID(required=True)
    starts_at = fields.Moment(required=True, metadata={"example": "2026-03-02T14:00:00+08:00"})
    ends_at = fields.Moment(required=True, metadata={"example": "2026-03-02T15:00:00+08:00"})
    expires_at = fields.Moment(required=True, metadata={"example": "2026-03-02T10:30:00+08:00"})


class WaitlistEntrySchema(Schema):
    """A wish for some minutes between two moments, and what was offered last."""

    id = fields.UUID(required=True)
    resident_id = fields.UUID(required=True)
    living_room_id = fields.UUID(required=True, allow_none=True)
    region_code = fields.String(required=True, allow_none=True, metadata={"example": "330211001001"})
    starts_at = fields.Moment(required=True, metadata={"example": "2026-03-02T13:00:00+08:00"})
    ends_at = fields.Moment(required=True, metadata={"example": "2026-03-02T18:00:00+08:00"})
    minutes = fields.Integer(required=True, metadata={"example": 60})
    headcount = fields.Integer(required=True, metadata={"example": 6})
    status = fields.Enum(WaitlistState, required=True)
    offer = fields.Nested(WaitlistOfferSchema, required=True, allow_none=True)
    booking_id = fields.UUID(required=True, allow_none=True)
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)
    created_at = fields.Moment(required=True)


class WaitlistRequestSchema(Schema):
    """What to wait for: some minutes between two moments, in one room or anywhere in a region."""

    living_room_id = fields.UUID(metadata={"description": "This, or `region_code`."})
    region_code = fields.String(validate=validate.Length(min=1, max=40), metadata={"example": "330211001001"})
    starts_at = fields.Moment(required=True, metadata={"example": "2026-03-02T13:00:00+08:00"})
    ends_at = fields.Moment(required=True, metadata={"example": "2026-03-02T18:00:00+08:00"})
    minutes = fields.Integer(
        required=True, validate=validate.Range(min=15, max=1440), metadata={"example": 60}
    )
    headcount = fields.Integer(
        required=True, validate=validate.Range(min=1, max=10000), metadata={"example": 6}
    )
    for_resident_id = fields.UUID(metadata={"description": "For a proxy or a worker: who waits."})


class WaitlistFilterSchema(PageArgumentsSchema):
    """Which wishes."""

    resident_id = fields.UUID()
    status = fields.Enum(WaitlistState)


class WaitlistAcceptanceSchema(Schema):
    """What the booking is for; without it, `other`."""

    purpose = fields.Enum(Purpose)
    title = fields.String(validate=validate.Length(min=1, max=100), metadata={"example": "合唱排练"})
