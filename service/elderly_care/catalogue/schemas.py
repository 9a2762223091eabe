"""The shapes of the catalogue in JSON."""

from typing import Any

from marshmallow import validate

from service.elderly_care.catalogue.rules import (
    CODE_PATTERN,
    HIGHEST_FEN,
    LONGEST_MINUTES,
    Aid,
    AssessmentNeed,
    Mode,
    Payer,
    ServiceCategory,
    Skill,
)
from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema

_NAME = {"example": "助浴"}
_MINUTES = validate.Range(min=1, max=LONGEST_MINUTES)
_FEN = validate.Range(min=0, max=HIGHEST_FEN)
_CEILING = {"example": 12000, "description": "The most that one time may cost in any contract, in fen."}


def _several(kind: Any, **options: Any) -> Any:
    return fields.List(fields.Enum(kind), validate=validate.Length(max=len(kind)), **options)


class AssessmentNeedSchema(Schema):
    """Whether somebody is assessed before they get the service, when this payer pays."""

    payer = fields.Enum(Payer, required=True)
    need = fields.Enum(AssessmentNeed, required=True)
    within_days = fields.Integer(
        allow_none=True, validate=validate.Range(min=1, max=365), metadata={"example": None}
    )


class CareServiceSchema(Schema):
    """A service of the catalogue."""

    id = fields.UUID(required=True)
    code = fields.String(required=True, metadata={"example": "bathing_at_home"})
    name = fields.String(required=True, metadata=_NAME)
    category = fields.Enum(ServiceCategory, required=True)
    mode = fields.Enum(Mode, required=True)
    aids = fields.List(fields.String(), required=True, metadata={"example": ["bathing"]})
    skills = fields.List(fields.String(), required=True, metadata={"example": ["bathing"]})
    minutes = fields.Integer(required=True, metadata={"example": 60})
    ceiling_fen = fields.Integer(required=True, metadata=_CEILING)
    assessment = fields.List(fields.Nested(AssessmentNeedSchema), required=True)
    withdrawn_at = fields.Moment(required=True, allow_none=True)


class NewCareServiceSchema(Schema):
    """A service to put into the catalogue."""

    code = fields.String(
        required=True, validate=validate.Regexp(CODE_PATTERN), metadata={"example": "foot_care"}
    )
    name = fields.String(required=True, validate=validate.Length(min=1, max=40), metadata={"example": "修脚"})
    category = fields.Enum(ServiceCategory, required=True)
    mode = fields.Enum(Mode, required=True)
    aids = _several(Aid, load_default=list)
    skills = _several(Skill, load_default=list)
    minutes = fields.Integer(required=True, validate=_MINUTES, metadata={"example": 60})
    ceiling_fen = fields.Integer(required=True, validate=_FEN, metadata=_CEILING)
    assessment = fields.List(
        fields.Nested(AssessmentNeedSchema), load_default=list, validate=validate.Length(max=len(Payer))
    )


class CareServiceChangesSchema(Schema):
    """What changes of a service; a `withdrawn` one is planned no more."""

    name = fields.String(validate=validate.Length(min=1, max=40), metadata=_NAME)
    aids = _several(Aid)
    skills = _several(Skill)
    minutes = fields.Integer(validate=_MINUTES)
    ceiling_fen = fields.Integer(validate=_FEN, metadata=_CEILING)
    assessment = fields.List(fields.Nested(AssessmentNeedSchema), validate=validate.Length(max=len(Payer)))
    withdrawn = fields.Boolean()


class CareServiceFilterSchema(PageArgumentsSchema):
    """Which services."""

    category = fields.Enum(ServiceCategory)
    mode = fields.Enum(Mode)
    aid = fields.Enum(Aid)
    withdrawn = fields.Boolean(load_default=False, metadata={"description": "With the withdrawn ones."})
