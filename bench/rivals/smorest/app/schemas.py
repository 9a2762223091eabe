"""The shapes of JSON."""

from marshmallow import Schema, fields, validate

PURPOSES = [
    "deliberation",
    "mediation",
    "volunteering",
    "recreation",
    "parent_child",
    "lecture",
    "elderly_activity",
    "convenience_service",
    "party_building",
    "meeting",
    "other",
]


class BookingRequestSchema(Schema):
    living_room_id = fields.Integer(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    purpose = fields.String(required=True, validate=validate.OneOf(PURPOSES))
    headcount = fields.Integer(required=True, validate=validate.Range(min=1))
    title = fields.String(load_default="", validate=validate.Length(max=100))


class BookingSchema(Schema):
    id = fields.Integer()
    living_room_id = fields.Integer()
    resident_id = fields.Integer()
    account_id = fields.Integer()
    region_id = fields.String()
    starts_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    purpose = fields.String()
    headcount = fields.Integer()
    title = fields.String()
    status = fields.String()
    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()


class BookingFilterSchema(Schema):
    living_room_id = fields.Integer()
    resident_id = fields.Integer()
    status = fields.String()
    since = fields.Date(data_key="from")
    until = fields.Date(data_key="to")
    cursor = fields.String()
    limit = fields.Integer(load_default=20, validate=validate.Range(min=1, max=100))


class BookingPageSchema(Schema):
    items = fields.List(fields.Nested(BookingSchema))
    next_cursor = fields.String(allow_none=True)


class AvailabilityQuerySchema(Schema):
    since = fields.Date(required=True, data_key="from")
    until = fields.Date(required=True, data_key="to")


class SlotSchema(Schema):
    starts_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    state = fields.String()


class AvailabilitySchema(Schema):
    slots = fields.List(fields.Nested(SlotSchema))
