"""The shapes of assessments in JSON."""

from typing import Any

from marshmallow import validate

from service.elderly_care.assessment.rules import AppealOutcome, AssessmentReason, AssessmentStatus
from service.kit import fields
from service.kit.acting import ActedBySchema
from service.kit.fields import PageArgumentsSchema, Schema
from service.kit.texts import Worded

_STANDARD = {"example": "GB/T 42195-2022"}
_VERSION = {"example": "GB/T 42195-2022#1", "description": "By which rules it was scored, for ever."}
_LEVEL = {"example": 2, "description": "0 fully able … 4 not at all."}
_ALL_FOUR = {
    **{f"B1.{number}": 4 for number in range(1, 9)},
    "B2.1": 4,
    "B2.2": 4,
    "B2.3": 3,
    "B2.4": 2,
    **{f"B3.{number}": 4 for number in range(1, 7)},
    "B3.7": 1,
    "B3.8": 1,
    "B3.9": 2,
    "B4.1": 2,
    "B4.2": 2,
    "B4.3": 3,
    "B4.4": 2,
    "B4.5": 4,
}
_SCORES = {"example": _ALL_FOUR, "description": "Every item of the standard, by its code."}
_NOTE = {"example": "术后行动不便"}


def _text(longest: int, metadata: Any, **options: Any) -> fields.String:
    return fields.String(validate=validate.Length(min=1, max=longest), metadata=metadata, **options)


class InformantRelation(Worded):
    """Who told about the elder (A.3)."""

    SELF = "self", "本人", "the elder"
    SPOUSE = "spouse", "配偶", "spouse"
    CHILD = "child", "子女", "child"
    RELATIVE = "relative", "其他亲属", "another relative"
    PAID_CARER = "paid_carer", "雇佣照顾者", "a paid carer"
    COMMUNITY = "community", "村（居）委会工作人员", "community staff"
    OTHER = "other", "其他", "other"


class HealthProblem(Worded):
    """Health problems of A.5."""

    PRESSURE_INJURY = "pressure_injury", "压力性损伤", "pressure injury"
    JOINT_RANGE = "joint_range", "关节活动度受限", "joints"
    WOUND = "wound", "伤口", "wound"
    SPECIAL_CARE = "special_care", "特殊护理", "special care"
    PAIN = "pain", "疼痛", "pain"
    TOOTH_LOSS = "tooth_loss", "牙齿缺失", "lost teeth"
    DENTURE = "denture", "义齿", "denture"
    SWALLOWING = "swallowing", "吞咽困难", "swallowing"
    MALNUTRITION = "malnutrition", "营养不良", "malnutrition"
    AIRWAY = "airway", "清理呼吸道无效", "airway"
    OTHER = "other", "其他", "other"


class InformantSchema(Schema):
    """Who told about the elder (A.3)."""

    relation = fields.Enum(InformantRelation, required=True)
    name = _text(40, {"example": "王晓岚"}, required=True)
    phone = _text(30, {"example": "13800010002"})


class DiagnosisSchema(Schema):
    """A diagnosis (A.4), by ICD-10 where it is known."""

    name = _text(60, {"example": "高血压病"}, required=True)
    icd10 = fields.String(
        validate=validate.Regexp(r"^[A-Z][0-9]{2}(\.[0-9A-Z]{1,4})?$"), metadata={"example": "I10"}
    )


class MedicationSchema(Schema):
    """A medicine that is taken (A.4)."""

    name = _text(60, {"example": "氨氯地平"}, required=True)
    way = _text(30, {"example": "口服"})
    dose = _text(30, {"example": "5 mg"})
    frequency = _text(30, {"example": "每日一次"})


class NewAssessmentSchema(Schema):
    """An assessment as it was made: what was scored, and what changes the level."""

    elder_id = fields.UUID(required=True)
    request_id = fields.UUID()
    standard = _text(60, _STANDARD, required=True)
    reason = fields.Enum(AssessmentReason, required=True)
    reason_note = _text(200, _NOTE)
    reviews_id = fields.UUID(metadata={"description": "With `review`: which result is looked at again."})
    assessed_on = fields.Date(metadata={"example": "2026-03-02", "description": "Today unless said."})
    scores = fields.Dict(
        keys=fields.String(validate=validate.Length(max=10)),
        values=fields.Integer(validate=validate.Range(min=-100, max=100)),
        required=True,
        validate=validate.Length(max=100),
        metadata=_SCORES,
    )
    coma = fields.Boolean(required=True, metadata={"example": False})
    mental_disorder = fields.Boolean(
        required=True, metadata={"example": False, "description": "Diagnosed: F00–F99."}
    )
    risk_events_30d = fields.Integer(
        required=True,
        validate=validate.Range(min=0, max=1000),
        metadata={"example": 0, "description": "Falls, getting lost, choking, self-harm … (A.2.14)."},
    )
    informant = fields.Nested(InformantSchema)
    diagnoses = fields.List(fields.Nested(DiagnosisSchema), validate=validate.Length(max=40))
    medication = fields.List(fields.Nested(MedicationSchema), validate=validate.Length(max=40))
    health_problems = fields.List(
        fields.Enum(HealthProblem), validate=validate.Length(max=len(HealthProblem))
    )
    height_cm = fields.Integer(validate=validate.Range(min=80, max=230), metadata={"example": 158})
    weight_kg = fields.Integer(validate=validate.Range(min=20, max=250), metadata={"example": 52})
    note = _text(2000, {"example": "听力下降，需大声沟通。"})


class AssessmentSchema(Schema):
    """A result: sums and levels; `answers` only for who may see them, else null."""

    id = fields.UUID(required=True)
    elder_id = fields.UUID(required=True)
    request_id = fields.UUID(required=True, allow_none=True)
    standard = fields.String(required=True, metadata=_STANDARD)
    rule_version = fields.String(required=True, allow_none=True, metadata=_VERSION)
    reason = fields.Enum(AssessmentReason, required=True)
    reason_note = fields.String(required=True, allow_none=True, metadata=_NOTE)
    assessed_on = fields.Date(required=True)
    valid_until = fields.Date(required=True, allow_none=True)
    total = fields.Integer(required=True, allow_none=True, metadata={"example": 58})
    subtotals = fields.Dict(required=True, allow_none=True, metadata={"example": {"B1": 20}})
    preliminary_level = fields.Integer(required=True, allow_none=True, metadata=_LEVEL)
    level = fields.Integer(required=True, metadata=_LEVEL)
    applied_rules = fields.List(fields.String(), required=True, metadata={"example": ["risk_events_30d"]})
    status = fields.Enum(AssessmentStatus, required=True)
    reviews_id = fields.UUID(required=True, allow_none=True)
    issuer = fields.String(required=True, allow_none=True, metadata={"example": None})
    issued_number = fields.String(required=True, allow_none=True, metadata={"example": None})
    attachment_id = fields.UUID(required=True, allow_none=True)
    assessed_by = fields.UUID(required=True)
    signed_by = fields.UUID(required=True, allow_none=True)
    signed_at = fields.Moment(required=True, allow_none=True)
    answers = fields.Dict(required=True, allow_none=True, metadata={"example": None})


class ExternalAssessmentSchema(Schema):
    """What another body has found, as it stands on its paper."""

    elder_id = fields.UUID(required=True)
    request_id = fields.UUID()
    standard = _text(60, {"example": "长期护理失能等级评估标准"}, required=True)
    level = fields.Integer(required=True, validate=validate.Range(min=0, max=4), metadata=_LEVEL)
    assessed_on = fields.Date(required=True, metadata={"example": "2026-02-10"})
    valid_until = fields.Date(metadata={"example": "2028-02-09"})
    issuer = _text(100, {"example": "宁波市医疗保障局"}, required=True)
    issued_number = _text(60, {"example": "NB-CH-2026-00123"}, required=True)
    attachment = fields.UUID(metadata={"description": "A file: the paper."})


class AssessmentFilterSchema(PageArgumentsSchema):
    """Which assessments."""

    elder_id = fields.UUID()
    status = fields.Enum(AssessmentStatus)


class AssessmentVoidSchema(Schema):
    """Why an assessment is void."""

    reason = _text(200, {"example": "录入错误"}, required=True)


class NewAssessmentAppealSchema(Schema):
    """Why somebody does not agree."""

    reason = _text(1000, {"example": "评估当天感冒，平时能自己走。"}, required=True)


class AssessmentAppealAnswerSchema(Schema):
    """Why a result stands."""

    answer = _text(1000, {"example": "经核对评估记录和录音，结果无误。"}, required=True)


class AssessmentAppealSchema(Schema):
    """An appeal against a result."""

    id = fields.UUID(required=True)
    assessment_id = fields.UUID(required=True)
    reason = fields.String(required=True, metadata={"example": "评估当天感冒，平时能自己走。"})
    appealed_at = fields.Moment(required=True)
    decide_by = fields.Date(required=True)
    outcome = fields.Enum(AppealOutcome, required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True, metadata={"example": None})
    review_id = fields.UUID(required=True, allow_none=True)
    decided_at = fields.Moment(required=True, allow_none=True)
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)


class ItemSchema(Schema):
    """An item of a standard, scored from 0 to `highest`."""

    code = fields.String(required=True, metadata={"example": "B1.1"})
    name = fields.String(required=True, metadata={"example": "进食"})
    highest = fields.Integer(required=True, metadata={"example": 4})


class PartSchema(Schema):
    """A part of a standard."""

    code = fields.String(required=True, metadata={"example": "B1"})
    name = fields.String(required=True, metadata={"example": "自理能力"})
    items = fields.List(fields.Nested(ItemSchema), required=True)


class LevelRangeSchema(Schema):
    """Which totals make a level."""

    level = fields.Integer(required=True, metadata=_LEVEL)
    name = fields.String(required=True, metadata={"example": "能力完好"})
    lowest = fields.Integer(required=True, metadata={"example": 90})
    highest = fields.Integer(required=True, metadata={"example": 90})


class ScaleSchema(Schema):
    """A standard in the version by which is scored now."""

    standard = fields.String(required=True, metadata=_STANDARD)
    rule_version = fields.String(required=True, metadata=_VERSION)
    name = fields.String(required=True, metadata={"example": "老年人能力评估规范"})
    parts = fields.List(fields.Nested(PartSchema), required=True)
    levels = fields.List(fields.Nested(LevelRangeSchema), required=True)
    repeat_within_days = fields.Integer(required=True, metadata={"example": 30})


class StandardsSchema(Schema):
    """The standards by which somebody is scored here."""

    scales = fields.List(fields.Nested(ScaleSchema), required=True)
