"""The shapes of visiting care in JSON."""

from typing import Any

from marshmallow import ValidationError, validate, validates_schema

from service.elderly_care.welfare_visits.rules import (
    SETTLING,
    ChangeKind,
    CheckArea,
    Concern,
    ContactOutcome,
    ContactWay,
    RiskGrade,
    Span,
    WelfareStatus,
    Wish,
)
from service.kit import fields
from service.kit.acting import ActedBySchema
from service.kit.fields import PageArgumentsSchema, Schema

_PLACE = {"example": "330211001001-001"}
_HIDDEN = "null: fewer than 5, and not for you to see."
_NOTE = {"example": "精神不错，说女儿周末来过。"}
_TAGS = {"example": ["aged_60", "lives_alone"], "description": "All of them, of the list of tags."}


def _text(longest: int, metadata: Any, **options: Any) -> fields.String:
    return fields.String(validate=validate.Length(min=1, max=longest), metadata=metadata, **options)


def _within(low: int, high: int, **options: Any) -> fields.Integer:
    return fields.Integer(validate=validate.Range(min=low, max=high), **options)


class WelfareFindingSchema(Schema):
    """How one area was found; words where it needs attention or can not wait."""

    area = fields.Enum(CheckArea, required=True)
    concern = fields.Enum(Concern, required=True)
    words = _text(500, {"example": "膝盖疼，下楼要人扶。"}, load_default=None, allow_none=True)


class WelfareReferralSchema(Schema):
    """What the elder needs: services of the catalogue, which are asked for at once, or words for the community."""

    needs = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=20))
    note = _text(500, {"example": "想申请助浴，问有没有补贴。"}, load_default=None, allow_none=True)

    @validates_schema
    def check_any(self, told: dict[str, Any], **_: Any) -> None:
        if not told["needs"] and not told["note"]:
            raise ValidationError("填写服务或说明。|Name a service or say what is needed.", "needs")


class WelfareVisitDoneSchema(Schema):
    """One try at calling on somebody; of who was met each of the five areas once.

    `at` is when it was by the device's clock; without it, now. `next_by` is a day promised for the next visit.
    """

    way = fields.Enum(ContactWay, required=True)
    outcome = fields.Enum(ContactOutcome, required=True)
    at = fields.Moment()
    findings = fields.List(
        fields.Nested(WelfareFindingSchema), load_default=list, validate=validate.Length(max=len(CheckArea))
    )
    note = _text(1000, _NOTE)
    referral = fields.Nested(WelfareReferralSchema)
    next_by = fields.Date(metadata={"example": "2026-03-06"})

    @validates_schema
    def check_next(self, told: dict[str, Any], **_: Any) -> None:
        if "next_by" in told and told["outcome"] not in SETTLING:
            raise ValidationError("见到老人后才约定下次。|Arranged with an elder who was met.", "next_by")


class ShownFindingSchema(Schema):
    """How one area was found."""

    area = fields.Enum(CheckArea, required=True)
    concern = fields.Enum(Concern, required=True)
    words = fields.String(required=True, allow_none=True)


class WelfareContactSchema(Schema):
    """One try; `findings`, `note` and `referral` only to who calls there and to the elder, else null."""

    id = fields.UUID(required=True)
    visit_id = fields.UUID(required=True)
    way = fields.Enum(ContactWay, required=True)
    outcome = fields.Enum(ContactOutcome, required=True)
    at = fields.Moment(required=True)
    received_at = fields.Moment(required=True)
    findings = fields.List(fields.Nested(ShownFindingSchema), required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True, metadata=_NOTE)
    referral = fields.String(required=True, allow_none=True)
    alarm_id = fields.UUID(required=True, allow_none=True)
    request_id = fields.UUID(required=True, allow_none=True)
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)


class GradeReasonSchema(Schema):
    """Something that a grade stands on; a tag only to who may see it."""

    code = fields.String(required=True, metadata={"example": "lives_alone"})
    zh = fields.String(required=True, metadata={"example": "独居"})
    en = fields.String(required=True, metadata={"example": "lives alone"})


class WelfareVisitSchema(Schema):
    """A visit. Name, door and telephone in full to who calls there; to the street and the district a masked name.

    `last` is the latest try at calling on the elder at all, `contacts` those of this visit, where one is read.
    """

    id = fields.UUID(required=True)
    elder_id = fields.UUID(required=True)
    elder_name = fields.String(required=True, allow_none=True, metadata={"example": "陈阿婆"})
    region_code = fields.String(required=True, metadata=_PLACE)
    way = fields.List(fields.String(), required=True, metadata={"example": ["第一网格", "桂花苑3幢"]})
    unit = fields.String(required=True, allow_none=True, metadata={"example": "2"})
    room = fields.String(required=True, allow_none=True, metadata={"example": "301"})
    address = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True, metadata={"example": "+8613812345678"})
    grade = fields.Enum(RiskGrade, required=True)
    reasons = fields.List(fields.Nested(GradeReasonSchema), required=True)
    wish = fields.Enum(Wish, required=True)
    begins_at = fields.Moment(required=True)
    due_at = fields.Moment(required=True)
    due_on = fields.Date(required=True, metadata={"description": "The last day on which it is in time."})
    is_overdue = fields.Boolean(required=True)
    change = fields.Enum(ChangeKind, required=True, allow_none=True)
    status = fields.Enum(WelfareStatus, required=True)
    outcome = fields.Enum(ContactOutcome, required=True, allow_none=True)
    tries = fields.Integer(required=True, metadata={"example": 0, "description": "How often nobody was met."})
    settled_at = fields.Moment(required=True, allow_none=True)
    last = fields.Nested(WelfareContactSchema, required=True, allow_none=True)
    contacts = fields.List(fields.Nested(WelfareContactSchema), required=True, allow_none=True)


class WelfareVisitFilterSchema(PageArgumentsSchema):
    """Where, and until which day due; `grid` is any place of one's own, down to a building."""

    grid = fields.String(validate=validate.Length(max=40), metadata=_PLACE)
    due = fields.Date(metadata={"example": "2026-03-06"})
    overdue = fields.Boolean(load_default=False)


class WelfareGradeSchema(Schema):
    """A grade to hold until a last day, and why."""

    grade = fields.Enum(RiskGrade, required=True)
    reason = _text(500, {"example": "老伴住院，暂时一人在家。"}, required=True)
    until = fields.Date(required=True, metadata={"example": "2026-04-30"})


class WelfareWishSchema(Schema):
    """How the elder wishes to be called on."""

    wish = fields.Enum(Wish, required=True)


class WelfareChangeSchema(Schema):
    """What has happened."""

    kind = fields.Enum(ChangeKind, required=True)


class SetWelfareGradeSchema(Schema):
    """A grade that was set by hand, and whether it is the one that holds."""

    grade = fields.Enum(RiskGrade, required=True)
    reason = fields.String(required=True, allow_none=True)
    until = fields.Date(required=True)
    holds = fields.Boolean(required=True)
    set_at = fields.Moment(required=True, allow_none=True)
    set_by_name = fields.String(required=True, allow_none=True, metadata={"example": "王芳"})


class WelfareElderSchema(Schema):
    """How an elder is called on: what the policy asks, what holds, the wish and who told it, and the latest tries."""

    elder_id = fields.UUID(required=True)
    asked = fields.Enum(RiskGrade, required=True, allow_none=True)
    grade = fields.Enum(RiskGrade, required=True, allow_none=True)
    by_hand = fields.Nested(SetWelfareGradeSchema, required=True, allow_none=True)
    wish = fields.Enum(Wish, required=True)
    wish_told_at = fields.Moment(required=True, allow_none=True)
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)
    due_at = fields.Moment(required=True, allow_none=True)
    contacts = fields.List(fields.Nested(WelfareContactSchema), required=True)


class WelfareRhythmSchema(Schema):
    """How often a grade is called on: after so many days at the latest, and in each week, month or quarter.

    After a major change within `change_hours`; null: as before.
    """

    grade = fields.Enum(RiskGrade, required=True)
    every_days = _within(1, 366, required=True, metadata={"example": 7})
    each = fields.Enum(Span, required=True)
    change_hours = _within(1, 720, required=True, allow_none=True, metadata={"example": 24})


class WelfareRuleSchema(Schema):
    """That who has these tags, and a level from this one on, is of a grade; the highest that fits holds."""

    grade = fields.Enum(RiskGrade, required=True)
    tags = fields.List(
        fields.String(validate=validate.Length(max=40)),
        load_default=list,
        validate=validate.Length(max=10),
        metadata=_TAGS,
    )
    level_from = _within(0, 4, load_default=None, allow_none=True, metadata={"example": 2})


class NewWelfarePolicySchema(Schema):
    """Who is called on how often from now on."""

    rhythms = fields.List(fields.Nested(WelfareRhythmSchema), required=True, validate=validate.Length(max=3))
    rules = fields.List(
        fields.Nested(WelfareRuleSchema), required=True, validate=validate.Length(min=1, max=100)
    )


class WelfarePolicySchema(Schema):
    """A version of the policy; the one with the highest number holds."""

    number = fields.Integer(required=True, metadata={"example": 1})
    rhythms = fields.List(fields.Nested(WelfareRhythmSchema), required=True)
    rules = fields.List(fields.Nested(WelfareRuleSchema), required=True)
    set_at = fields.Moment(required=True)


class WelfareFiguresArgumentsSchema(Schema):
    """Of which place and month."""

    region_code = fields.String(required=True, validate=validate.Length(max=40), metadata=_PLACE)
    month = fields.Month(required=True)


def _figure(example: int) -> fields.Integer:
    return fields.Integer(
        required=True, allow_none=True, metadata={"example": example, "description": _HIDDEN}
    )


class WelfareCoverageSchema(Schema):
    """The visits whose last day lies in the month: how many were due, met, late, declined, and are overdue still.

    `elders` are the people to be called on, `elders_met` those of them who were met.
    """

    key = fields.String(required=True, metadata=_PLACE)
    name_zh = fields.String(required=True, metadata={"example": "第一网格"})
    name_en = fields.String(required=True, metadata={"example": "第一网格"})
    due = _figure(120)
    done = _figure(110)
    late = _figure(5)
    refused = _figure(5)
    overdue = _figure(5)
    elders = _figure(60)
    elders_met = _figure(55)


class WelfareFiguresSchema(Schema):
    """How well a place's elders are called on; unless exact, small figures are hidden and others rounded down to fives."""

    region_code = fields.String(required=True, metadata=_PLACE)
    month = fields.Month(required=True)
    is_exact = fields.Boolean(required=True)
    total = fields.Nested(WelfareCoverageSchema, required=True)
    by_region = fields.List(fields.Nested(WelfareCoverageSchema), required=True)
