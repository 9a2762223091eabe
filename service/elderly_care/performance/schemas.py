"""The shapes of performance in JSON."""

from typing import Any

from marshmallow import validate

from service.elderly_care.performance.rules import AppealStatus, Grade, Period, ScoreState
from service.elderly_care.providers.rules import TargetKind
from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema

_VALUE = {
    "example": 962,
    "description": "1000 × numerator / denominator, rounded half up: per mille, of a rating thousandths of a star.",
}
_ATTAINED = {
    "example": 1000,
    "description": "value / target where more is better, target / value where less is; rounded half up, 1000 at most.",
}
_SHARE = {
    "example": 300,
    "description": "The weight among those that count: a fact without a denominator drops out and the others make up for it.",
}
_SCORE = {
    "example": 93,
    "description": "The mean of what is attained, by weight, in points of 100, rounded half up once; null where nothing counts.",
}
_REPLY = {"example": "因台风停运两天，已补服务。"}
_REASON = {"example": "两次迟到均因老人临时要求改时间，有通话记录。"}
_ANSWER = {"example": "经查通话记录属实，予以剔除。"}
_CHANGE = {"example": 1}
_APPEAL_DAYS = {"example": 10, "description": "Working days after a month was closed."}
_DECIDE_DAYS = {"example": 10, "description": "Working days after an appeal was made."}


def _text(longest: int, metadata: Any, **options: Any) -> fields.String:
    return fields.String(validate=validate.Length(min=1, max=longest), metadata=metadata, **options)


def _working_days(metadata: Any) -> fields.Integer:
    return fields.Integer(validate=validate.Range(min=1, max=60), metadata=metadata)


class PerformanceArgumentsSchema(Schema):
    """Which month of which contract."""

    contract_id = fields.UUID(required=True)
    month = fields.Month(required=True)


class PerformanceLineFilterSchema(PageArgumentsSchema):
    """The lines of which fact, of which month of which contract."""

    contract_id = fields.UUID(required=True)
    month = fields.Month(required=True)
    fact = fields.Enum(TargetKind, required=True)


class ClosedLineFilterSchema(PageArgumentsSchema):
    """The lines of which fact."""

    fact = fields.Enum(TargetKind, required=True)


class PerformanceScoreFilterSchema(PageArgumentsSchema):
    """Which closed scores."""

    contract_id = fields.UUID()
    period = fields.Enum(Period)


class PerformanceGradeFilterSchema(PageArgumentsSchema):
    """Whose grades."""

    organisation_id = fields.UUID()


class PerformanceFactSchema(Schema):
    """A fact beside its target; one without a target is shown and does not count."""

    kind = fields.Enum(TargetKind, required=True)
    numerator = fields.Integer(required=True, metadata={"example": 101})
    denominator = fields.Integer(required=True, metadata={"example": 105})
    value = fields.Integer(required=True, allow_none=True, metadata=_VALUE)
    target = fields.Integer(required=True, allow_none=True, metadata={"example": 950})
    weight = fields.Integer(required=True, allow_none=True, metadata={"example": 30})
    share_per_mille = fields.Integer(required=True, allow_none=True, metadata=_SHARE)
    attained_per_mille = fields.Integer(required=True, allow_none=True, metadata=_ATTAINED)


class PerformanceDifferenceSchema(Schema):
    """By how much a fact of a closed month has changed by what came later; the closed figures stay."""

    month = fields.Month(required=True)
    fact = fields.Enum(TargetKind, required=True)
    numerator_change = fields.Integer(required=True, metadata=_CHANGE)
    denominator_change = fields.Integer(required=True, metadata={"example": 0})


class PerformanceVersionSchema(Schema):
    """A version of a period: 1 as it was closed, then as it was corrected."""

    id = fields.UUID(required=True)
    number = fields.Integer(required=True, metadata={"example": 1})
    score = fields.Integer(required=True, allow_none=True, metadata=_SCORE)
    grade = fields.Enum(Grade, required=True, allow_none=True)
    closed_at = fields.Moment(required=True)


class PerformanceScoreSchema(Schema):
    """A closed score in a list."""

    id = fields.UUID(required=True)
    contract_id = fields.UUID(required=True)
    period = fields.Enum(Period, required=True)
    first_on = fields.Date(required=True, metadata={"example": "2026-02-01"})
    number = fields.Integer(required=True, metadata={"example": 1})
    score = fields.Integer(required=True, allow_none=True, metadata=_SCORE)
    grade = fields.Enum(Grade, required=True, allow_none=True)
    closed_at = fields.Moment(required=True)


class PerformanceReplySchema(Schema):
    """What the operator says of a closed month; once."""

    text = _text(2000, _REPLY, required=True)


class ShownPerformanceReplySchema(Schema):
    """What the operator said."""

    text = fields.String(required=True, metadata=_REPLY)
    made_at = fields.Moment(required=True)


class NewPerformanceAppealSchema(Schema):
    """Which lines of one fact should not count, and why; once."""

    fact = fields.Enum(TargetKind, required=True)
    line_ids = fields.List(
        fields.UUID(),
        required=True,
        validate=validate.Length(min=1, max=200),
        metadata={"description": "Lines that count against the operator, by their ids in the closed month."},
    )
    reason = _text(2000, _REASON, required=True)


class PerformanceDecisionSchema(Schema):
    """What the district decides; of an appeal that is upheld all lines are left out unless some are named."""

    outcome = fields.Enum(
        AppealStatus,
        required=True,
        validate=validate.OneOf([AppealStatus.UPHELD, AppealStatus.DISMISSED]),
        metadata={"example": "upheld"},
    )
    answer = _text(2000, _ANSWER, required=True)
    left_out = fields.List(fields.UUID(), validate=validate.Length(min=1, max=200))


class PerformanceAppealSchema(Schema):
    """An appeal and what was decided."""

    fact = fields.Enum(TargetKind, required=True)
    line_ids = fields.List(fields.UUID(), required=True)
    reason = fields.String(required=True, metadata=_REASON)
    status = fields.Enum(AppealStatus, required=True)
    made_at = fields.Moment(required=True)
    decide_by = fields.Date(required=True, metadata={"example": "2026-04-07"})
    left_out = fields.List(fields.UUID(), required=True)
    answer = fields.String(required=True, allow_none=True, metadata=_ANSWER)
    decided_at = fields.Moment(required=True, allow_none=True)


class PerformanceSchema(Schema):
    """How a contract was kept in a month or a year, with every fact that the score stands on.

    `late` is what came after a month was closed, `notes` what had come late of the months before. A year's facts are
    those of its months together.
    """

    id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "Null while it is provisional."}
    )
    contract_id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    period = fields.Enum(Period, required=True)
    first_on = fields.Date(required=True, metadata={"example": "2026-02-01"})
    state = fields.Enum(ScoreState, required=True)
    score = fields.Integer(required=True, allow_none=True, metadata=_SCORE)
    grade = fields.Enum(Grade, required=True, allow_none=True)
    policy_number = fields.Integer(required=True, metadata={"example": 1})
    elders = fields.Integer(required=True, metadata={"example": 38, "description": "Who were served."})
    facts = fields.List(fields.Nested(PerformanceFactSchema), required=True)
    late = fields.List(fields.Nested(PerformanceDifferenceSchema), required=True)
    notes = fields.List(fields.Nested(PerformanceDifferenceSchema), required=True)
    versions = fields.List(fields.Nested(PerformanceVersionSchema), required=True)
    closed_at = fields.Moment(required=True, allow_none=True)
    reply_until = fields.Date(required=True, allow_none=True)
    appeal_until = fields.Date(required=True, allow_none=True)
    reply = fields.Nested(ShownPerformanceReplySchema, required=True, allow_none=True)
    appeal = fields.Nested(PerformanceAppealSchema, required=True, allow_none=True)


class PerformanceLineSchema(Schema):
    """One line of a fact: the visit, complaint, caregiver or finding, and what it gives to the fact.

    For the share of supported elders it is the first visit to each elder.
    """

    id = fields.UUID(required=True, allow_none=True, metadata={"description": "By which an appeal names it."})
    fact = fields.Enum(TargetKind, required=True)
    day = fields.Date(required=True)
    numerator = fields.Integer(required=True, metadata={"example": 0})
    denominator = fields.Integer(required=True, metadata={"example": 1})
    counts_against = fields.Boolean(required=True)
    visit_id = fields.UUID(required=True, allow_none=True)
    complaint_id = fields.UUID(required=True, allow_none=True)
    caregiver_id = fields.UUID(required=True, allow_none=True)
    finding_id = fields.UUID(required=True, allow_none=True)
    elder_name = fields.String(required=True, allow_none=True, metadata={"example": "陈**"})
    caregiver_name = fields.String(required=True, allow_none=True, metadata={"example": "李**"})


class PerformanceGradeSchema(Schema):
    """How an operator was graded for a year at a facility."""

    organisation_id = fields.UUID(required=True)
    operator_name = fields.String(required=True, metadata={"example": "镇海区金桂养老服务有限公司"})
    facility_id = fields.UUID(required=True)
    facility_name = fields.String(required=True, metadata={"example": "招宝山街道居家养老服务中心"})
    year = fields.Integer(required=True, metadata={"example": 2025})
    grade = fields.Enum(Grade, required=True)


class PerformancePolicySchema(Schema):
    """A version of what a score is worth; after so many failed years a contract may be ended."""

    number = fields.Integer(required=True, metadata={"example": 1})
    excellent_from = fields.Integer(required=True, metadata={"example": 90})
    passed_from = fields.Integer(required=True, metadata={"example": 60})
    short_per_mille = fields.Integer(required=True, metadata={"example": 800})
    failed_years = fields.Integer(required=True, metadata={"example": 2})
    appeal_working_days = fields.Integer(required=True, metadata=_APPEAL_DAYS)
    decide_working_days = fields.Integer(required=True, metadata=_DECIDE_DAYS)
    set_at = fields.Moment(required=True)


class NewPerformancePolicySchema(Schema):
    """What a score is worth from now on, in points; a visit shorter than so many thousandths of its time is short.

    For how long one may appeal and by when that is decided stays as it was where it is not said.
    """

    excellent_from = fields.Integer(
        required=True, validate=validate.Range(min=2, max=100), metadata={"example": 90}
    )
    passed_from = fields.Integer(
        required=True, validate=validate.Range(min=1, max=99), metadata={"example": 60}
    )
    short_per_mille = fields.Integer(
        required=True, validate=validate.Range(min=1, max=1000), metadata={"example": 800}
    )
    failed_years = fields.Integer(
        required=True, validate=validate.Range(min=1, max=10), metadata={"example": 2}
    )
    appeal_working_days = _working_days(_APPEAL_DAYS)
    decide_working_days = _working_days(_DECIDE_DAYS)
