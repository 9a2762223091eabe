"""The shapes of places in JSON."""

from marshmallow import validate

from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema
from service.regions.rules import LOCAL, Level

_CODE = validate.Length(min=1, max=40)
_NAME = validate.Length(min=1, max=100)


class RegionSchema(Schema):
    """A place as it stands today."""

    code = fields.String(required=True, metadata={"example": "330211001001"})
    level = fields.Enum(Level, required=True)
    name = fields.String(required=True, metadata={"example": "胜利路社区"})
    parent_code = fields.String(required=True, allow_none=True, metadata={"example": "330211001"})


class StepSchema(Schema):
    """A place on the way from the top of the tree."""

    code = fields.String(required=True, metadata={"example": "330211"})
    name = fields.String(required=True, metadata={"example": "镇海区"})
    level = fields.Enum(Level, required=True)


class RegionStandingSchema(RegionSchema):
    """How a place stands, today or on a day that was asked for, with its path from the top, itself last."""

    path = fields.List(fields.Nested(StepSchema), required=True)
    valid_from = fields.Date(required=True, metadata={"description": "Since when it has stood so."})
    valid_until = fields.Date(
        required=True,
        allow_none=True,
        metadata={"description": "The last day on which it stands so; null while no change is known."},
    )


class RegionRequestSchema(Schema):
    """A new place inside a community: estate under community, grid under community or estate, building under grid."""

    parent_code = fields.String(required=True, validate=_CODE, metadata={"example": "330211001001"})
    level = fields.String(
        required=True, validate=validate.OneOf([level.value for level in LOCAL]), metadata={"example": "grid"}
    )
    name = fields.String(required=True, validate=_NAME, metadata={"example": "第一网格"})


class RegionChangesSchema(Schema):
    """Another name or another parent, from today or from a day within a year."""

    name = fields.String(validate=_NAME, metadata={"example": "东门网格"})
    parent_code = fields.String(validate=_CODE, metadata={"example": "330211001002"})
    valid_from = fields.Date(metadata={"description": "The first day of the change; today when left out."})


class RegionFilterSchema(PageArgumentsSchema):
    """Which places."""

    parent_code = fields.String(validate=_CODE, metadata={"description": "Directly below this place."})
    level = fields.Enum(Level)
    q = fields.String(
        validate=validate.Length(min=1, max=50),
        metadata={"description": "Part of a name, or the beginning of a code."},
    )


class RegionDaySchema(Schema):
    """The day of the tree that is asked for."""

    on = fields.Date(metadata={"description": "How it stood on that day; today when left out."})
