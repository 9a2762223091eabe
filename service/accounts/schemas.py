"""The shapes of accounts and duties that several calls tell."""

from typing import Any

import marshmallow
from marshmallow import validate

from service.accounts.rules import LONGEST_PASSWORD, AccountKind
from service.kit import fields
from service.kit.actor import Role
from service.kit.fields import Nested, Schema

NAME_LENGTH = validate.Length(min=1, max=50)


class Password(marshmallow.fields.String):
    """A password as it was typed: blanks at its ends belong to it."""

    def __init__(self, *, required: bool = True, **options: Any) -> None:
        length = validate.Length(min=1, max=LONGEST_PASSWORD)
        super().__init__(required=required, load_only=True, validate=length, **options)


class DutySchema(Schema):
    """A role in a region and all below it, or in an organisation, on dates of the district."""

    id = fields.UUID(required=True)
    account_id = fields.UUID(required=True)
    role = fields.Enum(Role, required=True)
    region_code = fields.String(required=True, allow_none=True, metadata={"example": "330211001001"})
    organisation_id = fields.UUID(required=True, allow_none=True)
    functions = fields.List(fields.String(), required=True, metadata={"example": ["people", "rooms"]})
    valid_from = fields.Date(required=True)
    valid_until = fields.Date(required=True, allow_none=True)
    stands_in_for = fields.UUID(required=True, allow_none=True)


class AccountSchema(Schema):
    """Who is logged in."""

    id = fields.UUID(required=True)
    kind = fields.Enum(AccountKind, required=True)
    display_name = fields.String(required=True, metadata={"example": "王芳"})
    resident_id = fields.UUID(required=True, allow_none=True)
    duties = fields.List(Nested(DutySchema), required=True)
    password_expired = fields.Boolean(
        required=True, metadata={"description": "True: nothing but changing the password is possible."}
    )
