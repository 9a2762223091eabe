"""The shapes of e-mail addresses in JSON."""

from marshmallow import validate

from service.kit import fields
from service.kit.fields import Schema

_LONGEST_ADDRESS = 254
# One mailbox in ASCII; whether it is there, the code that is sent to it tells.
_ADDRESS = r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*\.[A-Za-z]{2,63}\Z"


class NewEmailAddressSchema(Schema):
    """Where mail is to go, once it is proved."""

    address = fields.String(
        required=True,
        validate=[validate.Length(max=_LONGEST_ADDRESS), validate.Regexp(_ADDRESS)],
        metadata={"example": "wangfang@example.gov.cn"},
    )


class EmailCodeSchema(Schema):
    """The code that came by mail."""

    code = fields.String(
        required=True, validate=validate.Length(min=1, max=20), metadata={"example": "042917"}
    )


class EmailAddressSchema(Schema):
    """Where this account's mail goes, masked."""

    address = fields.String(required=True, metadata={"example": "w***@example.gov.cn"})
    confirmed_at = fields.Moment(
        required=True, allow_none=True, metadata={"description": "null: only the code goes there so far."}
    )
