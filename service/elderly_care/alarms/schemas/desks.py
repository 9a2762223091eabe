"""The shapes of duty desks and the ladder in JSON."""

from typing import Any

from marshmallow import validate

from service.elderly_care.alarms.rules import Whom
from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema

_PLACE = {"example": "330211001"}
_STARTS = {"example": "2026-03-02T17:30:00+08:00"}
_ENDS = {"example": "2026-03-03T08:30:00+08:00"}
_WEEKLY = {
    "example": "2026-06-30",
    "description": "Comes again every seventh day; the last time by this day.",
}


def _region_code(**options: Any) -> fields.String:
    return fields.String(validate=validate.Length(min=1, max=40), metadata=_PLACE, **options)


class NewDeskDutySchema(Schema):
    """Who is on duty for a district, street or community, and when; across midnight and beside others as it comes."""

    region_code = _region_code(required=True)
    account_id = fields.UUID(required=True)
    starts_at = fields.Moment(required=True, metadata=_STARTS)
    ends_at = fields.Moment(required=True, metadata=_ENDS)
    weekly_until = fields.Date(allow_none=True, metadata=_WEEKLY)


class DeskDutySchema(Schema):
    """That somebody is on duty."""

    id = fields.UUID(required=True)
    region_code = fields.String(required=True, metadata=_PLACE)
    account_id = fields.UUID(required=True)
    starts_at = fields.Moment(required=True)
    ends_at = fields.Moment(required=True)
    weekly_until = fields.Date(required=True, allow_none=True, metadata=_WEEKLY)
    made_at = fields.Moment(required=True)


class DeskDutyFilterSchema(PageArgumentsSchema):
    """Which entries of the roster."""

    region_code = _region_code()
    account_id = fields.UUID()
    over = fields.Boolean(load_default=False, metadata={"description": "With those that are over."})


class OnDeskDutyFilterSchema(PageArgumentsSchema):
    """For which place, and when; without `at` now."""

    region_code = _region_code(required=True)
    at = fields.Moment(metadata={"example": "2026-03-02T23:00:00+08:00"})


class LadderStepSchema(Schema):
    """Who is rung so many minutes after an alarm was raised."""

    after_minutes = fields.Integer(
        required=True, validate=validate.Range(min=0, max=1440), metadata={"example": 0}
    )
    whom = fields.List(
        fields.Enum(Whom),
        required=True,
        validate=validate.Length(min=1, max=len(Whom)),
        metadata={"example": ["contacts", "duty_desk"]},
    )


class AlarmLadderSchema(Schema):
    """Whom alarms ring, step by step, until somebody answers; one step is at minute 0."""

    steps = fields.List(
        fields.Nested(LadderStepSchema),
        required=True,
        validate=validate.Length(min=1, max=20),
        metadata={"example": [{"after_minutes": 0, "whom": ["contacts", "duty_desk"]}]},
    )
