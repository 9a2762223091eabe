"""The shapes of alarms and their figures in JSON."""

from typing import Any

from marshmallow import ValidationError, validate, validates_schema

from service.elderly_care.alarms.rules import (
    TOLD_SOURCES,
    AlarmEventKind,
    AlarmKind,
    AlarmOutcome,
    AlarmSource,
    AlarmStatus,
    Whom,
)
from service.kit import fields
from service.kit.acting import ActedBySchema
from service.kit.fields import PageArgumentsSchema, Schema

_NOTE = {"example": "在卫生间滑倒，起不来"}
_DONE = {"example": "邻居和网格员已扶起，未受伤"}
_WHO = {"example": "王芳"}
_PLACE = {"example": "330211001001"}
_MINUTES = {"example": 2, "description": "The minute of the ladder's step that rang last."}
_NOT_YOURS = "null: not yours to see."
_HIDDEN = "null: fewer than 5, and not for you to see."
_LONGEST_SPAN_DAYS = 366


class NewCareAlarmSchema(Schema):
    """That somebody needs help; what a bystander saw is told by who was called."""

    elder_id = fields.UUID(required=True)
    kind = fields.Enum(AlarmKind, required=True)
    source = fields.String(
        required=True,
        validate=validate.OneOf(sorted(TOLD_SOURCES)),
        metadata={"example": "button"},
    )
    note = fields.String(validate=validate.Length(min=1, max=500), metadata=_NOTE)


class AlarmClosingSchema(Schema):
    """What came of an alarm."""

    outcome = fields.Enum(AlarmOutcome, required=True)
    note = fields.String(validate=validate.Length(min=1, max=500), metadata=_DONE)


class CareAlarmSchema(Schema):
    """An alarm."""

    id = fields.UUID(required=True)
    elder_id = fields.UUID(required=True)
    elder_name = fields.String(required=True, allow_none=True, metadata={"example": "陈阿婆"})
    region_code = fields.String(required=True, metadata=_PLACE)
    kind = fields.Enum(AlarmKind, required=True)
    source = fields.Enum(AlarmSource, required=True)
    device_id = fields.UUID(required=True, allow_none=True)
    organisation_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "The operator whose people raised it."}
    )
    raised_at = fields.Moment(required=True)
    happened_at = fields.Moment(
        required=True, allow_none=True, metadata={"description": "By the device's clock."}
    )
    late = fields.Boolean(
        required=True,
        metadata={"description": "Told so late that it rings only the community's workers."},
    )
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)
    status = fields.Enum(AlarmStatus, required=True)
    step = fields.Integer(required=True, allow_none=True, metadata=_MINUTES)
    next_step_at = fields.Moment(required=True, allow_none=True)
    repeats = fields.Integer(
        required=True, metadata={"example": 0, "description": "How often it was raised again."}
    )
    answered_at = fields.Moment(
        required=True, allow_none=True, metadata={"description": "When it was first acknowledged."}
    )
    acknowledged_at = fields.Moment(required=True, allow_none=True)
    acknowledged_by = fields.UUID(required=True, allow_none=True)
    acknowledged_name = fields.String(required=True, allow_none=True, metadata=_WHO)
    closed_at = fields.Moment(required=True, allow_none=True)
    closed_name = fields.String(required=True, allow_none=True, metadata=_WHO)
    outcome = fields.Enum(AlarmOutcome, required=True, allow_none=True)
    recent_false_alarms = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"example": 0, "description": f"The elder's lately. {_NOT_YOURS}"},
    )


class AlarmEventSchema(Schema):
    """One thing that happened to an alarm; `name` is who did it, null for the elder, a device or the clock."""

    kind = fields.Enum(AlarmEventKind, required=True)
    at = fields.Moment(required=True)
    source = fields.Enum(AlarmSource, required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True, metadata=_WHO)
    note = fields.String(required=True, allow_none=True, metadata=_NOTE)


class AlarmRingSchema(Schema):
    """That somebody was rung."""

    account_id = fields.UUID(required=True)
    name = fields.String(required=True, metadata=_WHO)
    whom = fields.Enum(Whom, required=True)
    round = fields.Integer(
        required=True, metadata={"example": 0, "description": "Counts how often it began to ring anew."}
    )
    step = fields.Integer(required=True, metadata={"example": 2})
    rung_at = fields.Moment(required=True)


class AlarmContactSchema(Schema):
    """Whom to call: in an emergency, or when nobody opens."""

    name = fields.String(required=True, metadata={"example": "王晓岚"})
    relation = fields.String(required=True, allow_none=True, metadata={"example": "女儿"})
    phone = fields.String(required=True, metadata={"example": "13800010002"})


class CareAlarmCourseSchema(CareAlarmSchema):
    """An alarm with what was said and its whole course; empty for an operator without the elder's consent."""

    note = fields.String(required=True, allow_none=True, metadata=_NOTE)
    closing_note = fields.String(required=True, allow_none=True, metadata=_DONE)
    events = fields.List(fields.Nested(AlarmEventSchema), required=True)
    rings = fields.List(fields.Nested(AlarmRingSchema), required=True)
    contacts = fields.List(fields.Nested(AlarmContactSchema), required=True)


class CareAlarmFilterSchema(PageArgumentsSchema):
    """Which alarms; `from` and `to` are days on which they were raised."""

    elder_id = fields.UUID()
    status = fields.Enum(AlarmStatus)
    region_code = fields.String(validate=validate.Length(max=40), metadata=_PLACE)
    from_ = fields.Date(data_key="from", metadata={"example": "2026-03-01"})
    to = fields.Date(metadata={"example": "2026-03-31"})


class AlarmFiguresArgumentsSchema(Schema):
    """Of which place and which days; a year at most."""

    region_code = fields.String(required=True, validate=validate.Length(max=40), metadata=_PLACE)
    from_ = fields.Date(data_key="from", required=True, metadata={"example": "2026-03-01"})
    to = fields.Date(required=True, metadata={"example": "2026-03-31"})

    @validates_schema
    def check_span(self, wanted: dict[str, Any], **_: Any) -> None:
        days = (wanted["to"] - wanted["from_"]).days + 1
        if not 0 < days <= _LONGEST_SPAN_DAYS:
            raise ValidationError("须不早于 from，最长一年。|Not before from, and a year at most.", "to")


class CountedAlarmsSchema(Schema):
    """A part of the alarms in numbers."""

    key = fields.String(required=True, metadata={"example": "fall"})
    name_zh = fields.String(required=True, metadata={"example": "跌倒"})
    name_en = fields.String(required=True, metadata={"example": "a fall"})
    count = fields.Integer(required=True, allow_none=True, metadata={"example": 12, "description": _HIDDEN})
    false_alarms = fields.Integer(
        required=True, allow_none=True, metadata={"example": 5, "description": _HIDDEN}
    )
    median_minutes_to_answer = fields.Float(
        required=True,
        allow_none=True,
        metadata={"example": 1.5, "description": "null also where nobody has answered."},
    )


class AlarmFiguresSchema(Schema):
    """The alarms of a place in numbers; unless exact, small ones are hidden and others rounded down to fives."""

    region_code = fields.String(required=True, metadata=_PLACE)
    from_ = fields.Date(data_key="from", required=True)
    to = fields.Date(required=True)
    is_exact = fields.Boolean(required=True)
    total = fields.Nested(CountedAlarmsSchema, required=True)
    by_kind = fields.List(fields.Nested(CountedAlarmsSchema), required=True)
    by_outcome = fields.List(fields.Nested(CountedAlarmsSchema), required=True)
