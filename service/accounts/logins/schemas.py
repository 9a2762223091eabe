"""The shapes of logins."""

from marshmallow import validate

from service.accounts.identities import schemas as proofs
from service.accounts.schemas import AccountSchema, Password
from service.kit import fields
from service.kit.fields import Nested, Schema

_TOKEN_LENGTH = validate.Length(min=1, max=2000)


class WechatLoginRequestSchema(Schema):
    """What `wx.login` gave the mini-program."""

    code = fields.String(
        required=True, validate=validate.Length(min=1, max=128), metadata={"example": "demo-resident-1"}
    )


class ZhelibanLoginRequestSchema(Schema):
    """A ticket of 浙里办, good once."""

    ticket = fields.String(required=True, validate=proofs.CODE, metadata=proofs.TICKET)


class ZhezhengdingLoginRequestSchema(Schema):
    """A code of 浙政钉, good once and for five minutes."""

    code = fields.String(required=True, validate=proofs.CODE, metadata={"example": "demo-new-worker"})
    flow = fields.String(
        load_default=proofs.FLOWS[0], validate=validate.OneOf(proofs.FLOWS), metadata=proofs.FLOW
    )


class SmsLoginRequestSchema(Schema):
    """A telephone, and the code that was sent to it."""

    phone = fields.String(required=True, validate=proofs.PHONE_LENGTH, metadata=proofs.PHONE)
    code = fields.String(required=True, validate=proofs.SMS_CODE_LENGTH, metadata={"example": "123456"})


class PasswordLoginRequestSchema(Schema):
    """A staff member's username and password."""

    username = fields.String(
        required=True, validate=validate.Length(min=1, max=64), metadata={"example": "worker"}
    )
    password = Password(metadata={"example": "linli-demo-2026"})


class RefreshRequestSchema(Schema):
    """The refresh token of the last answer; it is good once."""

    refresh_token = fields.String(
        required=True, validate=_TOKEN_LENGTH, metadata={"example": "eyJhbGciOiJIUzI1NiIs…"}
    )


class PasswordChangeRequestSchema(Schema):
    """The present password and the next one."""

    old_password = Password(metadata={"example": "linli-demo-2026"})
    new_password = Password(metadata={"example": "Plum-blossom-27"})


class LoginSchema(Schema):
    """A login: an access token for the next minutes, a refresh token for the next pair, and whose it is."""

    access_token = fields.String(required=True)
    refresh_token = fields.String(required=True)
    token_type = fields.String(required=True, metadata={"example": "Bearer"})
    expires_in = fields.Integer(required=True, metadata={"example": 900, "description": "In seconds."})
    account = Nested(AccountSchema, required=True)
