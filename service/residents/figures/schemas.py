"""The shapes of figures in JSON."""

from marshmallow import validate

from service.kit import fields
from service.kit.fields import Schema
from service.residents.figures.rules import Breakdown

_HIDDEN = "null: fewer than 5, and not for you to see."


class FiguresArgumentsSchema(Schema):
    """Of where, and broken down by what."""

    region_code = fields.String(
        required=True, validate=validate.Length(max=40), metadata={"example": "330211001001"}
    )
    by = fields.Enum(Breakdown, required=True, metadata={"example": "age"})


class FigureSchema(Schema):
    """How many people one part has."""

    key = fields.String(required=True, metadata={"example": "80-89"})
    name_zh = fields.String(required=True, metadata={"example": "80–89 岁"})
    name_en = fields.String(required=True, metadata={"example": "80 to 89"})
    count = fields.Integer(required=True, allow_none=True, metadata={"example": 412, "description": _HIDDEN})


class FiguresSchema(Schema):
    """The people of a place in numbers; unless exact, small ones are hidden and others rounded down to fives."""

    region_code = fields.String(required=True, metadata={"example": "330211001001"})
    by = fields.Enum(Breakdown, required=True, metadata={"example": "age"})
    on = fields.Date(required=True)
    is_exact = fields.Boolean(required=True)
    total = fields.Integer(required=True, allow_none=True, metadata={"example": 6210, "description": _HIDDEN})
    figures = fields.List(fields.Nested(FigureSchema), required=True)
