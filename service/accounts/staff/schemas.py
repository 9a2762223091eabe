"""The shapes of staff accounts."""

from marshmallow import validate

from service.accounts import rules
from service.accounts.schemas import NAME_LENGTH, Password
from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema

_USERNAME = validate.Regexp(
    rules.USERNAME,
    error="3 至 32 个字母、数字、点、横线或下划线，以字母开头。"
    "|3 to 32 letters, digits, dots, dashes or underscores, a letter first.",
)


class StaffSchema(Schema):
    """The account of a staff member."""

    id = fields.UUID(required=True)
    username = fields.String(required=True, metadata={"example": "worker"})
    display_name = fields.String(required=True, metadata={"example": "王芳"})
    disabled = fields.Boolean(required=True)
    created_at = fields.Moment(required=True)


class StaffRequestSchema(Schema):
    """A new staff member; the password is to be changed at the first login."""

    username = fields.String(required=True, validate=_USERNAME, metadata={"example": "wang.fang"})
    display_name = fields.String(required=True, validate=NAME_LENGTH, metadata={"example": "王芳"})
    password = Password(metadata={"example": "Plum-blossom-27"})


class StaffChangesSchema(Schema):
    """What changes; a new password is an initial one and ends all logins."""

    display_name = fields.String(validate=NAME_LENGTH, metadata={"example": "王芳芳"})
    disabled = fields.Boolean(metadata={"example": True})
    password = Password(required=False, metadata={"example": "Plum-blossom-28"})


class StaffFilterSchema(PageArgumentsSchema):
    """Which staff."""

    q = fields.String(validate=validate.Length(max=50), metadata={"description": "Part of a name."})
    disabled = fields.Boolean()
