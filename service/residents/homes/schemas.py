"""The shapes of homes, households and moves in JSON."""

from marshmallow import validate

from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema
from service.residents.homes.rules import (
    LONGEST_ROOM,
    LONGEST_UNIT,
    DepartureKind,
    HomeKind,
    HouseholdKind,
    Relation,
    ResidenceEnd,
)
from service.residents.people.schemas import ResidentSchema

_REGION = {
    "example": "330211001001-001-001",
    "description": "A building; where none is on record its grid, estate or community.",
}
_UNIT = {"example": "2", "description": "单元, where there is one."}
_ROOM = {"example": "301", "description": "室; without a building on record the house number."}
_NUMBER = {"example": "330211000123", "description": "户号 of the household register."}
_IN_ON = {"example": "2026-03-01", "description": "The first day there."}
_OUT_ON = {"description": "The first day not there any more.", "example": "2026-03-01"}
_REASON = {"example": "家属告知，已见死亡证明"}


class MemberSchema(Schema):
    """Somebody who lives, or on the day asked for lived, there."""

    resident_id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"example": "陈阿婆"})
    relation = fields.Enum(Relation, required=True)
    moved_in_on = fields.Date(required=True, metadata=_IN_ON)
    moved_out_on = fields.Date(required=True, allow_none=True, metadata=_OUT_ON)


class HouseholdSchema(Schema):
    """A household and who belongs to it."""

    id = fields.UUID(required=True)
    home_id = fields.UUID(required=True)
    kind = fields.Enum(HouseholdKind, required=True)
    number = fields.String(required=True, allow_none=True, metadata=_NUMBER)
    needs_householder = fields.Boolean(
        required=True, metadata={"description": "The householder has died or left; ask who it is now."}
    )
    members = fields.List(fields.Nested(MemberSchema), required=True)


class ListedHomeSchema(Schema):
    """A home, and how many live there now."""

    id = fields.UUID(required=True)
    region_code = fields.String(required=True, metadata=_REGION)
    unit = fields.String(required=True, allow_none=True, metadata=_UNIT)
    room = fields.String(required=True, metadata=_ROOM)
    kind = fields.Enum(HomeKind, required=True, allow_none=True)
    address = fields.String(required=True, metadata={"example": "桂花苑 3 幢 2 单元 301 室"})
    residents = fields.Integer(required=True, metadata={"example": 3})


class HomeSchema(ListedHomeSchema):
    """A home, its households, and who lives there without belonging to one."""

    households = fields.List(fields.Nested(HouseholdSchema), required=True)
    lodgers = fields.List(fields.Nested(MemberSchema), required=True)


class NewHomeSchema(Schema):
    """A home to put on record."""

    region_code = fields.String(required=True, validate=validate.Length(max=40), metadata=_REGION)
    unit = fields.String(allow_none=True, validate=validate.Length(max=LONGEST_UNIT * 2), metadata=_UNIT)
    room = fields.String(required=True, validate=validate.Length(max=LONGEST_ROOM * 2), metadata=_ROOM)
    kind = fields.Enum(HomeKind, allow_none=True)


class HomeChangesSchema(Schema):
    """What to correct of a home; with another `region_code` all who live there follow."""

    region_code = fields.String(validate=validate.Length(max=40), metadata=_REGION)
    unit = fields.String(allow_none=True, validate=validate.Length(max=LONGEST_UNIT * 2), metadata=_UNIT)
    room = fields.String(validate=validate.Length(max=LONGEST_ROOM * 2), metadata=_ROOM)
    kind = fields.Enum(HomeKind, allow_none=True)


class HomeFilterSchema(PageArgumentsSchema):
    """Which homes."""

    region_code = fields.String(validate=validate.Length(max=40), metadata=_REGION)


class HomeDaySchema(Schema):
    """Of which day; without one of now."""

    on = fields.Date(metadata={"example": "2026-03-01"})


class RelatedSchema(Schema):
    """A member, and what they are to the householder."""

    resident_id = fields.UUID(required=True)
    relation = fields.Enum(Relation, required=True)


_MEMBERS = validate.Length(max=50)


class NewHouseholdSchema(Schema):
    """A household to put on record; its members live in the home already."""

    home_id = fields.UUID(required=True)
    kind = fields.Enum(HouseholdKind, load_default=HouseholdKind.FAMILY)
    number = fields.String(validate=validate.Length(min=1, max=40), metadata=_NUMBER)
    members = fields.List(fields.Nested(RelatedSchema), validate=_MEMBERS)
    on = fields.Date(metadata={"description": "From which day; today if it is not said."})


class HouseholdChangesSchema(Schema):
    """What to change of a household; a householder who makes way becomes `other` unless named in `members`."""

    kind = fields.Enum(HouseholdKind)
    number = fields.String(allow_none=True, validate=validate.Length(max=40), metadata=_NUMBER)
    householder_id = fields.UUID()
    members = fields.List(fields.Nested(RelatedSchema), validate=_MEMBERS)


class SplitSchema(Schema):
    """Who becomes a household of their own."""

    members = fields.List(
        fields.Nested(RelatedSchema), required=True, validate=validate.Length(min=1, max=50)
    )
    number = fields.String(validate=validate.Length(min=1, max=40), metadata=_NUMBER)
    on = fields.Date(metadata={"description": "From which day; today if it is not said."})


class HouseholdFilterSchema(PageArgumentsSchema):
    """Which households."""

    home_id = fields.UUID()
    number = fields.String(validate=validate.Length(min=1, max=40), metadata=_NUMBER)


class WantedHomeSchema(Schema):
    """A home by its `id`, or by `region_code`, `room` and perhaps `unit`: put on record if it is not."""

    id = fields.UUID()
    region_code = fields.String(validate=validate.Length(max=40), metadata=_REGION)
    unit = fields.String(allow_none=True, validate=validate.Length(max=LONGEST_UNIT * 2), metadata=_UNIT)
    room = fields.String(validate=validate.Length(max=LONGEST_ROOM * 2), metadata=_ROOM)


_BY_PLACE = {"example": {"region_code": "330211001001-001", "unit": "2", "room": "301"}}


class MoveSchema(Schema):
    """Where somebody lives from a day on; a householder without `household_id` founds a household."""

    home = fields.Nested(WantedHomeSchema, required=True, metadata=_BY_PLACE)
    household_id = fields.UUID()
    relation = fields.Enum(Relation, load_default=Relation.OTHER)
    moved_in_on = fields.Date(required=True, metadata=_IN_ON)


class VerificationSchema(Schema):
    """In which home the person lives, if that is known by now."""

    home = fields.Nested(WantedHomeSchema, metadata=_BY_PLACE)
    household_id = fields.UUID()
    relation = fields.Enum(Relation)
    moved_in_on = fields.Date(metadata={**_IN_ON, "description": "Today if it is not said."})


class MoveOutSchema(Schema):
    """Since when somebody lives elsewhere: outside the district, or in another community of it."""

    moved_out_on = fields.Date(required=True, metadata=_OUT_ON)
    reason = fields.String(validate=validate.Length(max=500), metadata={"example": "随女儿居住"})
    whereto = fields.String(validate=validate.Length(max=200), metadata={"example": "杭州市"})
    region_code = fields.String(
        validate=validate.Length(max=40),
        metadata={"example": "330211002001", "description": "The new community, if in this district."},
    )


class DeathSchema(Schema):
    """When somebody died, and how that is known."""

    died_on = fields.Date(required=True, metadata={"example": "2026-03-01"})
    reason = fields.String(validate=validate.Length(max=500), metadata=_REASON)


class EndedSchema(Schema):
    """Something that ended with a departure, and is not brought back by undoing that."""

    what = fields.String(required=True, metadata={"example": "预约：城东居民会客厅"})
    subject = fields.String(required=True, metadata={"example": "01900000-0000-7000-8000-000000000000"})
    at = fields.Moment(required=True, allow_none=True)


class DepartureSchema(Schema):
    """That somebody died or moved away, what ended with it, and the record as it stands."""

    kind = fields.Enum(DepartureKind, required=True)
    departed_on = fields.Date(required=True, metadata={"example": "2026-03-01"})
    reason = fields.String(required=True, allow_none=True, metadata=_REASON)
    undone_at = fields.Moment(required=True, allow_none=True)
    ended = fields.List(fields.Nested(EndedSchema), required=True)
    resident = fields.Nested(ResidentSchema, required=True)


class StaySchema(Schema):
    """A home of the past or present."""

    id = fields.UUID(required=True)
    home_id = fields.UUID(required=True)
    household_id = fields.UUID(required=True, allow_none=True)
    address = fields.String(required=True, metadata={"example": "桂花苑 3 幢 2 单元 301 室"})
    relation = fields.Enum(Relation, required=True)
    moved_in_on = fields.Date(required=True, metadata=_IN_ON)
    moved_out_on = fields.Date(required=True, allow_none=True, metadata=_OUT_ON)
    ended_because = fields.Enum(ResidenceEnd, required=True, allow_none=True)
