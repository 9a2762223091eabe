"""The shapes of entitlements in JSON."""

from typing import Any

from marshmallow import validate

from service.elderly_care.entitlements.rules import (
    HOURS_OF_A_MONTH,
    EntitlementStatus,
    EntitlementStepKind,
    FindingKind,
    FindingSource,
    Missing,
    ObjectionOutcome,
    ObjectionWay,
    Opinion,
    StopReason,
)
from service.elderly_care.rules import EligibilityClass
from service.elderly_care.subsidies.rules import CODE_PATTERN
from service.kit import fields
from service.kit.acting import ActedBySchema
from service.kit.fields import PageArgumentsSchema, Schema

_CODE = {"example": "consumption_2026_home"}
_NOTE = {"example": "低保证已在社区复印。"}
_FACTS = {"example": "上门核实：独居，评估为中度失能，低保在保。"}
_REASONS = {"example": "符合方案规定的等级和对象类别。"}
_OBJECTION = {"example": "其子女在外地有两套房产。"}
_ANSWER = {"example": "经核实，房产不影响本方案资格。"}
_HOURS = {"example": 45, "description": "Hours a month; exactly one of hours and fen."}
_FEN = {"example": 60000, "description": "Fen a month, no more than the scheme's cap."}
_FIRST, _LAST = {"example": "2026-04-01"}, {"example": "2026-12-31"}
_REGION = {"example": "330211001001"}
_NAME = {"example": "养老服务消费补贴（居家社区）"}


def _text(longest: int, metadata: Any, **options: Any) -> fields.String:
    return fields.String(validate=validate.Length(min=1, max=longest), metadata=metadata, **options)


class NewCareEntitlementSchema(Schema):
    """An application for a scheme."""

    elder_id = fields.UUID(required=True)
    scheme_code = fields.String(required=True, validate=validate.Regexp(CODE_PATTERN), metadata=_CODE)
    note = _text(1000, _NOTE)


class CareEntitlementCheckSchema(Schema):
    """What the street found, whether the conditions are met, and why; the elder reads it."""

    facts = _text(2000, _FACTS, required=True)
    opinion = fields.Enum(Opinion, required=True)
    reasons = _text(1000, _REASONS, required=True)


class CareEntitlementPublicationSchema(Schema):
    """From when it is publicised; today, unless said otherwise."""

    starts_on = fields.Date(metadata={"example": "2026-03-03"})


class CareEntitlementGrantSchema(Schema):
    """Hours or fen a month, from a day until a last one; granted once, then only stopped."""

    monthly_hours = fields.Integer(validate=validate.Range(min=1, max=HOURS_OF_A_MONTH), metadata=_HOURS)
    monthly_fen = fields.Integer(validate=validate.Range(min=1, max=100_000_00), metadata=_FEN)
    starts_on = fields.Date(required=True, metadata=_FIRST)
    ends_on = fields.Date(required=True, metadata=_LAST)
    note = _text(1000, _REASONS)


class CareEntitlementRefusalSchema(Schema):
    """Why it is refused; the elder reads it."""

    reason = _text(1000, {"example": "家庭收入超过方案规定。"}, required=True)


class CareEntitlementStopSchema(Schema):
    """From which day nothing is paid, and why; a past day lets what was claimed since be recovered."""

    on = fields.Date(required=True, metadata={"example": "2026-05-01"})
    reason = fields.Enum(StopReason, required=True)
    note = _text(1000, {"example": "本人书面放弃。"})


class CareEntitlementWithdrawalSchema(Schema):
    """Why an application is taken back."""

    reason = _text(200, {"example": "暂不需要。"})


class NewCareObjectionSchema(Schema):
    """Who objects to what is publicised, and why."""

    way = fields.Enum(ObjectionWay, required=True)
    objector = _text(100, {"example": "陈先生，13800000009"}, required=True)
    text = _text(2000, _OBJECTION, required=True)


class CareObjectionEndSchema(Schema):
    """What came of an objection."""

    outcome = fields.Enum(ObjectionOutcome, required=True)
    answer = _text(1000, _ANSWER, required=True)


class CareEntitlementStepSchema(Schema):
    """What was done about an application or a grant."""

    kind = fields.Enum(EntitlementStepKind, required=True)
    facts = fields.String(required=True, allow_none=True, metadata=_FACTS)
    text = fields.String(required=True, allow_none=True, metadata=_REASONS)
    made_at = fields.Moment(required=True)
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)


class CareEntitlementFindingSchema(Schema):
    """What speaks against granted days: `ends_on` null is until further notice, a withdrawn one no longer holds."""

    kind = fields.Enum(FindingKind, required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True, allow_none=True)
    source = fields.Enum(FindingSource, required=True)
    seen_at = fields.Moment(required=True)
    withdrawn_at = fields.Moment(required=True, allow_none=True)


class CareObjectionSchema(Schema):
    """An objection; `objector`, `text` and `answer` are null once they were forgotten."""

    id = fields.UUID(required=True)
    way = fields.Enum(ObjectionWay, required=True)
    objector = fields.String(required=True, allow_none=True, metadata={"example": "陈先生"})
    text = fields.String(required=True, allow_none=True, metadata=_OBJECTION)
    made_at = fields.Moment(required=True)
    outcome = fields.Enum(ObjectionOutcome, required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True, metadata=_ANSWER)
    settled_at = fields.Moment(required=True, allow_none=True)


class CareEntitlementSchema(Schema):
    """An entitlement; `note`, `steps`, `findings` and `objections` only where one is read, the last only to staff."""

    id = fields.UUID(required=True)
    elder_id = fields.UUID(required=True)
    elder_name = fields.String(required=True, allow_none=True, metadata={"example": "陈阿婆"})
    region_code = fields.String(required=True, metadata=_REGION)
    scheme_id = fields.UUID(required=True)
    scheme_code = fields.String(required=True, metadata=_CODE)
    scheme_name = fields.String(required=True, metadata=_NAME)
    status = fields.Enum(EntitlementStatus, required=True)
    eligibility = fields.Enum(EligibilityClass, required=True)
    level = fields.Integer(required=True, allow_none=True, metadata={"example": 2})
    assessment_id = fields.UUID(required=True, allow_none=True)
    missing = fields.List(
        fields.Enum(Missing), required=True, metadata={"description": "What nobody can decide without."}
    )
    applied_at = fields.Moment(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    opinion = fields.Enum(Opinion, required=True, allow_none=True)
    published_from = fields.Date(required=True, allow_none=True)
    published_until = fields.Date(required=True, allow_none=True)
    decided_at = fields.Moment(required=True, allow_none=True)
    monthly_hours = fields.Integer(required=True, allow_none=True, metadata=_HOURS)
    monthly_fen = fields.Integer(required=True, allow_none=True, metadata=_FEN)
    starts_on = fields.Date(required=True, allow_none=True, metadata=_FIRST)
    ends_on = fields.Date(required=True, allow_none=True, metadata=_LAST)
    stopped_from = fields.Date(
        required=True, allow_none=True, metadata={"description": "The first day on which nothing is paid."}
    )
    stop_reason = fields.Enum(StopReason, required=True, allow_none=True)
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True, metadata=_NOTE)
    steps = fields.List(fields.Nested(CareEntitlementStepSchema), required=True, allow_none=True)
    findings = fields.List(fields.Nested(CareEntitlementFindingSchema), required=True, allow_none=True)
    objections = fields.List(fields.Nested(CareObjectionSchema), required=True, allow_none=True)


class CareEntitlementFilterSchema(PageArgumentsSchema):
    """Which entitlements."""

    elder_id = fields.UUID()
    scheme_code = fields.String(validate=validate.Length(max=60), metadata=_CODE)
    status = fields.Enum(EntitlementStatus)
    region_code = fields.String(validate=validate.Length(max=40), metadata=_REGION)
    overdue = fields.Boolean(load_default=False)


class CarePublicationSchema(Schema):
    """What anybody may read: the name is `***` where its first character would point at few people."""

    name = fields.String(required=True, metadata={"example": "陈**"})
    community = fields.String(required=True, metadata={"example": "胜利路社区"})
    scheme_name = fields.String(required=True, metadata=_NAME)
    published_from = fields.Date(required=True)
    published_until = fields.Date(required=True)


class CarePublicationFilterSchema(PageArgumentsSchema):
    """Of which place."""

    region_code = fields.String(validate=validate.Length(max=40), metadata=_REGION)
