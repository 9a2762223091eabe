"""The shapes of visits and of what is done to them."""

from typing import Any

from marshmallow import validate

from service.elderly_care.catalogue.rules import Mode, Payer
from service.elderly_care.visits.rules import VisitCancellation, VisitStatus
from service.elderly_care.visits.schemas.parts import ELDER, MINUTES, REGION, SERVICE, DoorSchema, MakerSchema
from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema

_MOST_AT_ONCE = 100
_MOST_CAREGIVERS = 4
_CALLED_OFF_BY_HAND = (VisitCancellation.ELDER_ASKED, VisitCancellation.OPERATOR)


def _caregivers(**options: Any) -> Any:
    told = {"description": "The whole list; while places are free the visit stays `planned`."}
    few = validate.Length(max=_MOST_CAREGIVERS)
    return fields.List(fields.UUID(), validate=few, metadata=told, **options)


def _elder_agreed() -> Any:
    told = {"description": "The elder agreed to a time of that day outside the window."}
    return fields.Boolean(load_default=False, metadata=told)


def _beyond_shift() -> Any:
    return fields.Boolean(
        load_default=False, metadata={"description": "The caregiver agreed to work longer."}
    )


class VisitSchema(Schema):
    """A visit. `starts_at` to `ends_at` is what is arranged; it may be made at any time of the window."""

    id = fields.UUID(required=True)
    plan_id = fields.UUID(required=True)
    item_id = fields.UUID(required=True)
    occurs_on = fields.Date(
        required=True, metadata={"description": "Which occurrence of its item it is, whenever it is made."}
    )
    elder_id = fields.UUID(required=True)
    elder_name = fields.String(required=True, allow_none=True, metadata=ELDER)
    region_code = fields.String(required=True, metadata=REGION)
    organisation_id = fields.UUID(required=True)
    contract_id = fields.UUID(required=True, allow_none=True)
    service_id = fields.UUID(required=True)
    service_name = fields.String(required=True, metadata=SERVICE)
    mode = fields.Enum(Mode, required=True)
    payer = fields.Enum(Payer, required=True)
    private = fields.Boolean(required=True)
    window_starts_at = fields.Moment(required=True)
    window_ends_at = fields.Moment(required=True)
    minutes = fields.Integer(required=True, metadata=MINUTES)
    caregivers_needed = fields.Integer(required=True, metadata={"example": 1})
    skills = fields.List(fields.String(), required=True, metadata={"example": ["bathing"]})
    status = fields.Enum(VisitStatus, required=True)
    starts_at = fields.Moment(required=True, allow_none=True)
    ends_at = fields.Moment(required=True, allow_none=True)
    caregivers = fields.List(fields.Nested(MakerSchema), required=True)
    round_id = fields.UUID(required=True, allow_none=True)
    rescheduled_from_id = fields.UUID(required=True, allow_none=True)
    cancelled_because = fields.Enum(VisitCancellation, required=True, allow_none=True)
    made_at = fields.Moment(required=True)
    updated_at = fields.Moment(required=True)
    door = fields.Nested(DoorSchema, required=True, allow_none=True)


class VisitFilterSchema(PageArgumentsSchema):
    """Which visits; `from` and `to` are days of their windows' beginning."""

    organisation_id = fields.UUID()
    caregiver_id = fields.UUID()
    elder_id = fields.UUID()
    from_ = fields.Date(data_key="from")
    to = fields.Date()
    status = fields.Enum(VisitStatus)


class VisitChangesSchema(Schema):
    """When a visit is made and by whom; what is not named stays."""

    caregiver_ids = _caregivers()
    starts_at = fields.Moment(metadata={"description": "On a quarter of an hour."})
    elder_agreed = _elder_agreed()
    beyond_shift = _beyond_shift()


class VisitWishSchema(VisitChangesSchema):
    """One of many visits that are arranged together."""

    visit_id = fields.UUID(required=True)


class VisitAssignmentsSchema(Schema):
    """Visits that are arranged together, all or none."""

    visits = fields.List(
        fields.Nested(VisitWishSchema), required=True, validate=validate.Length(min=1, max=_MOST_AT_ONCE)
    )


class VisitSwapSchema(Schema):
    """Two visits that trade caregivers."""

    visit_id = fields.UUID(required=True)
    with_visit_id = fields.UUID(required=True)


class ArrangedVisitsSchema(Schema):
    """Visits that were arranged together."""

    visits = fields.List(fields.Nested(VisitSchema), required=True)


class VisitCancellationSchema(Schema):
    """Why a visit is called off; `operator` only by who plans."""

    reason = fields.Enum(
        VisitCancellation,
        required=True,
        validate=validate.OneOf(_CALLED_OFF_BY_HAND),
        metadata={"example": "elder_asked"},
    )


class VisitDaySchema(Schema):
    """On which day a visit is made instead, and if that is known already, when and by whom."""

    day = fields.Date(required=True, metadata={"example": "2026-03-04"})
    starts_at = fields.Moment()
    caregiver_ids = _caregivers(load_default=list)
    elder_agreed = _elder_agreed()
    beyond_shift = _beyond_shift()
