"""The shapes in JSON of how notices get to every household."""

from marshmallow import validate

from service.events.notices.schemas import AddressingSchema, GridReceiptsSchema
from service.events.reaching.rules import Step, Way, WorkersWay
from service.kit import fields
from service.kit.acting import ActedBySchema
from service.kit.fields import PageArgumentsSchema, Schema


class HouseholdsByWaySchema(Schema):
    """How many households were reached by one way."""

    way = fields.Enum(Way, required=True)
    households = fields.Integer(required=True)


class HouseholdsByStepSchema(Schema):
    """How many households that were not reached are at one step."""

    step = fields.Enum(Step, required=True)
    households = fields.Integer(required=True)


class ReachCountsSchema(Schema):
    """Households by how they were reached, and by the step at which the others are."""

    households = fields.Integer(required=True)
    reached = fields.Integer(required=True)
    gone = fields.Integer(
        required=True, metadata={"description": "Not reached, and nobody of them lives here any more."}
    )
    not_begun = fields.Integer(required=True, metadata={"description": "No step was taken for them yet."})
    by_way = fields.List(fields.Nested(HouseholdsByWaySchema), required=True)
    by_step = fields.List(fields.Nested(HouseholdsByStepSchema), required=True)


class StepTakenSchema(Schema):
    """When a step was taken for a household, for how many of its people, and how many of those a gateway got to."""

    step = fields.Enum(Step, required=True)
    taken_at = fields.Moment(required=True)
    people = fields.Integer(required=True)
    sent = fields.Integer(required=True)
    failed = fields.Integer(required=True)


class PersonToReachSchema(Schema):
    """Somebody of a household; the telephone number only while the household is to be called or visited."""

    resident_id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"example": "王桂英"})
    is_adult = fields.Boolean(required=True)
    phone = fields.String(required=True, allow_none=True, metadata={"example": "+8613800010001"})
    read_at = fields.Moment(required=True, allow_none=True)
    confirmed_at = fields.Moment(required=True, allow_none=True)


class HouseholdToReachSchema(Schema):
    """A household: where it is, who belongs to it, which steps were taken, and how and through whom it was reached."""

    grid_code = fields.String(required=True, metadata={"example": "330211001001-001"})
    grid_name = fields.String(required=True, metadata={"example": "第一网格"})
    address = fields.String(required=True, allow_none=True, metadata={"example": "桂花苑 3 幢 502 室"})
    step = fields.Enum(
        Step, required=True, allow_none=True, metadata={"description": "The last that was taken."}
    )
    next_at = fields.Moment(
        required=True, allow_none=True, metadata={"description": "When the next step is taken."}
    )
    reached_by = fields.Enum(Way, required=True, allow_none=True)
    reached_at = fields.Moment(required=True, allow_none=True)
    reached_through = fields.UUID(
        required=True, allow_none=True, metadata={"description": "The adult who answered or was told."}
    )
    acted_by = fields.Nested(ActedBySchema, required=True, allow_none=True)
    gone_at = fields.Moment(required=True, allow_none=True)
    steps = fields.List(fields.Nested(StepTakenSchema), required=True)
    people = fields.List(fields.Nested(PersonToReachSchema), required=True)


class HouseholdsToReachSchema(Schema):
    """The first households that are not reached; the others follow in `…/households?reached=false&cursor=`."""

    items = fields.List(fields.Nested(HouseholdToReachSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class HouseholdFilterSchema(PageArgumentsSchema):
    """Which households: on the call list or the doorstep list (`step`), reached or not, of one grid."""

    step = fields.Enum(Step)
    reached = fields.Boolean()
    grid_code = fields.String(validate=validate.Length(1, 40))


class ReachedSchema(Schema):
    """Whom of a household one has spoken to, and how."""

    resident_id = fields.UUID(required=True)
    way = fields.Enum(WorkersWay, required=True)


class ReachGridReceiptsSchema(GridReceiptsSchema):
    """The receipts of a notice in a grid, and of one that must reach how its households were reached."""

    reaching = fields.Nested(ReachCountsSchema, required=True, allow_none=True)


class NoticeReceiptsSchema(Schema):
    """The receipts of a notice at the places that one serves, over its addressees at publishing; a page of grids.

    Of a notice that must reach also how its households were reached since `began_at`, and for workers who is not.
    """

    addressed = fields.Integer(required=True)
    read = fields.Integer(required=True)
    confirmed = fields.Integer(required=True)
    addressing = fields.Nested(AddressingSchema, required=True)
    reaching = fields.Nested(ReachCountsSchema, required=True, allow_none=True)
    began_at = fields.Moment(required=True, allow_none=True)
    ended_at = fields.Moment(required=True, allow_none=True)
    not_reached = fields.Nested(HouseholdsToReachSchema, required=True, allow_none=True)
    items = fields.List(fields.Nested(ReachGridReceiptsSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
