"""What several shapes of visits have in common."""

from service.elderly_care.requests.rules import KeyHolder
from service.elderly_care.requests.schemas import DoorContactSchema
from service.kit import fields
from service.kit.fields import Schema

SERVICE = {"example": "助洁"}
ELDER = {"example": "陈**"}
MINUTES = {"example": 60}
TRAVEL = {"example": 12, "description": "Minutes of the way there."}
REGION = {"example": "330211001001"}


class MakerSchema(Schema):
    """Somebody who makes a visit."""

    caregiver_id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"example": "周护理员"})
    travel_minutes = fields.Integer(required=True, metadata=TRAVEL)


class DoorSchema(Schema):
    """How to find an elder and to get in; for who plans a visit and, from the evening before, who makes it."""

    name = fields.String(required=True, metadata={"example": "陈阿婆"})
    address = fields.String(required=True, allow_none=True, metadata={"example": "胜利路 8 号 2 幢 501"})
    phone = fields.String(required=True, allow_none=True, metadata={"example": "+8613800010001"})
    floor = fields.Integer(required=True, allow_none=True, metadata={"example": 5})
    has_lift = fields.Boolean(required=True, allow_none=True)
    key_holder = fields.Enum(KeyHolder, required=True, allow_none=True)
    pets = fields.String(required=True, allow_none=True, metadata={"example": "一只小狗"})
    contacts = fields.List(fields.Nested(DoorContactSchema), required=True)
