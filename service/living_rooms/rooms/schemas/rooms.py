"""A room in JSON: as told, as asked for, and as changed."""

from typing import Any

from marshmallow import validate

from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema
from service.living_rooms.rooms.rules import OpenTo
from service.living_rooms.rooms.schemas.hours import (
    HolidayHoursSchema,
    OpeningHoursSchema,
    check_dated,
    check_weekly,
    multiple_of_quarter,
)

_DAYS_OF_MINUTES = 24 * 60
_MONTH_OF_MINUTES = 31 * _DAYS_OF_MINUTES


def _whole(smallest: int, largest: int, example: int, **options: Any) -> fields.Integer:
    return fields.Integer(
        validate=validate.Range(min=smallest, max=largest), metadata={"example": example}, **options
    )


def _quarters(smallest: int, largest: int, example: int) -> fields.Integer:
    bounds = [validate.Range(min=smallest, max=largest), multiple_of_quarter]
    return fields.Integer(
        validate=bounds, metadata={"example": example, "description": "A multiple of 15.", "multipleOf": 15}
    )


def _text(longest: int, example: str, shortest: int = 1, **options: Any) -> fields.String:
    return fields.String(
        validate=validate.Length(min=shortest, max=longest), metadata={"example": example}, **options
    )


class RoomPolicySchema(Schema):
    """A room's own rules. What a request leaves out keeps its value, at first the default."""

    slot_minutes = _quarters(15, _DAYS_OF_MINUTES, 30)
    advance_days = _whole(0, 366, 7)
    lead_minutes = _whole(0, _MONTH_OF_MINUTES, 60)
    max_minutes = _whole(15, 7 * _DAYS_OF_MINUTES, 240)
    cancel_before_minutes = _whole(0, _MONTH_OF_MINUTES, 60)
    checkin_before_minutes = _whole(0, _DAYS_OF_MINUTES, 15)
    checkin_after_minutes = _whole(0, _DAYS_OF_MINUTES, 30)
    buffer_minutes = _quarters(0, 480, 15)
    active_quota = _whole(0, 1000, 2)
    monthly_minutes_quota = _whole(0, _MONTH_OF_MINUTES, 1200)
    organisation_active_quota = _whole(0, 1000, 4)
    organisation_monthly_minutes_quota = _whole(0, _MONTH_OF_MINUTES, 2400)
    approval_headcount = fields.Integer(
        allow_none=True,
        validate=validate.Range(min=0, max=100_000),
        metadata={
            "example": 20,
            "description": "More people than this wait for approval; null: nobody does.",
        },
    )
    approval_hold_minutes = _whole(1, _MONTH_OF_MINUTES, 1440)
    offer_minutes = _whole(1, 7 * _DAYS_OF_MINUTES, 30)
    no_show_limit = _whole(1, 1000, 3)
    no_show_window_days = _whole(1, 3660, 90)
    suspension_days = _whole(0, 3660, 7)
    open_to = fields.Enum(OpenTo, metadata={"example": "community"})


def _name(**options: Any) -> fields.String:
    return _text(100, "桂花会客厅", **options)


def _capacity(example: int, **options: Any) -> fields.Integer:
    return _whole(1, 100_000, example, **options)


def _facilities() -> fields.List[Any]:
    return fields.List(_text(50, "投影仪"), validate=validate.Length(max=50))


def _opening_hours() -> fields.List[Any]:
    return fields.List(fields.Nested(OpeningHoursSchema), validate=[validate.Length(max=70), check_weekly])


def _holiday_hours() -> fields.List[Any]:
    return fields.List(fields.Nested(HolidayHoursSchema), validate=[validate.Length(max=500), check_dated])


def _photos() -> fields.List[Any]:
    return fields.List(
        fields.UUID(), validate=validate.Length(max=20), metadata={"description": "Ids of uploaded files."}
    )


class RoomRequestSchema(Schema):
    """A room to open. Left out: no hours (never open), the default policy, nothing said."""

    name = _name(required=True)
    region_code = _text(40, "330211001001", required=True)
    address = _text(200, "胜利路 12 号", required=True)
    latitude = fields.latitude(allow_none=True)
    longitude = fields.longitude(allow_none=True)
    capacity_min = _capacity(1)
    capacity_max = _capacity(30, required=True)
    facilities = _facilities()
    brand = _text(100, "桂花议事", shortest=0, allow_none=True)
    keeper_name = _text(50, "李建国", shortest=0, allow_none=True)
    keeper_phone = fields.office_phone(allow_none=True)
    policy = fields.Nested(RoomPolicySchema)
    opening_hours = _opening_hours()
    holiday_hours = _holiday_hours()
    photos = _photos()


class RoomChangesSchema(Schema):
    """Changes to a room; lists replace the old ones, of the policy only what is named changes."""

    name = _name()
    region_code = _text(40, "330211001001")
    address = _text(200, "胜利路 12 号")
    latitude = fields.latitude(allow_none=True)
    longitude = fields.longitude(allow_none=True)
    capacity_min = _capacity(1)
    capacity_max = _capacity(30)
    facilities = _facilities()
    brand = _text(100, "桂花议事", shortest=0, allow_none=True)
    keeper_name = _text(50, "李建国", shortest=0, allow_none=True)
    keeper_phone = fields.office_phone(allow_none=True)
    policy = fields.Nested(RoomPolicySchema)
    opening_hours = _opening_hours()
    holiday_hours = _holiday_hours()
    photos = _photos()


class RoomSchema(Schema):
    """A living room, as everybody who is logged in sees it."""

    id = fields.UUID(required=True)
    name = _name(required=True)
    region_code = _text(40, "330211001001", required=True)
    address = _text(200, "胜利路 12 号", required=True)
    latitude = fields.Float(required=True, allow_none=True, metadata={"example": 29.953})
    longitude = fields.Float(required=True, allow_none=True, metadata={"example": 121.716})
    capacity_min = fields.Integer(required=True, metadata={"example": 1})
    capacity_max = fields.Integer(required=True, metadata={"example": 30})
    facilities = fields.List(fields.String(), required=True, metadata={"example": ["投影仪"]})
    brand = fields.String(required=True, allow_none=True, metadata={"example": "桂花议事"})
    keeper_name = fields.String(required=True, allow_none=True, metadata={"example": "李建国"})
    keeper_phone = fields.String(required=True, allow_none=True, metadata={"example": "0574-86250000"})
    policy = fields.Nested(RoomPolicySchema, required=True)
    opening_hours = fields.List(fields.Nested(OpeningHoursSchema), required=True)
    holiday_hours = fields.List(fields.Nested(HolidayHoursSchema), required=True)
    photos = fields.List(fields.UUID(), required=True)
    created_at = fields.Moment(required=True)


class RoomFilterSchema(PageArgumentsSchema):
    """Which rooms."""

    region_code = fields.String(validate=validate.Length(min=1, max=40), metadata={"example": "330211001"})
    q = fields.String(
        validate=validate.Length(min=1, max=50),
        metadata={"description": "A part of the name, the brand or the address."},
    )
    open_to = fields.Enum(OpenTo)
