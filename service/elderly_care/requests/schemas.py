"""The shapes of requests in JSON."""

from typing import Any

from marshmallow import validate

from service.elderly_care.catalogue.rules import Payer
from service.elderly_care.requests.rules import KeyHolder, RequestSource, RequestStatus
from service.elderly_care.rules import EligibilityClass
from service.kit import fields
from service.kit.acting import ActedBySchema
from service.kit.fields import PageArgumentsSchema, Schema

_REASON = {"example": "不在服务区域内"}


def _text(longest: int, metadata: Any, **options: Any) -> fields.String:
    return fields.String(validate=validate.Length(min=1, max=longest), metadata=metadata, **options)


class PreferredTimeSchema(Schema):
    """When somebody would like to be visited, on a weekday (ISO, 1 is Monday)."""

    weekday = fields.Integer(required=True, validate=validate.Range(min=1, max=7), metadata={"example": 2})
    starts = fields.ClockTime(required=True, metadata={"example": "09:00"})
    ends = fields.ClockTime(required=True, metadata={"example": "11:00"})


class DoorContactSchema(Schema):
    """Whom to call when nobody opens."""

    name = _text(40, {"example": "王晓岚"}, required=True)
    relation = _text(20, {"example": "女儿"})
    phone = _text(30, {"example": "13800010002"}, required=True)


class NewCareRequestSchema(Schema):
    """What an elder needs; `organisation_id` only from its dispatcher, for a caller who pays for it."""

    elder_id = fields.UUID(required=True)
    needs = fields.List(
        fields.UUID(),
        required=True,
        validate=validate.Length(min=1, max=20),
        metadata={"description": "Services of the catalogue."},
    )
    payer = fields.Enum(Payer, load_default=Payer.SELF_PAY)
    once = fields.Boolean(load_default=False, metadata={"description": "One time only."})
    organisation_id = fields.UUID()
    wished_organisation_id = fields.UUID()
    preferred_times = fields.List(
        fields.Nested(PreferredTimeSchema), load_default=list, validate=validate.Length(max=14)
    )
    note = _text(1000, {"example": "洗澡需要人扶，最近摔过一次。"})
    wishes = _text(500, {"example": "希望是会说宁波话的女护理员。"})
    key_holder = fields.Enum(KeyHolder)
    pets = _text(100, {"example": "一只小狗，不咬人"})
    has_lift = fields.Boolean()
    floor = fields.Integer(validate=validate.Range(min=-3, max=120), metadata={"example": 5})
    contacts = fields.List(fields.Nested(DoorContactSchema), validate=validate.Length(max=5))


class CareRequestSchema(Schema):
    """A request; `details` only where one is read by who needs them, else null."""

    id = fields.UUID(required=True)
    elder_id = fields.UUID(required=True)
    elder_name = fields.String(required=True, allow_none=True, metadata={"example": "陈阿婆"})
    region_code = fields.String(required=True, metadata={"example": "330211001001"})
    source = fields.Enum(RequestSource, required=True)
    needs = fields.List(fields.UUID(), required=True)
    payer = fields.Enum(Payer, required=True)
    private = fields.Boolean(required=True)
    once = fields.Boolean(required=True)
    preferred_times = fields.List(fields.Dict(), required=True)
    wished_organisation_id = fields.UUID(required=True, allow_none=True)
    status = fields.Enum(RequestStatus, required=True)
    eligibility = fields.Enum(EligibilityClass, required=True)
    submitted_at = fields.Moment(required=True)
    due_on = fields.Date(
        required=True, allow_none=True, metadata={"description": "The last day of the present step."}
    )
    assess_by = fields.Date(required=True, allow_none=True)
    assessment_id = fields.UUID(required=True, allow_none=True)
    organisation_id = fields.UUID(required=True, allow_none=True)
    contract_id = fields.UUID(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True, metadata=_REASON)
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)
    details = fields.Dict(required=True, allow_none=True, metadata={"example": {"floor": 5}})


class CareRequestFilterSchema(PageArgumentsSchema):
    """Which requests."""

    elder_id = fields.UUID()
    status = fields.Enum(RequestStatus)
    region_code = fields.String(validate=validate.Length(max=40), metadata={"example": "330211001001"})
    overdue = fields.Boolean(load_default=False)


class RequestRejectionSchema(Schema):
    """Why a request is refused; the elder reads it."""

    reason = _text(200, _REASON, required=True)


class RequestWithdrawalSchema(Schema):
    """Why a request is taken back."""

    reason = _text(200, {"example": "已由子女照顾"})


class RequestAssignmentSchema(Schema):
    """Under which contract a request is served."""

    contract_id = fields.UUID(required=True)


class QueuePlaceSchema(Schema):
    """How many stand before a request: those of classes that come first, then who waits longer in the same class."""

    eligibility = fields.Enum(EligibilityClass, required=True)
    ahead = fields.Integer(required=True, metadata={"example": 3})
    ahead_of_class = fields.Integer(required=True, metadata={"example": 1})
    ahead_in_class = fields.Integer(required=True, metadata={"example": 2})
    waited_days = fields.Integer(required=True, metadata={"example": 5})


class ChoiceSchema(Schema):
    """An operator that could serve the elder."""

    contract_id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"example": "镇海区金桂养老服务有限公司"})
    serves_now = fields.Integer(required=True, metadata={"example": 41})
    is_wished = fields.Boolean(required=True)


class RequestOutlookSchema(Schema):
    """What comes of a request: its place in the queue while it waits, and who could serve."""

    place = fields.Nested(QueuePlaceSchema, required=True, allow_none=True)
    choices = fields.List(fields.Nested(ChoiceSchema), required=True)
