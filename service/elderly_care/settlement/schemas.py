"""The shapes of settlements in JSON."""

from typing import Any

from marshmallow import validate

from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.settlement.rules import (
    CheckOutcome,
    CheckReason,
    DeductionReason,
    LineProof,
    SettlementStatus,
)
from service.kit import fields
from service.kit.background import RunStatus
from service.kit.fields import PageArgumentsSchema, Schema

_MONTH = {"example": "2026-02"}
_STREET = {"example": "330211001"}
_SERVICE = {"example": "助浴"}
_VOUCHER = {"example": "ZJ-2026-0318"}
_REASON = {"example": "部分服务时长与签到不符，请核对。"}
_SHARE_REASON = {**_REASON, "description": "Why it was given back last, as far as it concerns this share."}
_WHOLE_REASON = {**_REASON, "description": "Why the district gave back the whole; null where a street did."}
_LINE_REASON = {"example": "老人称当日未上门。"}
_NOTE = {"example": "已上门询问老人，服务属实。"}
_MOST_LINES = 500
_MOST_SHARES = 100


def _fen(example: int, description: str | None = None) -> fields.Integer:
    told = {"example": example} | ({"description": description} if description else {})
    return fields.Integer(required=True, metadata=told)


def _text(longest: int, metadata: Any, **options: Any) -> fields.String:
    return fields.String(validate=validate.Length(min=1, max=longest), metadata=metadata, **options)


class NewCareSettlementSchema(Schema):
    """Which month of which contract is settled; a month that is over."""

    contract_id = fields.UUID(required=True)
    month = fields.Month(required=True, metadata=_MONTH)


class CareSettlementFilterSchema(PageArgumentsSchema):
    """Which settlements."""

    contract_id = fields.UUID()
    month = fields.Month(metadata=_MONTH)
    status = fields.Enum(SettlementStatus)


class LineInReturnSchema(Schema):
    """What is wrong with a line."""

    line_id = fields.UUID(required=True)
    reason = _text(1000, _LINE_REASON, required=True)


class ShareInReturnSchema(Schema):
    """What is wrong with a street's share."""

    street_code = _text(40, _STREET, required=True)
    reason = _text(1000, _REASON, required=True)


class CareSettlementReturnSchema(Schema):
    """Why it is given back: by a street its own share, by the district the whole, which every street hears, or single shares."""

    reason = _text(1000, _REASON, required=True)
    shares = fields.List(
        fields.Nested(ShareInReturnSchema), load_default=list, validate=validate.Length(max=_MOST_SHARES)
    )
    lines = fields.List(
        fields.Nested(LineInReturnSchema), load_default=list, validate=validate.Length(max=_MOST_LINES)
    )


class CareSettlementPaymentSchema(Schema):
    """By which voucher it was paid, and when."""

    voucher_no = _text(60, _VOUCHER, required=True)
    paid_on = fields.Date(required=True, metadata={"example": "2026-03-18"})


class CareLineCheckSchema(Schema):
    """What was found on the spot."""

    outcome = fields.Enum(CheckOutcome, required=True)
    note = _text(1000, _NOTE)


class SettlementTotalsSchema(Schema):
    """Lines added up, in fen: gross is what is owed after deductions, by subsidy, insurance and the elders themselves."""

    gross_fen = _fen(1_536_000)
    subsidy_fen = _fen(768_000)
    insurance_fen = _fen(0)
    self_pay_fen = _fen(768_000)
    deducted_fen = _fen(16_000, "What is not paid of the prices because of failed checks.")


class SettlementCostSharesSchema(Schema):
    """What each level of government bears of the subsidies, in fen; `unshared_fen` while a scheme's shares are not settled."""

    central_fen = _fen(652_800)
    city_fen = _fen(0)
    district_fen = _fen(115_200)
    town_fen = _fen(0)
    unshared_fen = _fen(0)


class SettlementCountingSchema(Schema):
    """How far the counting is, in visits; failed, it is to be counted anew."""

    status = fields.Enum(RunStatus, required=True)
    done = fields.Integer(required=True, metadata={"example": 4000})
    of = fields.Integer(required=True, metadata={"example": 12_000})


class SettlementChecksSchema(Schema):
    """How many lines are to be checked on the spot, and how many were."""

    done = fields.Integer(required=True, metadata={"example": 1})
    of = fields.Integer(required=True, metadata={"example": 3})


class SettlementShareSchema(Schema):
    """A street's share, which it confirms itself."""

    street_code = fields.String(required=True, metadata=_STREET)
    lines = fields.Integer(required=True, metadata={"example": 192})
    totals = fields.Nested(SettlementTotalsSchema, required=True)
    cost_shares = fields.Nested(SettlementCostSharesSchema, required=True)
    checks = fields.Nested(SettlementChecksSchema, required=True)
    confirmed_at = fields.Moment(required=True, allow_none=True)
    return_reason = fields.String(required=True, allow_none=True, metadata=_SHARE_REASON)


class CareSettlementSchema(Schema):
    """A settlement; a street is told its own share alone, and figures of that.

    `counting` is null once it is counted. `unpriced` visits have no price in the contract on their day and no line. Both are
    of the whole: null to a street.
    """

    id = fields.UUID(required=True)
    version = fields.Integer(required=True, metadata={"example": 3})
    contract_id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    organisation_name = fields.String(
        required=True, allow_none=True, metadata={"example": "镇海区金桂养老服务有限公司"}
    )
    month = fields.Month(required=True, metadata=_MONTH)
    status = fields.Enum(SettlementStatus, required=True)
    counting = fields.Nested(SettlementCountingSchema, required=True, allow_none=True)
    lines = fields.Integer(required=True, metadata={"example": 192})
    unpriced = fields.Integer(required=True, allow_none=True, metadata={"example": 0})
    totals = fields.Nested(SettlementTotalsSchema, required=True)
    cost_shares = fields.Nested(SettlementCostSharesSchema, required=True)
    shares = fields.List(fields.Nested(SettlementShareSchema), required=True)
    made_at = fields.Moment(required=True)
    counted_at = fields.Moment(required=True, allow_none=True)
    submitted_at = fields.Moment(required=True, allow_none=True)
    returned_at = fields.Moment(required=True, allow_none=True)
    return_reason = fields.String(required=True, allow_none=True, metadata=_WHOLE_REASON)
    approved_at = fields.Moment(required=True, allow_none=True)
    paid_on = fields.Date(required=True, allow_none=True, metadata={"example": "2026-03-18"})
    voucher_no = fields.String(required=True, allow_none=True, metadata=_VOUCHER)


class CareSettlementLineFilterSchema(PageArgumentsSchema):
    """Which lines: those to be checked on the spot, those of which something is deducted, reversals."""

    marked = fields.Boolean()
    deducted = fields.Boolean()
    reversals = fields.Boolean()


class LineProofSchema(Schema):
    """What proved a line: in which way, at which version of the visit's proof, or by which report that it was not served."""

    way = fields.Enum(LineProof, required=True)
    version = fields.Integer(required=True, allow_none=True, metadata={"example": 4})
    not_served_id = fields.UUID(required=True, allow_none=True)
    minutes = fields.Integer(required=True, metadata={"example": 60, "description": "As agreed."})
    minutes_served = fields.Integer(required=True, allow_none=True, metadata={"example": 62})


class PriceVersionSchema(Schema):
    """By which price of the contract it was counted."""

    id = fields.UUID(required=True)
    valid_from = fields.Date(required=True, metadata={"example": "2026-01-01"})
    price_fen = _fen(8000)


class LineDeductionSchema(Schema):
    """What is deducted for one reason, under which version of the policy."""

    reason_code = fields.Enum(DeductionReason, required=True)
    number = fields.Integer(required=True, metadata={"example": 1})
    fen = _fen(4000)


class LineCheckSchema(Schema):
    """Why a line is checked on the spot, and what was found."""

    reason = fields.Enum(CheckReason, required=True)
    outcome = fields.Enum(CheckOutcome, required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True, metadata=_NOTE)
    checked_at = fields.Moment(required=True, allow_none=True)


class LineRemarkSchema(Schema):
    """What was wrong with a line when the settlement was returned."""

    reason = fields.String(required=True, allow_none=True, metadata=_LINE_REASON)
    made_at = fields.Moment(required=True)


class CareSettlementLineSchema(Schema):
    """A visit that is paid, or the reversal of a line of an earlier month; then `visit_id` is null and figures are negative.

    `price_fen` is the price, or its part for a visit that was not served: `deducted_fen` and `gross_fen` together. The gross
    is what subsidy, insurance and the elder pay, the subsidy what the levels of government bear.
    """

    id = fields.UUID(required=True)
    visit_id = fields.UUID(required=True, allow_none=True)
    reversal_of = fields.UUID(required=True, allow_none=True)
    elder_id = fields.UUID(required=True)
    elder_name = fields.String(required=True, allow_none=True, metadata={"example": "王**"})
    street_code = fields.String(required=True, metadata=_STREET)
    service_id = fields.UUID(required=True)
    service_name = fields.String(required=True, metadata=_SERVICE)
    mode = fields.Enum(Mode, required=True)
    service_on = fields.Date(required=True, metadata={"example": "2026-02-11"})
    proof = fields.Nested(LineProofSchema, required=True)
    price_version = fields.Nested(PriceVersionSchema, required=True)
    price_fen = _fen(8000)
    deducted_fen = _fen(0)
    gross_fen = _fen(8000)
    subsidy_fen = _fen(4000)
    insurance_fen = _fen(0)
    self_pay_fen = _fen(4000)
    central_fen = _fen(3400)
    city_fen = _fen(0)
    district_fen = _fen(600)
    town_fen = _fen(0)
    unshared_fen = _fen(0)
    deductions = fields.List(fields.Nested(LineDeductionSchema), required=True)
    check = fields.Nested(LineCheckSchema, required=True, allow_none=True)
    remarks = fields.List(fields.Nested(LineRemarkSchema), required=True)


class NewDeductionPolicySchema(Schema):
    """So much of each thousand is deducted for a reason; short visits lose it of their missing minutes' part of the price."""

    reason_code = fields.Enum(DeductionReason, required=True)
    per_mille = fields.Integer(
        required=True, validate=validate.Range(min=0, max=1000), metadata={"example": 1000}
    )
    free_minutes = fields.Integer(
        load_default=0,
        validate=validate.Range(min=0, max=720),
        metadata={
            "example": 5,
            "description": "Of short visits alone: so many missing minutes cost nothing.",
        },
    )


class DeductionPolicySchema(Schema):
    """A version of a policy; it holds for visits from the day on which it was set, the first one for all before."""

    reason_code = fields.Enum(DeductionReason, required=True)
    number = fields.Integer(required=True, metadata={"example": 1})
    per_mille = fields.Integer(required=True, metadata={"example": 1000})
    free_minutes = fields.Integer(required=True, metadata={"example": 5})
    set_at = fields.Moment(required=True)


class DeductionPolicyChangesSchema(Schema):
    """The policies that change, each whole; reasons that are not listed stay as they are."""

    items = fields.List(
        fields.Nested(NewDeductionPolicySchema), required=True, validate=validate.Length(min=1, max=20)
    )


class DeductionPoliciesSchema(Schema):
    """All policies as they hold from now on."""

    items = fields.List(fields.Nested(DeductionPolicySchema), required=True)
