"""The shapes of proposals in JSON."""

from marshmallow import validate

from service.elderly_care.planner.rules import UnplacedReason
from service.kit import fields
from service.kit.background import RunStatus
from service.kit.fields import PageArgumentsSchema, Schema

_DAY = {"example": "2026-03-03"}
_MINUTES = {"example": 312}
_HIGHEST_SEED = 2**31 - 1


class CareScheduleRequestSchema(Schema):
    """Whose visits of which days are to be planned: seven days at most. The same seed plans the same day the same way."""

    organisation_id = fields.UUID(required=True)
    from_ = fields.Date(data_key="from", required=True, metadata=_DAY)
    to = fields.Date(required=True, metadata=_DAY)
    seed = fields.Integer(validate=validate.Range(min=0, max=_HIGHEST_SEED), metadata={"example": 7})


class CareScheduleFilterSchema(PageArgumentsSchema):
    """Which proposals."""

    organisation_id = fields.UUID()


class PlanningProgressSchema(Schema):
    """How many steps are done, of how many."""

    done = fields.Integer(required=True, metadata={"example": 2})
    of = fields.Integer(required=True, metadata={"example": 5})


class ListedCareScheduleSchema(Schema):
    """A proposal in a list: how many visits it places, and how many it can not; the routes are read one by one."""

    id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    from_ = fields.Date(data_key="from", required=True)
    to = fields.Date(required=True)
    seed = fields.Integer(required=True, metadata={"example": 7})
    status = fields.Enum(RunStatus, required=True)
    progress = fields.Nested(PlanningProgressSchema, required=True)
    placed_visits = fields.Integer(required=True, metadata={"example": 58})
    unplaced_visits = fields.Integer(required=True, metadata={"example": 2})
    travel_minutes = fields.Integer(required=True, metadata=_MINUTES)
    greedy_travel_minutes = fields.Integer(required=True, metadata={"example": 431})
    time_limit_hit = fields.Boolean(required=True)
    asked_at = fields.Moment(required=True)
    ended_at = fields.Moment(required=True, allow_none=True)
    applied_at = fields.Moment(required=True, allow_none=True)


class ProposedStopSchema(Schema):
    """A visit on a route: when the caregiver can be there, and from when until when it is to be made."""

    visit_id = fields.UUID(required=True)
    arrives_at = fields.Moment(required=True)
    starts_at = fields.Moment(required=True)
    ends_at = fields.Moment(required=True)
    travel_minutes = fields.Integer(
        required=True, metadata={"example": 12, "description": "Minutes of the way there."}
    )


class ProposedRouteSchema(Schema):
    """What a caregiver would make in addition to what stands, in the order of time."""

    caregiver_id = fields.UUID(required=True)
    stops = fields.List(fields.Nested(ProposedStopSchema), required=True)


class UnplacedVisitSchema(Schema):
    """A visit that could not be placed, and why."""

    visit_id = fields.UUID(required=True)
    reason_code = fields.Enum(UnplacedReason, required=True)


class CareScheduleSchema(Schema):
    """A proposal: nothing of it stands until it is applied, as a whole.

    The minutes of travel are those of all ways on the days that have something to plan, to what stands already as well;
    the greedy ones are what they would be if each visit in turn went to whoever is nearest.
    """

    id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    from_ = fields.Date(data_key="from", required=True)
    to = fields.Date(required=True)
    seed = fields.Integer(required=True, metadata={"example": 7})
    status = fields.Enum(RunStatus, required=True)
    progress = fields.Nested(PlanningProgressSchema, required=True)
    routes = fields.List(fields.Nested(ProposedRouteSchema), required=True)
    unplaced = fields.List(fields.Nested(UnplacedVisitSchema), required=True)
    travel_minutes = fields.Integer(required=True, metadata=_MINUTES)
    greedy_travel_minutes = fields.Integer(required=True, metadata={"example": 431})
    greedy_unplaced = fields.Integer(required=True, metadata={"example": 2})
    time_limit_hit = fields.Boolean(
        required=True,
        metadata={"description": "The search was cut short by the clock: the same seed may plan otherwise."},
    )
    stale = fields.List(
        fields.UUID(),
        required=True,
        metadata={
            "description": "Visits that have changed since they were proposed; then nothing is applied."
        },
    )
    asked_at = fields.Moment(required=True)
    ended_at = fields.Moment(required=True, allow_none=True)
    applied_at = fields.Moment(required=True, allow_none=True)
