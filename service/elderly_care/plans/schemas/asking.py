"""The shapes of what is asked of plans."""

from typing import Any

from marshmallow import ValidationError, validate, validates_schema

from service.elderly_care.catalogue.rules import HIGHEST_FEN, LONGEST_MINUTES, Skill
from service.elderly_care.plans.rules import AgreementWay, OnHolidays, PauseReason, PlanStatus
from service.elderly_care.plans.rules.recurrence import LONGEST_RULE
from service.elderly_care.plans.schemas.shared import CLOSES, HASH, OPENS, PRICE, RULE, day
from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema

_REASON = {"example": "住院，出院后再说"}
_GIVEN_BY_HAND = (AgreementWay.APP, AgreementWay.SMS_CODE, AgreementWay.PAPER)
_NEEDED = ("service_id", "rrule", "window_start", "window_end")


def _text(longest: int, metadata: Any, **options: Any) -> fields.String:
    return fields.String(validate=validate.Length(min=1, max=longest), metadata=metadata, **options)


def _caregivers(**options: Any) -> Any:
    return fields.List(fields.UUID(), validate=validate.Length(max=20), **options)


class NewPlanItemSchema(Schema):
    """One service: on which days, when in the day, and what it takes."""

    service_id = fields.UUID(required=True)
    rrule = _text(LONGEST_RULE, RULE, required=True)
    minutes = fields.Integer(
        validate=validate.Range(min=1, max=LONGEST_MINUTES),
        metadata={"example": 60, "description": "The service's own if not given."},
    )
    window_start = fields.ClockTime(required=True, metadata=OPENS)
    window_end = fields.ClockTime(required=True, metadata=CLOSES)
    skills = fields.List(fields.Enum(Skill), load_default=list, validate=validate.Length(max=len(Skill)))
    caregivers_needed = fields.Integer(
        load_default=1, validate=validate.Range(min=1, max=4), metadata={"example": 1}
    )
    on_holidays = fields.Enum(OnHolidays, load_default=OnHolidays.SERVE, metadata={"example": "serve"})
    price_fen = fields.Integer(validate=validate.Range(min=0, max=HIGHEST_FEN), metadata=PRICE)


def _items(schema: type[Schema], **options: Any) -> Any:
    return fields.List(fields.Nested(schema), validate=validate.Length(min=1, max=30), **options)


class NewCarePlanSchema(Schema):
    """A plan to draft for a request."""

    request_id = fields.UUID(required=True)
    items = _items(NewPlanItemSchema, required=True)
    starts_on = day("2026-03-05", required=True)
    ends_on = day("2026-12-31", allow_none=True, load_default=None)
    preferred_caregivers = _caregivers(load_default=list)
    refused_caregivers = _caregivers(load_default=list)


class CarePlanChangesSchema(Schema):
    """What changes of a draft; lists are replaced as a whole."""

    items = _items(NewPlanItemSchema)
    starts_on = day("2026-03-05")
    ends_on = day("2026-12-31", allow_none=True)
    preferred_caregivers = _caregivers()
    refused_caregivers = _caregivers()


class RevisedItemSchema(Schema):
    """An item that goes on (its `id`, nothing else), or a new one as in a new plan."""

    id = fields.UUID()
    service_id = fields.UUID()
    rrule = _text(LONGEST_RULE, RULE)
    minutes = fields.Integer(validate=validate.Range(min=1, max=LONGEST_MINUTES), metadata={"example": 60})
    window_start = fields.ClockTime(metadata=OPENS)
    window_end = fields.ClockTime(metadata=CLOSES)
    skills = fields.List(fields.Enum(Skill), validate=validate.Length(max=len(Skill)))
    caregivers_needed = fields.Integer(validate=validate.Range(min=1, max=4), metadata={"example": 1})
    on_holidays = fields.Enum(OnHolidays, metadata={"example": "serve"})
    price_fen = fields.Integer(validate=validate.Range(min=0, max=HIGHEST_FEN), metadata=PRICE)

    @validates_schema
    def check_one_of_both(self, data: dict[str, Any], **_: Any) -> None:
        """An item that goes on is not changed: whoever wishes it otherwise names a new one."""
        if "id" in data:
            others = data.keys() - {"id"}
            if others:
                raise ValidationError("Unknown field.", min(others))
            return
        for name in _NEEDED:
            if name not in data:
                raise ValidationError("Missing data for required field.", name)
        data.setdefault("skills", [])
        data.setdefault("caregivers_needed", 1)
        data.setdefault("on_holidays", OnHolidays.SERVE)


class PlanRevisionSchema(Schema):
    """What a plan is to say from a day on: all its items, those that go on by their id."""

    from_day = day("2026-04-01", required=True, data_key="from")
    items = _items(
        RevisedItemSchema,
        required=True,
        metadata={"example": [{"id": "01900000-0000-7000-8000-000000000000"}]},
    )
    ends_on = day("2026-12-31", allow_none=True)
    preferred_caregivers = _caregivers()
    refused_caregivers = _caregivers()


class PlanAgreementSchema(Schema):
    """How the elder's word is given, on the text that was read."""

    way = fields.Enum(
        AgreementWay,
        required=True,
        validate=validate.OneOf(_GIVEN_BY_HAND),
        metadata={"example": "app", "enum": [each.value for each in _GIVEN_BY_HAND]},
    )
    text_hash = fields.String(required=True, validate=validate.Length(equal=64), metadata=HASH)
    phone = fields.String(
        validate=validate.Length(max=30),
        metadata={
            "example": "13812345678",
            "description": "With `sms_code`: who called, if not the elder from the number on record.",
        },
    )
    code = fields.String(validate=validate.Length(max=12), metadata={"example": "482913"})
    attachment = fields.UUID(metadata={"description": "The signed sheet, with `paper`: the id of an upload."})
    witness = _text(100, {"example": "王芳", "description": "Who else was there, with `paper`."})


class PlanCodeRequestSchema(Schema):
    """Who is on the telephone, if not the elder from the number on record."""

    phone = fields.String(validate=validate.Length(max=30), metadata={"example": "13812345678"})


class PlanCodeSchema(Schema):
    """That a code is on its way, if the number is theirs; `demonstration_code` only where nothing is sent."""

    expires_in = fields.Integer(required=True, metadata={"example": 300, "description": "Seconds."})
    demonstration_code = fields.String(required=True, allow_none=True)


class PlanDeclineSchema(Schema):
    """Why an elder does not agree."""

    reason = _text(200, {"example": "希望改到下午"}, required=True)


class PlanPauseRequestSchema(Schema):
    """From when until when nobody is visited, and why."""

    starts_on = day("2026-03-10", required=True)
    ends_on = day("2026-03-20", allow_none=True, load_default=None)
    reason = fields.Enum(PauseReason, required=True, metadata={"example": "hospital"})


class PlanResumptionSchema(Schema):
    """From when on visits go on."""

    on = day("2026-03-15", required=True)


class PlanEndSchema(Schema):
    """Which day is the last one, and why."""

    on = day("2026-03-31", required=True)
    reason = _text(200, _REASON, required=True)


class PlanAttachmentQuerySchema(Schema):
    """Of which version."""

    version = fields.Integer(in_query=True, validate=validate.Range(min=1), metadata={"example": 1})


class CarePlanFilterSchema(PageArgumentsSchema):
    """Which plans."""

    elder_id = fields.UUID()
    organisation_id = fields.UUID()
    status = fields.Enum(PlanStatus)
