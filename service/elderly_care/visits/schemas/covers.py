"""The shapes of absences and of who could make visits instead."""

from marshmallow import validate

from service.elderly_care.caregivers.rules import AbsenceKind
from service.elderly_care.caregivers.schemas import AbsenceSchema
from service.elderly_care.visits.rules import CandidateReason
from service.elderly_care.visits.schemas.parts import TRAVEL
from service.kit import fields
from service.kit.fields import Schema


class VisitCandidateSchema(Schema):
    """Somebody who could make it, when, and what speaks for them."""

    caregiver_id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"example": "周护理员"})
    starts_at = fields.Moment(required=True)
    travel_minutes = fields.Integer(required=True, metadata=TRAVEL)
    reasons = fields.List(fields.Enum(CandidateReason), required=True)


class VisitCandidatesSchema(Schema):
    """Who could make a visit, the best first."""

    candidates = fields.List(fields.Nested(VisitCandidateSchema), required=True)


class NewAbsenceSchema(Schema):
    """That a caregiver does not work for a time."""

    kind = fields.Enum(AbsenceKind, required=True)
    starts_at = fields.Moment(required=True)
    ends_at = fields.Moment(required=True)
    note = fields.String(validate=validate.Length(min=1, max=200), metadata={"example": "发烧"})


class LeftOpenSchema(Schema):
    """A visit or a round that an absence has left open; its time stays arranged."""

    visit_id = fields.UUID(required=True, allow_none=True)
    round_id = fields.UUID(required=True, allow_none=True)
    starts_at = fields.Moment(required=True, allow_none=True)
    ends_at = fields.Moment(required=True, allow_none=True)


class CoverSchema(LeftOpenSchema):
    """Who could make instead what is left open."""

    candidates = fields.List(fields.Nested(VisitCandidateSchema), required=True)


class NotedAbsenceSchema(AbsenceSchema):
    """An absence with what it leaves open; `covers` only to who plans, since they tell of colleagues."""

    open = fields.List(fields.Nested(LeftOpenSchema), required=True)
    covers = fields.List(fields.Nested(CoverSchema), required=True, allow_none=True)
