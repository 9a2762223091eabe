"""The shapes of walks in JSON."""

from marshmallow import validate

from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema
from service.residents.homes.rules import HomeKind, Relation
from service.residents.people.rules import Sex
from service.residents.rules import ResidentStatus
from service.residents.walks.rules import MOST_STOPS_A_PAGE


class WordsSchema(Schema):
    """A sentence in both languages."""

    zh = fields.String(required=True, metadata={"example": "预约桂花会客厅（已确认）"})
    en = fields.String(required=True, metadata={"example": "Booking of 桂花会客厅 (confirmed)"})


class WalkTagSchema(Schema):
    """A tag that matters for a visit."""

    code = fields.String(required=True, metadata={"example": "lives_alone"})
    name = fields.Nested(WordsSchema, required=True)


class WalkContactSchema(Schema):
    """Whom to call in an emergency; the telephone in full."""

    name = fields.String(required=True, metadata={"example": "陈小妹"})
    relation = fields.String(required=True, metadata={"example": "女儿"})
    phone = fields.String(required=True, metadata={"example": "+8613812345678"})


class WalkMatterSchema(Schema):
    """Something that is under way for a person."""

    what = fields.Nested(WordsSchema, required=True)
    at = fields.Moment(required=True, allow_none=True)


class WalkPersonSchema(Schema):
    """Somebody who lives there; the telephone in full, for calling and visiting."""

    resident_id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"example": "陈阿婆"})
    status = fields.Enum(ResidentStatus, required=True)
    sex = fields.Enum(Sex, required=True, allow_none=True)
    age = fields.Integer(required=True, allow_none=True, metadata={"example": 86})
    relation = fields.Enum(Relation, required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True, metadata={"example": "+8613812345678"})
    tags = fields.List(fields.Nested(WalkTagSchema), required=True)
    emergency_contacts = fields.List(fields.Nested(WalkContactSchema), required=True)
    open_matters = fields.List(fields.Nested(WalkMatterSchema), required=True)


class WalkHomeSchema(Schema):
    """A home with who lives there; an empty one too."""

    home_id = fields.UUID(required=True)
    unit = fields.String(required=True, allow_none=True, metadata={"example": "2"})
    room = fields.String(required=True, metadata={"example": "301"})
    kind = fields.Enum(HomeKind, required=True, allow_none=True)
    people = fields.List(fields.Nested(WalkPersonSchema), required=True)


class WalkStopSchema(Schema):
    """A building, or a place whose homes lie in no building; `way` leads there from the place of the walk."""

    region_code = fields.String(required=True, metadata={"example": "330211001001-003"})
    name = fields.String(required=True, metadata={"example": "桂花苑3幢"})
    level = fields.String(required=True, metadata={"example": "building"})
    way = fields.List(fields.String(), required=True, metadata={"example": ["第一网格", "桂花苑3幢"]})
    homes = fields.List(fields.Nested(WalkHomeSchema), required=True)
    without_home = fields.List(fields.Nested(WalkPersonSchema), required=True)


class WalkArgumentsSchema(PageArgumentsSchema):
    """Which stretch of the walk; `limit` counts buildings."""

    limit = fields.Integer(
        in_query=True, load_default=10, validate=validate.Range(min=1, max=MOST_STOPS_A_PAGE)
    )
