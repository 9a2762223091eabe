"""A room's time in JSON: slots, what a search finds, closures."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, validate, validates_schema

from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema
from service.living_rooms.rooms import rules
from service.living_rooms.rooms.rules import SlotState
from service.living_rooms.rooms.schemas.hours import MinuteOfDay

MOST_DAYS = 31
FIRST_YEAR = 2000

_TOO_EARLY = f"不能早于 {FIRST_YEAR} 年。|Not before the year {FIRST_YEAR}."
_TO_FIRST = "结束日期不能早于开始日期。|The last day can not come before the first."
_TOO_MANY_DAYS = f"一次最多查询 {MOST_DAYS} 天。|At most {MOST_DAYS} days at a time."
_ENDS_FIRST = "结束时间应晚于开始时间。|It has to end after it starts."
_NOT_A_PLACE = "应写成 29.95,121.72 这样的纬度和经度。|Must be `latitude,longitude`."


class AvailabilityFilterSchema(Schema):
    """From which day to which, both included."""

    from_ = fields.Date(data_key="from", required=True, metadata={"example": "2026-03-02"})
    to = fields.Date(required=True, metadata={"example": "2026-03-08"})

    @validates_schema
    def _check_days(self, wanted: Mapping[str, Any], **_: Any) -> None:
        if wanted["from_"].year < FIRST_YEAR:
            raise ValidationError(_TOO_EARLY, "from")
        days = (wanted["to"] - wanted["from_"]).days + 1
        if days < 1:
            raise ValidationError(_TO_FIRST, "to")
        if days > MOST_DAYS:
            raise ValidationError(_TOO_MANY_DAYS, "to")


class SlotSchema(Schema):
    """One slot of the room's grid."""

    starts_at = fields.Moment(required=True, metadata={"example": "2026-03-02T09:00:00+08:00"})
    ends_at = fields.Moment(required=True, metadata={"example": "2026-03-02T09:30:00+08:00"})
    state = fields.Enum(SlotState, required=True, metadata={"example": "free"})


class AvailabilitySchema(Schema):
    """All slots of the days asked for, in order."""

    slots = fields.Rendered(SlotSchema, many=True, required=True)


class Place(fields.String):
    """`latitude,longitude`; a pair of numbers for Python."""

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **kwargs: Any) -> Any:
        text = super().deserialize(value, attr, data, **kwargs)
        if not isinstance(text, str):
            return text
        try:
            latitude, longitude = (float(each) for each in text.split(","))
        except ValueError as error:
            raise ValidationError(_NOT_A_PLACE) from error
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise ValidationError(_NOT_A_PLACE)
        return latitude, longitude


class RoomSearchSchema(Schema):
    """When, for how long, for how many, and near which place."""

    date = fields.Date(required=True, metadata={"example": "2026-03-03"})
    starts_after = MinuteOfDay(load_default=0, metadata={"example": "13:00"})
    ends_before = MinuteOfDay(load_default=rules.DAY_MINUTES, metadata={"example": "18:00"})
    minutes = fields.Integer(
        in_query=True,
        load_default=rules.GRAIN_MINUTES,
        validate=validate.Range(min=1, max=rules.DAY_MINUTES),
        metadata={"example": 90},
    )
    headcount = fields.Integer(
        in_query=True, validate=validate.Range(min=1, max=100_000), metadata={"example": 8}
    )
    region_code = fields.String(validate=validate.Length(min=1, max=40), metadata={"example": "330211001"})
    for_resident_id = fields.UUID(
        metadata={
            "description": "Search for a resident one may book for; only what is open to them is found."
        }
    )
    near = Place(validate=validate.Length(max=60), metadata={"example": "29.953,121.716"})
    limit = fields.Integer(in_query=True, load_default=20, validate=validate.Range(min=1, max=100))

    @validates_schema
    def _check_window(self, wanted: Mapping[str, Any], **_: Any) -> None:
        if wanted["ends_before"] <= wanted["starts_after"]:
            raise ValidationError(_ENDS_FIRST, "ends_before")


class StretchSchema(Schema):
    """From one moment until another."""

    starts_at = fields.Moment(required=True)
    ends_at = fields.Moment(required=True)


class FoundRoomSchema(Schema):
    """A room that has time, with every free stretch in the window that is long enough."""

    id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"example": "桂花会客厅"})
    region_code = fields.String(required=True, metadata={"example": "330211001001"})
    address = fields.String(required=True, metadata={"example": "胜利路 12 号"})
    latitude = fields.Float(required=True, allow_none=True, metadata={"example": 29.953})
    longitude = fields.Float(required=True, allow_none=True, metadata={"example": 121.716})
    capacity_max = fields.Integer(required=True, metadata={"example": 30})
    brand = fields.String(required=True, allow_none=True)
    distance_m = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"example": 420, "description": "As the crow flies, from `near`."},
    )
    stretches = fields.List(fields.Nested(StretchSchema), required=True)


class FoundRoomsSchema(Schema):
    """What a search found, the nearest first; one page only, so `next_cursor` is always null."""

    items = fields.List(fields.Nested(FoundRoomSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ClosureRequestSchema(Schema):
    """A time in which the room is out of use."""

    starts_at = fields.Moment(required=True, metadata={"example": "2026-03-05T13:00:00+08:00"})
    ends_at = fields.Moment(required=True, metadata={"example": "2026-03-05T18:00:00+08:00"})
    reason = fields.String(
        required=True,
        validate=validate.Length(min=1, max=500),
        metadata={"example": "空调检修", "description": "Told to everybody whose booking it cancels."},
    )


class ClosureSchema(Schema):
    """A time in which a room is out of use."""

    id = fields.UUID(required=True)
    living_room_id = fields.UUID(required=True)
    starts_at = fields.Moment(required=True)
    ends_at = fields.Moment(required=True)
    reason = fields.String(required=True, metadata={"example": "空调检修"})
    created_at = fields.Moment(required=True)


class ClosureFilterSchema(PageArgumentsSchema):
    """Which closures: those that touch these days."""

    from_ = fields.Date(data_key="from", metadata={"example": "2026-03-01"})
    to = fields.Date(metadata={"example": "2026-03-31"})
