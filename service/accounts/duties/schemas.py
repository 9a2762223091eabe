"""The shapes in which duties are asked for."""

from marshmallow import validate

from service.kit import fields
from service.kit.actor import Function, Role
from service.kit.fields import Schema


class DutyRequestSchema(Schema):
    """A duty to grant: the role decides whether it needs a region or an organisation, and which functions."""

    role = fields.Enum(Role, required=True, metadata={"example": "street_staff"})
    region_code = fields.String(
        allow_none=True, validate=validate.Length(max=40), metadata={"example": "330211001"}
    )
    organisation_id = fields.UUID(allow_none=True)
    functions = fields.List(
        fields.Enum(Function),
        validate=validate.Length(max=len(Function)),
        metadata={
            "example": ["rooms"],
            "description": "Named for streets and the district; else all of the role's when left out.",
        },
    )
    valid_from = fields.Date(metadata={"description": "Today when left out."})
    valid_until = fields.Date(allow_none=True, metadata={"description": "The last day; open when left out."})
    stands_in_for = fields.UUID(
        allow_none=True, metadata={"description": "The account whose duty this is for some days."}
    )
