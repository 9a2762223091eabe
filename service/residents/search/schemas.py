"""The shapes of a search for residents in JSON."""

from marshmallow import validate

from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema
from service.residents.people.rules import Sex
from service.residents.rules import ResidentStatus


class ResidentFilterSchema(PageArgumentsSchema):
    """Which records."""

    region_code = fields.String(
        validate=validate.Length(max=40),
        metadata={"example": "330211001001", "description": "A place, and all below it."},
    )
    status = fields.Enum(
        ResidentStatus, metadata={"description": "Without it, a search by `tag` is for who lives here."}
    )
    tag = fields.String(
        validate=validate.Length(min=1, max=40),
        metadata={"description": "A code from `/resident-tags`; who has it today, computed ones too."},
    )
    q = fields.String(
        validate=validate.Length(min=1, max=50),
        metadata={
            "description": "The beginning of a name (within a community any part of it), "
            "or a whole telephone or ID number."
        },
    )


class FoundResidentSchema(Schema):
    """A record as a list shows it; telephone and ID number are masked."""

    id = fields.UUID(required=True)
    name = fields.String(required=True, metadata={"example": "陈阿婆"})
    status = fields.Enum(ResidentStatus, required=True)
    region_code = fields.String(required=True, allow_none=True, metadata={"example": "330211001001"})
    address = fields.String(required=True, allow_none=True, metadata={"example": "胜利路 18 号"})
    home_id = fields.UUID(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True, metadata={"example": "138****5678"})
    id_number = fields.String(required=True, allow_none=True, metadata={"example": "330***********1023"})
    sex = fields.Enum(Sex, required=True, allow_none=True)
    birth_on = fields.Date(required=True, allow_none=True)
    is_claim = fields.Boolean(required=True)
    proved_by = fields.String(required=True, allow_none=True, metadata={"example": "zheliban"})
    registered_at = fields.Moment(required=True)
    verified_at = fields.Moment(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    tags = fields.List(
        fields.String(),
        required=True,
        metadata={"example": ["aged_80"], "description": "Codes of what holds today and you may see."},
    )
