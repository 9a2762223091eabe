"""The shapes of policies and anomalies in JSON."""

from marshmallow import validate

from service.elderly_care.proofs.rules import POSSIBLE, AnomalyKind, AnomalyOutcome, NotServedReason, Vital
from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema

_LEAST, _MOST = min(low for low, _ in POSSIBLE.values()), max(high for _, high in POSSIBLE.values())


def _value(example: float) -> fields.Float:
    possible = validate.Range(min=_LEAST, max=_MOST)
    return fields.Float(required=True, validate=possible, metadata={"example": example})


class NewNotServedPolicySchema(Schema):
    """What a visit that is not served for a reason is paid, and whether it counts against the operator."""

    reason_code = fields.Enum(NotServedReason, required=True)
    paid_per_mille = fields.Integer(
        required=True, validate=validate.Range(min=0, max=1000), metadata={"example": 300}
    )
    counts_against_operator = fields.Boolean(required=True)
    needs_worker_check = fields.Boolean(required=True)


class NotServedPolicySchema(Schema):
    """A version of a policy; visits keep the one that held."""

    reason_code = fields.Enum(NotServedReason, required=True)
    number = fields.Integer(required=True, metadata={"example": 1})
    paid_per_mille = fields.Integer(required=True, metadata={"example": 300})
    counts_against_operator = fields.Boolean(required=True)
    needs_worker_check = fields.Boolean(required=True)
    set_at = fields.Moment(required=True)


class NotServedPolicyChangesSchema(Schema):
    """The policies that change, each whole; reasons that are not listed stay as they are."""

    items = fields.List(
        fields.Nested(NewNotServedPolicySchema), required=True, validate=validate.Length(min=1, max=20)
    )


class NotServedPoliciesSchema(Schema):
    """All policies as they hold now."""

    items = fields.List(fields.Nested(NotServedPolicySchema), required=True)


class NewVitalRangeSchema(Schema):
    """Between which values a vital is as one would wish."""

    vital = fields.Enum(Vital, required=True)
    low = _value(90)
    high = _value(160)


class VitalRangeSchema(Schema):
    """A range that is watched: of what lies outside the operator and the family are told."""

    vital = fields.Enum(Vital, required=True)
    low = fields.Float(required=True, metadata={"example": 90})
    high = fields.Float(required=True, metadata={"example": 160})
    set_at = fields.Moment(required=True)


class VitalRangeChangesSchema(Schema):
    """The ranges that change; vitals that are not listed stay as they are."""

    items = fields.List(
        fields.Nested(NewVitalRangeSchema), required=True, validate=validate.Length(min=1, max=20)
    )


class VitalRangesSchema(Schema):
    """All ranges as they are watched now."""

    items = fields.List(fields.Nested(VitalRangeSchema), required=True)


class AnomalySchema(Schema):
    """Something odd about a visit, with the figures that show it; open until it is settled."""

    id = fields.UUID(required=True)
    visit_id = fields.UUID(required=True)
    kind = fields.Enum(AnomalyKind, required=True)
    caregiver_id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    region_code = fields.String(required=True, metadata={"example": "330211001001"})
    other_visit_id = fields.UUID(required=True, allow_none=True)
    facts = fields.Dict(required=True, metadata={"example": {"minutes": 12}})
    found_at = fields.Moment(required=True)
    explanation = fields.String(required=True, allow_none=True, metadata={"example": "两位老人同住一户"})
    explained_at = fields.Moment(required=True, allow_none=True)
    outcome = fields.Enum(AnomalyOutcome, required=True, allow_none=True)
    settled_at = fields.Moment(required=True, allow_none=True)


class AnomalyFilterSchema(PageArgumentsSchema):
    """Which anomalies."""

    organisation_id = fields.UUID()
    region_code = fields.String(validate=validate.Length(max=40), metadata={"example": "330211001001"})
    kind = fields.Enum(AnomalyKind)
    is_open = fields.Boolean(data_key="open")


class AnomalyExplanationSchema(Schema):
    """How it came to that."""

    note = fields.String(
        required=True, validate=validate.Length(min=1, max=1000), metadata={"example": "两位老人同住一户"}
    )


class AnomalySettlementSchema(Schema):
    """What it was."""

    outcome = fields.Enum(AnomalyOutcome, required=True)
