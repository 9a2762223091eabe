"""The shapes of caregivers' records in JSON."""

from typing import Any

from marshmallow import post_load, validate

from service.elderly_care.caregivers.rules import AbsenceKind
from service.elderly_care.catalogue.rules import Skill
from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema

_NAME = {"example": "周护理员"}
_STARTS = {"example": "08:00"}
_ENDS = {"example": "17:00", "description": "Not after `starts`: on the next day."}
_NUMBER = {"example": "HLY-2024-00871"}
_ISSUER = {"example": "宁波市人力资源和社会保障局"}
_DAY = 24 * 60


def _minutes(clock_time: str) -> int:
    hours, minutes = clock_time.split(":")
    return int(hours) * 60 + int(minutes)


def _clock_time(minutes: int) -> str:
    return f"{minutes % _DAY // 60:02d}:{minutes % 60:02d}"


class ShiftField(fields.Nested):
    """A shift, kept as minutes from the weekday's 00:00."""

    def _serialize(self, value: Any, attr: Any, obj: Any, **_: Any) -> Any:  # type: ignore[override] # Nested's
        return self.to_json(value)

    @staticmethod
    def to_json(value: Any) -> Any:
        """The shift by the clock."""
        return {
            "weekday": value.weekday,
            "starts": _clock_time(value.starts),
            "ends": _clock_time(value.ends),
        }


class ShiftSchema(Schema):
    """When somebody works on a weekday (ISO, 1 is Monday)."""

    weekday = fields.Integer(required=True, validate=validate.Range(min=1, max=7), metadata={"example": 1})
    starts = fields.ClockTime(required=True, metadata=_STARTS)
    ends = fields.ClockTime(required=True, metadata=_ENDS)

    @post_load
    def as_minutes(self, told: dict[str, Any], **_: Any) -> tuple[int, int, int]:
        starts, ends = _minutes(told["starts"]), _minutes(told["ends"])
        return told["weekday"], starts, ends if ends > starts else ends + _DAY


class CertificateSchema(Schema):
    """A paper that says somebody has a skill, until its last day."""

    skill = fields.Enum(Skill, required=True)
    number = fields.String(required=True, validate=validate.Length(min=1, max=60), metadata=_NUMBER)
    issuer = fields.String(required=True, validate=validate.Length(min=1, max=100), metadata=_ISSUER)
    issued_on = fields.Date(required=True, metadata={"example": "2024-05-01"})
    expires_on = fields.Date(required=True, metadata={"example": "2028-04-30"})
    attachment_id = fields.UUID(allow_none=True)


class ShownCertificateSchema(Schema):
    """A paper that says somebody has a skill, until its last day."""

    skill = fields.String(required=True, metadata={"example": "bathing"})
    number = fields.String(required=True, metadata=_NUMBER)
    issuer = fields.String(required=True, metadata=_ISSUER)
    issued_on = fields.Date(required=True)
    expires_on = fields.Date(required=True)
    attachment_id = fields.UUID(required=True, allow_none=True)


class HomeBaseSchema(Schema):
    """Where somebody sets out from (WGS-84)."""

    latitude = fields.latitude(required=True)
    longitude = fields.longitude(required=True)


class CaregiverSchema(Schema):
    """A caregiver, as their operator sees them."""

    id = fields.UUID(required=True)
    account_id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    name = fields.String(required=True, metadata=_NAME)
    skills = fields.List(fields.String(), required=True, metadata={"example": ["bathing"]})
    certificates = fields.List(fields.Nested(ShownCertificateSchema), required=True)
    shifts = fields.List(ShiftField(ShiftSchema), required=True)
    home_base = fields.Nested(HomeBaseSchema, required=True, allow_none=True)
    left_on = fields.Date(required=True, allow_none=True)


def _skills(**options: Any) -> Any:
    return fields.List(fields.Enum(Skill), validate=validate.Length(max=len(Skill)), **options)


def _certificates(**options: Any) -> Any:
    return fields.List(fields.Nested(CertificateSchema), validate=validate.Length(max=40), **options)


def _shifts(**options: Any) -> Any:
    return fields.List(fields.Nested(ShiftSchema), validate=validate.Length(max=28), **options)


class NewCaregiverSchema(Schema):
    """One of the operator's people to enter as a caregiver; without shifts they work any time."""

    account_id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    skills = _skills(load_default=list)
    certificates = _certificates(load_default=list)
    shifts = _shifts(load_default=list)
    home_base = fields.Nested(HomeBaseSchema, allow_none=True)


class CaregiverChangesSchema(Schema):
    """What changes of a record; lists are replaced as a whole, `left_on` is the last day of work."""

    name = fields.String(validate=validate.Length(min=1, max=40), metadata=_NAME)
    skills = _skills()
    certificates = _certificates()
    shifts = _shifts()
    home_base = fields.Nested(HomeBaseSchema, allow_none=True)
    left_on = fields.Date(allow_none=True, metadata={"example": None})


class CaregiverFilterSchema(PageArgumentsSchema):
    """Which caregivers."""

    organisation_id = fields.UUID()
    skill = fields.Enum(Skill)
    left = fields.Boolean(load_default=False, metadata={"description": "With those who have left."})


class AbsenceSchema(Schema):
    """That a caregiver does not work for a time."""

    id = fields.UUID(required=True)
    caregiver_id = fields.UUID(required=True)
    kind = fields.Enum(AbsenceKind, required=True)
    starts_at = fields.Moment(required=True)
    ends_at = fields.Moment(required=True)
    note = fields.String(required=True, allow_none=True, metadata={"example": "发烧"})
    recorded_at = fields.Moment(required=True)
    cancelled_at = fields.Moment(required=True, allow_none=True)
