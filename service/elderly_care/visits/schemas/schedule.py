"""The shapes of a caregiver's week and of an operator's schedule."""

from service.elderly_care.caregivers.rules import AbsenceKind
from service.elderly_care.caregivers.schemas import ShiftField, ShiftSchema
from service.elderly_care.catalogue.rules import Mode
from service.elderly_care.visits.rules import VisitStatus
from service.elderly_care.visits.schemas.parts import ELDER, MINUTES, REGION, SERVICE, TRAVEL, DoorSchema
from service.kit import fields
from service.kit.fields import Schema


class DaysSchema(Schema):
    """Which days; by themselves from today on as far as one sees."""

    from_ = fields.Date(data_key="from")
    to = fields.Date()


class MyStopSchema(Schema):
    """A visit or a round of one's own: when and in which area; `door` from the evening before, if the elder shares it."""

    kind = fields.String(required=True, metadata={"example": "visit"})
    visit_id = fields.UUID(required=True, allow_none=True)
    round_id = fields.UUID(required=True, allow_none=True)
    status = fields.String(required=True, metadata={"example": "assigned"})
    mode = fields.Enum(Mode, required=True)
    service_name = fields.String(required=True, metadata=SERVICE)
    name = fields.String(required=True, allow_none=True, metadata={"example": "午餐一线"})
    starts_at = fields.Moment(required=True)
    ends_at = fields.Moment(required=True)
    travel_minutes = fields.Integer(required=True, metadata=TRAVEL)
    partners = fields.List(fields.String(), required=True, metadata={"example": ["李护理员"]})
    area = fields.String(required=True, allow_none=True, metadata={"example": "招宝山街道 胜利路社区"})
    elder_name = fields.String(required=True, allow_none=True, metadata=ELDER)
    door = fields.Nested(DoorSchema, required=True, allow_none=True)


class MyStopsSchema(Schema):
    """What one has to do, in the order of time."""

    stops = fields.List(fields.Nested(MyStopSchema), required=True)


class ScheduleQuerySchema(Schema):
    """Whose schedule, of which days: seven at most."""

    organisation_id = fields.UUID(required=True)
    from_ = fields.Date(data_key="from", required=True, metadata={"example": "2026-03-03"})
    to = fields.Date(required=True, metadata={"example": "2026-03-03"})


class ScheduledStopSchema(Schema):
    """A visit or a round that somebody makes; `sets_out_at` is when the way there begins."""

    visit_id = fields.UUID(required=True, allow_none=True)
    round_id = fields.UUID(required=True, allow_none=True)
    status = fields.String(required=True, metadata={"example": "assigned"})
    mode = fields.Enum(Mode, required=True)
    service_name = fields.String(required=True, metadata=SERVICE)
    name = fields.String(required=True, allow_none=True, metadata={"example": "午餐一线"})
    region_code = fields.String(required=True, allow_none=True, metadata=REGION)
    elder_name = fields.String(required=True, allow_none=True, metadata=ELDER)
    sets_out_at = fields.Moment(required=True)
    starts_at = fields.Moment(required=True)
    ends_at = fields.Moment(required=True)
    travel_minutes = fields.Integer(required=True, metadata=TRAVEL)


class ScheduledAbsenceSchema(Schema):
    """When somebody does not work."""

    id = fields.UUID(required=True)
    kind = fields.Enum(AbsenceKind, required=True)
    starts_at = fields.Moment(required=True)
    ends_at = fields.Moment(required=True)


class ScheduledCaregiverSchema(Schema):
    """A caregiver's part of the schedule."""

    caregiver_id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"example": "周护理员"})
    skills = fields.List(fields.String(), required=True, metadata={"example": ["bathing"]})
    left_on = fields.Date(required=True, allow_none=True)
    shifts = fields.List(ShiftField(ShiftSchema), required=True)
    absences = fields.List(fields.Nested(ScheduledAbsenceSchema), required=True)
    stops = fields.List(fields.Nested(ScheduledStopSchema), required=True)


class OpenVisitSchema(Schema):
    """A visit that lacks somebody who makes it."""

    visit_id = fields.UUID(required=True)
    round_id = fields.UUID(required=True, allow_none=True)
    status = fields.Enum(VisitStatus, required=True)
    mode = fields.Enum(Mode, required=True)
    service_name = fields.String(required=True, metadata=SERVICE)
    region_code = fields.String(required=True, metadata=REGION)
    elder_name = fields.String(required=True, allow_none=True, metadata=ELDER)
    window_starts_at = fields.Moment(required=True)
    window_ends_at = fields.Moment(required=True)
    starts_at = fields.Moment(required=True, allow_none=True)
    ends_at = fields.Moment(required=True, allow_none=True)
    minutes = fields.Integer(required=True, metadata=MINUTES)
    skills = fields.List(fields.String(), required=True, metadata={"example": ["bathing"]})
    lacking = fields.Integer(required=True, metadata={"example": 1})


class ScheduleSchema(Schema):
    """What an operator's caregivers do on some days, and what nobody has; `more_open`: not all of that is shown."""

    organisation_id = fields.UUID(required=True)
    caregivers = fields.List(fields.Nested(ScheduledCaregiverSchema), required=True)
    open = fields.List(fields.Nested(OpenVisitSchema), required=True)
    more_open = fields.Boolean(required=True)
