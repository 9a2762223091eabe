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
    title = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=100))


class ActedBySchema(Schema):
    account_id = fields.Integer()
    name = fields.String()
    acting_as = fields.String()


class BookingSchema(Schema):
    id = fields.Integer()
    living_room_id = fields.Integer()
    living_room_name = fields.String(attribute="living_room.name")
    region_code = fields.String(attribute="region_id")
    resident_id = fields.Integer(allow_none=True)
    resident_name = fields.String(attribute="resident.name", dump_default=None)
    organisation_id = fields.Integer(allow_none=True)
    organisation_name = fields.String(attribute="organisation.name", dump_default=None)
    series_id = fields.Integer(allow_none=True)
    starts_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    purpose = fields.String()
    title = fields.String(allow_none=True)
    content_state = fields.String(allow_none=True)
    headcount = fields.Integer()
    status = fields.String()
    at_desk = fields.Boolean()
    hold_until = fields.AwareDateTime(allow_none=True)
    reason = fields.String(allow_none=True)
    cancelled_late = fields.Boolean()
    checked_in_at = fields.AwareDateTime(allow_none=True)
    moved_count = fields.Integer()
    appeal = fields.String(attribute="no_show.appeal", dump_default=None)
    appeal_reason = fields.String(attribute="no_show.appeal_reason", dump_default=None)
    appeal_answer = fields.String(attribute="no_show.appeal_answer", dump_default=None)
    acted_by = fields.Nested(ActedBySchema, allow_none=True)
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
