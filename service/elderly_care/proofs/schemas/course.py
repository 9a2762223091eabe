"""The shapes of what became of a visit, and of what is said of it, in JSON."""

from typing import Any

from marshmallow import ValidationError, post_load, validate

from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.proofs.rules import (
    AmendedField,
    AmendmentStatus,
    ConfirmationWay,
    Flag,
    IncidentKind,
    NotServedReason,
    Reason,
)
from service.elderly_care.proofs.schemas.marks import TaskSchema, VisitMarkSchema, VitalsSchema
from service.elderly_care.proofs.schemas.policies import NotServedPolicySchema
from service.elderly_care.visits.rules import VisitStatus
from service.kit import fields
from service.kit.acting import ActedBySchema
from service.kit.fields import PageArgumentsSchema, Schema

_NOTE = {"example": "敲门和电话均无人应答。"}


def _note(**options: Any) -> fields.String:
    return fields.String(validate=validate.Length(min=1, max=1000), metadata=_NOTE, **options)


class NotServedReportSchema(Schema):
    """Why a visit that was due was not served; without `at` it is so now."""

    reason_code = fields.Enum(NotServedReason, required=True)
    at = fields.Moment()
    note = _note()


class NotServedSchema(Schema):
    """That a visit was not served, and what that is worth by the policy that held."""

    id = fields.UUID(required=True)
    visit_id = fields.UUID(required=True)
    reason_code = fields.Enum(NotServedReason, required=True)
    at = fields.Moment(required=True)
    recorded_at = fields.Moment(required=True)
    note = fields.String(required=True, allow_none=True, metadata=_NOTE)
    policy = fields.Nested(NotServedPolicySchema, required=True)


class NewIncidentSchema(Schema):
    """What happened at a visit."""

    kind = fields.Enum(IncidentKind, required=True)
    at = fields.Moment(required=True)
    note = _note()


class IncidentSchema(Schema):
    """What happened at a visit; where help was called, the alarm that rings."""

    id = fields.UUID(required=True)
    visit_id = fields.UUID(required=True)
    kind = fields.Enum(IncidentKind, required=True)
    at = fields.Moment(required=True)
    recorded_at = fields.Moment(required=True)
    alarm_id = fields.UUID(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True, metadata=_NOTE)


class NewExplanationSchema(Schema):
    """Why a visit was missed or is in doubt."""

    reason_code = fields.Enum(Reason, required=True)
    note = _note()


class VisitExplanationSchema(Schema):
    """What the operator said of a visit."""

    id = fields.UUID(required=True)
    visit_id = fields.UUID(required=True)
    reason_code = fields.Enum(Reason, required=True)
    note = fields.String(required=True, allow_none=True, metadata=_NOTE)
    explained_at = fields.Moment(required=True)


class ConfirmationRequestSchema(Schema):
    """That a visit was made, and how it was."""

    rating = fields.Integer(validate=validate.Range(min=1, max=5), metadata={"example": 5})
    comment = fields.String(validate=validate.Length(min=1, max=500), metadata={"example": "很细心"})


class ConfirmationSchema(Schema):
    """By whose word, or silence, a visit counts as made; silence has no rating."""

    way = fields.Enum(ConfirmationWay, required=True)
    at = fields.Moment(required=True)
    rating = fields.Integer(required=True, allow_none=True, metadata={"example": 5})
    comment = fields.String(required=True, allow_none=True, metadata={"example": "很细心"})
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)


class AmendedValueField(fields.String):
    """A moment for a time; for `tasks` the whole list anew."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, list):
            return value
        return super()._deserialize(value, attr, data, **kwargs)


class NewAmendmentSchema(Schema):
    """What is put right, and why; `caregiver_id` where two came. `value` is a moment, or for `tasks` the whole list."""

    field = fields.Enum(AmendedField, required=True)
    value = AmendedValueField(
        required=True,
        metadata={
            "type": ["string", "array"],
            "items": {"type": "object"},
            "example": "2026-03-02T10:05:00+08:00",
        },
    )
    reason_code = fields.Enum(Reason, required=True)
    caregiver_id = fields.UUID()

    @post_load
    def read_value(self, told: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The value in the shape that its field asks for."""
        value = told["value"]
        shape: Any = fields.Moment()
        if told["field"] is AmendedField.TASKS:
            shape = fields.List(fields.Nested(TaskSchema), validate=validate.Length(max=50))
        try:
            return {**told, "value": shape.deserialize(value)}
        except ValidationError as error:
            raise ValidationError({"value": error.messages}) from error


class AmendedValueSchema(Schema):
    """A time, or what was done."""

    at = fields.Moment(required=True, allow_none=True)
    tasks = fields.List(fields.Nested(TaskSchema), required=True, allow_none=True)


class AmendmentSchema(Schema):
    """What was put right: what it was, what it is to be; `pending` until a worker approves it."""

    id = fields.UUID(required=True)
    visit_id = fields.UUID(required=True)
    caregiver_id = fields.UUID(required=True)
    field = fields.Enum(AmendedField, required=True)
    original = fields.Nested(AmendedValueSchema, required=True)
    value = fields.Nested(AmendedValueSchema, required=True)
    reason_code = fields.Enum(Reason, required=True)
    status = fields.Enum(AmendmentStatus, required=True)
    amended_at = fields.Moment(required=True)
    decided_at = fields.Moment(required=True, allow_none=True)


class ServedTimeSchema(Schema):
    """From when until when a caregiver was there."""

    caregiver_id = fields.UUID(required=True)
    caregiver_name = fields.String(required=True, metadata={"example": "王芳"})
    starts_at = fields.Moment(required=True)
    ends_at = fields.Moment(required=True, allow_none=True)


class VisitReportSchema(Schema):
    """What a caregiver reported as they went."""

    caregiver_id = fields.UUID(required=True)
    reported_at = fields.Moment(required=True)
    tasks = fields.List(fields.Nested(TaskSchema), required=True)
    vitals = fields.Nested(VitalsSchema, required=True, allow_none=True)
    vitals_refused = fields.Boolean(required=True)
    note = fields.String(required=True, allow_none=True, metadata=_NOTE)
    photos = fields.List(fields.UUID(), required=True)


class VisitProofSchema(Schema):
    """What became of a visit, derived by `rule_version` from all that is listed; what was said only to who needs it."""

    visit_id = fields.UUID(required=True)
    elder_id = fields.UUID(required=True)
    status = fields.Enum(VisitStatus, required=True)
    mode = fields.Enum(Mode, required=True)
    window_starts_at = fields.Moment(required=True)
    window_ends_at = fields.Moment(required=True)
    started_at = fields.Moment(required=True, allow_none=True)
    ended_at = fields.Moment(required=True, allow_none=True)
    minutes_served = fields.Integer(required=True, allow_none=True, metadata={"example": 58})
    minutes_agreed = fields.Integer(required=True, metadata={"example": 60})
    proved = fields.Boolean(required=True)
    flags = fields.List(fields.Enum(Flag), required=True)
    rule_version = fields.Integer(required=True, allow_none=True, metadata={"example": 1})
    missed_at = fields.Moment(required=True, allow_none=True)
    served = fields.List(fields.Nested(ServedTimeSchema), required=True)
    marks = fields.List(fields.Nested(VisitMarkSchema), required=True)
    reports = fields.List(fields.Nested(VisitReportSchema), required=True)
    not_served = fields.List(fields.Nested(NotServedSchema), required=True)
    incidents = fields.List(fields.Nested(IncidentSchema), required=True)
    explanations = fields.List(fields.Nested(VisitExplanationSchema), required=True)
    amendments = fields.List(fields.Nested(AmendmentSchema), required=True)
    confirmation = fields.Nested(ConfirmationSchema, required=True, allow_none=True)
    sample_first = fields.Boolean(
        required=True, metadata={"description": "Confirmed by silence: first in line for a sample check."}
    )
    waits_since = fields.Moment(required=True, allow_none=True)


class WaitingVisitSchema(Schema):
    """A visit that is done, not proved, and waits for the elder's word or a worker's call."""

    visit_id = fields.UUID(required=True)
    elder_id = fields.UUID(required=True)
    elder_name = fields.String(required=True, allow_none=True, metadata={"example": "陈**"})
    organisation_id = fields.UUID(required=True)
    region_code = fields.String(required=True, metadata={"example": "330211001001"})
    started_at = fields.Moment(required=True, allow_none=True)
    ended_at = fields.Moment(required=True, allow_none=True)
    flags = fields.List(fields.Enum(Flag), required=True)
    waits_since = fields.Moment(required=True)


class WaitingVisitFilterSchema(PageArgumentsSchema):
    """Which of the visits that wait."""

    organisation_id = fields.UUID()
    region_code = fields.String(validate=validate.Length(max=40), metadata={"example": "330211001001"})
