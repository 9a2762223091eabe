"""The shapes of marks and reports in JSON."""

from typing import Any

from marshmallow import ValidationError, validate, validates_schema

from service.elderly_care.doors.rules import CodeVerdict, CoordinateSystem, PlaceVerdict
from service.elderly_care.proofs.rules import POSSIBLE, Flag, MarkKind, Reason, Vital
from service.kit import fields
from service.kit.fields import Schema

_SYSTEM = {
    "description": "WGS-84 from the device, GCJ-02 from maps in China.",
    "example": CoordinateSystem.GCJ_02.value,
}
_NOTE = {"example": "老人精神好，晚饭吃了一碗粥。"}


def _possible(vital: Vital) -> validate.Range:
    low, high = POSSIBLE[vital]
    return validate.Range(min=low, max=high)


class VisitCheckInSchema(Schema):
    """That the caregiver came: when by the device, and where as far as it knows; a code at the door counts as much.

    Without a place or code it is recorded all the same, and flagged.
    """

    at = fields.Moment(required=True, metadata={"description": "The device's time."})
    latitude = fields.latitude(allow_none=True)
    longitude = fields.longitude(allow_none=True)
    accuracy_m = fields.Float(
        allow_none=True, validate=validate.Range(min=0, max=1_000_000), metadata={"example": 12.5}
    )
    coordinate_system = fields.Enum(CoordinateSystem, allow_none=True, metadata=_SYSTEM)
    code = fields.String(
        allow_none=True,
        validate=validate.Length(min=1, max=20),
        metadata={"description": "What the device or sheet at the door shows.", "example": "482913"},
    )
    reason_code = fields.Enum(
        Reason, allow_none=True, metadata={"description": "Why it is late or not at the door."}
    )

    @validates_schema
    def check_place(self, told: dict[str, Any], **_: Any) -> None:
        """A place is told whole, with how exact it is and in which system, or not at all."""
        names = ("latitude", "longitude", "accuracy_m", "coordinate_system")
        missing = [name for name in names if told.get(name) is None]
        if 0 < len(missing) < len(names):
            raise ValidationError({name: ["Missing data for required field."] for name in missing})


class TaskSchema(Schema):
    """One thing that was to be done, and whether it was."""

    code = fields.String(required=True, validate=validate.Length(min=1, max=60), metadata={"example": "助浴"})
    done = fields.Boolean(required=True)
    note = fields.String(validate=validate.Length(max=200), metadata={"example": "老人要求改天"})


class VitalsSchema(Schema):
    """What was measured: mmHg, mmHg, per minute, °C, mmol/L, %."""

    systolic = fields.Integer(validate=_possible(Vital.SYSTOLIC), metadata={"example": 138})
    diastolic = fields.Integer(validate=_possible(Vital.DIASTOLIC), metadata={"example": 82})
    pulse = fields.Integer(validate=_possible(Vital.PULSE), metadata={"example": 72})
    temperature = fields.Float(validate=_possible(Vital.TEMPERATURE), metadata={"example": 36.5})
    glucose = fields.Float(validate=_possible(Vital.GLUCOSE), metadata={"example": 6.1})
    spo2 = fields.Integer(validate=_possible(Vital.SPO2), metadata={"example": 97})

    @validates_schema
    def check_pressure(self, told: dict[str, Any], **_: Any) -> None:
        """The upper pressure is above the lower."""
        if "systolic" in told and "diastolic" in told and told["systolic"] <= told["diastolic"]:
            raise ValidationError({"diastolic": ["收缩压须高于舒张压。|Systolic is above diastolic."]})


class VisitCheckOutSchema(VisitCheckInSchema):
    """That the caregiver went, and what was done. Vitals are kept only if the elder agreed that health data are."""

    tasks = fields.List(fields.Nested(TaskSchema), load_default=list, validate=validate.Length(max=50))
    vitals = fields.Nested(VitalsSchema, allow_none=True)
    note = fields.String(allow_none=True, validate=validate.Length(max=1000), metadata=_NOTE)
    photos = fields.List(
        fields.UUID(), load_default=list, validate=validate.Length(max=12), metadata={"example": []}
    )


class MarkByHandSchema(Schema):
    """A mark that a device could not make, recorded by the operator; it proves nothing by itself."""

    caregiver_id = fields.UUID(required=True)
    kind = fields.Enum(MarkKind, required=True)
    at = fields.Moment(required=True)
    reason_code = fields.Enum(Reason, required=True)


class VisitMarkSchema(Schema):
    """A mark as it is on record: the verdicts on place and code, and what is remarkable; never the place itself."""

    id = fields.UUID(required=True)
    visit_id = fields.UUID(required=True)
    caregiver_id = fields.UUID(required=True)
    kind = fields.Enum(MarkKind, required=True)
    at = fields.Moment(required=True, metadata={"description": "The device's time."})
    received_at = fields.Moment(required=True, metadata={"description": "The server's time."})
    place = fields.Enum(PlaceVerdict, required=True)
    coordinate_system = fields.Enum(CoordinateSystem, required=True, allow_none=True)
    accuracy_m = fields.Float(required=True, allow_none=True, metadata={"example": 12.5})
    distance_m = fields.Integer(required=True, allow_none=True, metadata={"example": 18})
    code = fields.Enum(CodeVerdict, required=True, allow_none=True)
    flags = fields.List(fields.Enum(Flag), required=True)
    reason_code = fields.Enum(Reason, required=True, allow_none=True)
    vitals_refused = fields.Boolean(
        required=True,
        metadata={"description": "Vitals were told and not kept: the elder has not agreed to it."},
    )
