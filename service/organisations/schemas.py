"""The shapes of organisations in JSON."""

from typing import Any

from marshmallow import ValidationError, validate

from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema
from service.organisations.rules import OrganisationKind, is_credit_code

_NAME = validate.Length(min=1, max=100)
_EXAMPLE = {"example": "52330211MJ8912345L"}


class CreditCode(fields.String):
    """A unified social credit code; small letters are taken for capitals."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        code = super()._deserialize(value, attr, data, **kwargs).upper()
        if not is_credit_code(code):
            raise ValidationError(
                "应为 18 位统一社会信用代码，且校验码正确。"
                "|It should be a unified social credit code (GB 32100) of 18 characters with the right check character."
            )
        return code


class OrganisationSchema(Schema):
    """An operator, a social organisation, a department or a property manager."""

    id = fields.UUID(required=True)
    kind = fields.Enum(OrganisationKind, required=True)
    name = fields.String(required=True, metadata={"example": "镇海区夕阳红合唱团"})
    uscc = fields.String(required=True, metadata=_EXAMPLE)
    created_at = fields.Moment(required=True)


class OrganisationRequestSchema(Schema):
    """A new organisation."""

    kind = fields.Enum(OrganisationKind, required=True)
    name = fields.String(required=True, validate=_NAME, metadata={"example": "镇海区夕阳红合唱团"})
    uscc = CreditCode(required=True, validate=validate.Length(max=18), metadata=_EXAMPLE)


class OrganisationChangesSchema(Schema):
    """What changes of an organisation."""

    kind = fields.Enum(OrganisationKind)
    name = fields.String(validate=_NAME, metadata={"example": "镇海区夕阳红艺术团"})
    uscc = CreditCode(validate=validate.Length(max=18), metadata=_EXAMPLE)


class OrganisationFilterSchema(PageArgumentsSchema):
    """Which organisations."""

    kind = fields.Enum(OrganisationKind)
    q = fields.String(validate=validate.Length(min=1, max=50), metadata={"description": "Part of a name."})


class OrganisationMemberSchema(Schema):
    """A resident who may act for an organisation."""

    id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    resident_id = fields.UUID(required=True)
    added_at = fields.Moment(required=True)


class OrganisationMemberRequestSchema(Schema):
    """The resident who may act for it from now on."""

    resident_id = fields.UUID(required=True)
