"""The shapes of rounds in JSON."""

from typing import Any

from marshmallow import validate

from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.proofs.schemas.marks import VisitCheckInSchema
from service.elderly_care.rounds.rules import TickOutcome, TickResult
from service.elderly_care.visits.rules import RoundStatus, VisitStatus
from service.elderly_care.visits.schemas import DoorSchema
from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema

_NAME = {"example": "午餐配送 胜利路片"}
_MOST_VISITS = 200
_MOST_TICKS = 100


def _name(**options: Any) -> fields.String:
    return fields.String(validate=validate.Length(min=1, max=60), metadata=_NAME, **options)


def _needed(**options: Any) -> fields.Integer:
    return fields.Integer(validate=validate.Range(min=1, max=4), metadata={"example": 1}, **options)


class NewRoundSchema(Schema):
    """A round that is made by hand, for visits to be moved into."""

    organisation_id = fields.UUID(required=True)
    service_id = fields.UUID(required=True)
    name = _name(required=True)
    starts_at = fields.Moment(required=True, metadata={"example": "2026-03-03T11:00:00+08:00"})
    ends_at = fields.Moment(required=True, metadata={"example": "2026-03-03T12:30:00+08:00"})
    facility_id = fields.UUID(allow_none=True)
    caregivers_needed = _needed(load_default=1)


class RoundChangesSchema(Schema):
    """What of a round changes; `caregiver_ids` is the whole list, `beyond_shift` says that they agreed to more."""

    name = _name()
    starts_at = fields.Moment()
    ends_at = fields.Moment()
    facility_id = fields.UUID(allow_none=True)
    caregivers_needed = _needed()
    caregiver_ids = fields.List(fields.UUID(), validate=validate.Length(max=4))
    beyond_shift = fields.Boolean(load_default=False)


class RoundVisitsSchema(Schema):
    """Which visits are to be made in a round."""

    visit_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=_MOST_VISITS))


class RoundStopSchema(Schema):
    """One door of a round, or one guest of a session; `door` where and when that is needed, else null."""

    visit_id = fields.UUID(required=True)
    elder_id = fields.UUID(required=True)
    elder_name = fields.String(required=True, allow_none=True, metadata={"example": "陈**"})
    region_code = fields.String(required=True, metadata={"example": "330211001001"})
    area = fields.String(required=True, metadata={"example": "招宝山街道 胜利路社区"})
    status = fields.Enum(VisitStatus, required=True)
    door = fields.Nested(DoorSchema, required=True, allow_none=True)


class RoundSchema(Schema):
    """A round: whose it is, how many visits it serves and how many of them are done.

    `stops` only where one is read, in the order of the way from door to nearest door, else null.
    """

    id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    service_id = fields.UUID(required=True)
    mode = fields.Enum(Mode, required=True)
    facility_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True, metadata=_NAME)
    starts_at = fields.Moment(required=True)
    ends_at = fields.Moment(required=True)
    caregivers_needed = fields.Integer(required=True)
    caregiver_ids = fields.List(fields.UUID(), required=True)
    status = fields.Enum(RoundStatus, required=True)
    visits = fields.Integer(required=True, metadata={"example": 40})
    served = fields.Integer(required=True, metadata={"example": 12})
    stops = fields.List(fields.Nested(RoundStopSchema), required=True, allow_none=True)


class RoundFilterSchema(PageArgumentsSchema):
    """Which rounds; the days are inclusive."""

    organisation_id = fields.UUID()
    caregiver_id = fields.UUID()
    status = fields.Enum(RoundStatus)
    from_ = fields.Date(data_key="from")
    to = fields.Date()


class RoundTickSchema(VisitCheckInSchema):
    """What happened at one door, by the caregiver's device."""

    visit_id = fields.UUID(required=True)
    outcome = fields.Enum(TickOutcome, required=True)
    note = fields.String(validate=validate.Length(min=1, max=500), metadata={"example": "交对门李阿姨"})


class RoundTicksSchema(Schema):
    """Ticks that were made on the way, in any order; those on record already may be among them."""

    ticks = fields.List(
        fields.Nested(RoundTickSchema), required=True, validate=validate.Length(min=1, max=_MOST_TICKS)
    )


class AttendanceSchema(Schema):
    """That an elder was at a session, from when and, if that is known, until when."""

    visit_id = fields.UUID(required=True)
    arrived_at = fields.Moment(required=True, metadata={"example": "2026-03-03T09:05:00+08:00"})
    left_at = fields.Moment(metadata={"example": "2026-03-03T10:50:00+08:00"})


class SessionAttendanceSchema(Schema):
    """Who was there."""

    present = fields.List(
        fields.Nested(AttendanceSchema), required=True, validate=validate.Length(min=1, max=_MOST_TICKS)
    )


class RoundAnswerSchema(Schema):
    """What became of one of the things that were sent together; a refused one says why, and can be sent again."""

    visit_id = fields.UUID(required=True)
    at = fields.Moment(required=True)
    result = fields.Enum(TickResult, required=True)
    code = fields.String(required=True, allow_none=True, metadata={"example": "not_your_visit"})
    detail = fields.String(required=True, allow_none=True, metadata={"example": "该时间这户不由您负责。"})


class RoundAnswersSchema(Schema):
    """An answer for each, in the order in which they were sent."""

    answers = fields.List(fields.Nested(RoundAnswerSchema), required=True)


class CentreCodeSchema(Schema):
    """The code that the centre shows."""

    code = fields.String(
        required=True, validate=validate.Length(min=1, max=20), metadata={"example": "04183712"}
    )


class ShownCentreCodeSchema(Schema):
    """The code that the centre shows now, and until when; as a QR code too."""

    code = fields.String(required=True, metadata={"example": "04183712"})
    expires_at = fields.Moment(required=True)
    qr_svg = fields.String(required=True)
