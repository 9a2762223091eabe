"""The shapes of complaints in JSON."""

from typing import Any

from marshmallow import validate

from service.elderly_care.complaints.rules import (
    ComplaintCategory,
    ComplaintSource,
    ComplaintStatus,
    Outcome,
    StepKind,
    Urgency,
)
from service.kit import fields
from service.kit.acting import ActedBySchema
from service.kit.fields import PageArgumentsSchema, Schema

_COMPLAINT = {"example": "护理员迟到一小时，只待了二十分钟。"}
_REPLY = {"example": "已核实，当日堵车，已向老人道歉并补足时间。"}


def _text(longest: int, metadata: Any, **options: Any) -> fields.String:
    return fields.String(validate=validate.Length(min=1, max=longest), metadata=metadata, **options)


class NewCareComplaintSchema(Schema):
    """What was not right; without a visit or an operator it is about the only one that cares for the elder."""

    elder_id = fields.UUID(required=True)
    visit_id = fields.UUID()
    organisation_id = fields.UUID()
    category = fields.Enum(ComplaintCategory, required=True)
    text = _text(2000, _COMPLAINT, required=True)
    urgent = fields.Boolean(
        load_default=False, metadata={"description": "To be answered the same day; danger always is."}
    )
    confidential = fields.Boolean(
        load_default=False,
        metadata={"description": "The operator is not told who complained; it knows for which elder."},
    )
    source = fields.Enum(
        ComplaintSource, metadata={"description": "From a worker: by telephone (the default) or at the door."}
    )
    photos = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=9))


class CareComplaintReplySchema(Schema):
    """The operator's answer; the elder reads it."""

    text = _text(2000, _REPLY, required=True)


class CareComplaintEndSchema(Schema):
    """What was found; the note is for the elder and the workers, not for the operator."""

    outcome = fields.Enum(Outcome, required=True)
    note = _text(1000, {"example": "已电话回访，老人表示满意。"}, required=True)


class CareComplaintReopeningSchema(Schema):
    """Why it is not settled; the operator reads it and answers."""

    reason = _text(1000, {"example": "答复与事实不符。"}, required=True)


class CareComplaintWithdrawalSchema(Schema):
    """Why a complaint is taken back."""

    reason = _text(200, {"example": "已与护理员当面说清。"})


class CareComplaintStepSchema(Schema):
    """What was done about a complaint."""

    kind = fields.Enum(StepKind, required=True)
    outcome = fields.Enum(Outcome, required=True, allow_none=True)
    text = fields.String(required=True, allow_none=True, metadata=_REPLY)
    made_at = fields.Moment(required=True)
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)


class CareComplaintSchema(Schema):
    """A complaint; `text` and `steps` only where one is read, else null. `due_on` is the last day of the present step."""

    id = fields.UUID(required=True)
    elder_id = fields.UUID(required=True)
    elder_name = fields.String(required=True, allow_none=True, metadata={"example": "陈阿婆"})
    region_code = fields.String(required=True, metadata={"example": "330211001001"})
    organisation_id = fields.UUID(required=True)
    visit_id = fields.UUID(required=True, allow_none=True)
    category = fields.Enum(ComplaintCategory, required=True)
    urgency = fields.Enum(Urgency, required=True)
    source = fields.Enum(
        ComplaintSource,
        required=True,
        allow_none=True,
        metadata={"description": "Null to the operator of a confidential one."},
    )
    confidential = fields.Boolean(required=True)
    status = fields.Enum(ComplaintStatus, required=True)
    outcome = fields.Enum(Outcome, required=True, allow_none=True)
    made_at = fields.Moment(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    reopen_until = fields.Date(required=True, allow_none=True)
    photos = fields.List(fields.UUID(), required=True)
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)
    text = fields.String(required=True, allow_none=True, metadata=_COMPLAINT)
    steps = fields.List(fields.Nested(CareComplaintStepSchema), required=True, allow_none=True)


class CareComplaintFilterSchema(PageArgumentsSchema):
    """Which complaints."""

    elder_id = fields.UUID()
    organisation_id = fields.UUID()
    status = fields.Enum(ComplaintStatus)
    region_code = fields.String(validate=validate.Length(max=40), metadata={"example": "330211001001"})
    overdue = fields.Boolean(load_default=False)
