"""The shapes in which plans are told."""

from service.elderly_care.catalogue.rules import Payer
from service.elderly_care.plans.rules import AgreementWay, OnHolidays, PauseReason, PlanStatus, VersionStatus
from service.elderly_care.plans.schemas.shared import CLOSES, HASH, OPENS, PRICE, RULE, day
from service.kit import fields
from service.kit.acting import ActedBySchema
from service.kit.fields import Schema


class QuotedLineSchema(Schema):
    """How often a service falls into a month, and what that costs."""

    item_id = fields.UUID(required=True)
    service_id = fields.UUID(required=True)
    times = fields.Integer(required=True, metadata={"example": 8})
    gross_fen = fields.Integer(required=True, metadata={"example": 64000})


class QuotedMonthSchema(Schema):
    """What a month costs, and who pays which part."""

    month = fields.String(required=True, metadata={"example": "2026-04"})
    lines = fields.List(fields.Nested(QuotedLineSchema), required=True)
    gross_fen = fields.Integer(required=True, metadata={"example": 64000})
    subsidy_fen = fields.Integer(required=True, metadata={"example": 32000})
    insurance_fen = fields.Integer(required=True, metadata={"example": 0})
    self_pay_fen = fields.Integer(required=True, metadata={"example": 32000})


class PlanQuoteSchema(Schema):
    """What the month in which the plan begins costs, and a whole one; the scheme is an estimate, it grants nothing."""

    scheme_code = fields.String(required=True, allow_none=True, metadata={"example": "consumption_2026_home"})
    scheme_name = fields.String(required=True, allow_none=True, metadata={"example": "养老服务消费补贴"})
    first_month = fields.Nested(QuotedMonthSchema, required=True)
    whole_month = fields.Nested(QuotedMonthSchema, required=True)


class BothLanguagesSchema(Schema):
    """The same in both languages."""

    zh = fields.String(required=True, metadata={"example": "每周，周二、周五"})
    en = fields.String(required=True, metadata={"example": "every week, on Tue, Fri"})


class PlanItemSchema(Schema):
    """One service of a plan; its days count from `starts_on`."""

    id = fields.UUID(required=True)
    service_id = fields.UUID(required=True)
    service_name = fields.String(required=True, metadata={"example": "助浴"})
    starts_on = day("2026-03-05", required=True)
    ends_on = day("2026-12-31", required=True, allow_none=True)
    rrule = fields.String(required=True, metadata=RULE)
    words = fields.Nested(BothLanguagesSchema, required=True)
    minutes = fields.Integer(required=True, metadata={"example": 60})
    window_start = fields.String(required=True, metadata=OPENS)
    window_end = fields.String(required=True, metadata=CLOSES)
    skills = fields.List(fields.String(), required=True, metadata={"example": ["bathing"]})
    caregivers_needed = fields.Integer(required=True, metadata={"example": 1})
    on_holidays = fields.Enum(OnHolidays, required=True, metadata={"example": "serve"})
    price_fen = fields.Integer(required=True, allow_none=True, metadata=PRICE)


class PlanVersionSchema(Schema):
    """A text that was offered: what it says is never changed. `content.text` is what people read."""

    number = fields.Integer(required=True, metadata={"example": 1})
    status = fields.Enum(VersionStatus, required=True, metadata={"example": "agreed"})
    takes_effect_on = day("2026-03-05", required=True)
    content = fields.Dict(required=True)
    text_hash = fields.String(
        required=True,
        metadata=HASH | {"description": "SHA-256 of `content`, its keys in order, without blanks."},
    )
    offered_at = fields.Moment(required=True)
    agreed_at = fields.Moment(required=True, allow_none=True)
    agreed_way = fields.Enum(AgreementWay, required=True, allow_none=True, metadata={"example": "app"})
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)
    witness = fields.String(required=True, allow_none=True, metadata={"example": None})
    attachment_id = fields.UUID(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True, metadata={"example": None})


class PlanPauseSchema(Schema):
    """Days on which nobody is visited."""

    id = fields.UUID(required=True)
    starts_on = day("2026-03-10", required=True)
    ends_on = day("2026-03-20", required=True, allow_none=True)
    reason = fields.Enum(PauseReason, required=True, metadata={"example": "hospital"})
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)
    paused_at = fields.Moment(required=True)


class NextDaySchema(Schema):
    """A day on which a service falls."""

    on = day("2026-03-06", required=True)
    item_id = fields.UUID(required=True)
    service_id = fields.UUID(required=True)


class ListedCarePlanSchema(Schema):
    """A plan in a list."""

    id = fields.UUID(required=True)
    request_id = fields.UUID(required=True)
    elder_id = fields.UUID(required=True)
    elder_name = fields.String(required=True, allow_none=True, metadata={"example": "陈阿婆"})
    region_code = fields.String(required=True, metadata={"example": "330211001001"})
    organisation_id = fields.UUID(required=True)
    contract_id = fields.UUID(required=True, allow_none=True)
    payer = fields.Enum(Payer, required=True, metadata={"example": "subsidy"})
    private = fields.Boolean(required=True)
    status = fields.Enum(PlanStatus, required=True, metadata={"example": "active"})
    starts_on = day("2026-03-05", required=True)
    ends_on = day("2026-12-31", required=True, allow_none=True)
    present_version = fields.Integer(
        required=True, metadata={"example": 1, "description": "The newest that was agreed to; 0 before."}
    )
    follows_id = fields.UUID(required=True, allow_none=True)
    ended_on = day("2026-12-31", required=True, allow_none=True)
    ended_because = fields.String(required=True, allow_none=True, metadata={"example": None})
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)
    made_at = fields.Moment(required=True)


class CarePlanSchema(ListedCarePlanSchema):
    """A plan with what it says now, what is on offer, what was agreed, its pauses, and the days to come."""

    preferred_caregivers = fields.List(fields.UUID(), required=True)
    refused_caregivers = fields.List(fields.UUID(), required=True)
    items = fields.List(fields.Nested(PlanItemSchema), required=True)
    quote = fields.Nested(PlanQuoteSchema, required=True, allow_none=True)
    offered = fields.Nested(PlanVersionSchema, required=True, allow_none=True)
    versions = fields.List(fields.Nested(PlanVersionSchema), required=True)
    pauses = fields.List(fields.Nested(PlanPauseSchema), required=True)
    next_days = fields.List(fields.Nested(NextDaySchema), required=True)
