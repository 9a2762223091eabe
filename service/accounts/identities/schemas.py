"""The shapes of identities and of the proofs they are linked by."""

from marshmallow import validate

from service.kit import fields
from service.kit.fields import Schema

# What a provider's code may be made of: it goes into what is signed.
_ONE_WORD = validate.Regexp(r"^[A-Za-z0-9_.~+/=-]+$")
CODE = [validate.Length(min=1, max=256), _ONE_WORD]
SMS_CODE_LENGTH = validate.Length(min=1, max=20)
PHONE_LENGTH = validate.Length(min=1, max=30)
FLOWS = ("in_app", "qr")
PHONE = {"example": "13812345678", "description": "A Chinese mobile number."}
TICKET = {
    "example": "demo-resident-1",
    "description": "`ticketId` of `ZWJSBridge.ssoTicket` or the callback.",
}
FLOW = {
    "example": "in_app",
    "description": "`in_app`: from `dd.getAuthCode`; `qr`: from the page with the QR code.",
}
_TAKE_OVER = {
    "description": "True: if it leads into another account with which nobody has registered, move it from there."
}


class IdentitySchema(Schema):
    """A way into one's account; what the provider calls the person is not told."""

    id = fields.UUID(required=True)
    provider = fields.String(
        required=True,
        metadata={
            "example": "wechat",
            "description": "`wechat, zheliban, zhezhengding, sms`; or `demonstration`.",
        },
    )
    hint = fields.String(
        required=True,
        allow_none=True,
        metadata={"example": "78", "description": "Of a telephone the last two digits."},
    )
    linked_at = fields.Moment(required=True)


class _ProofSchema(Schema):
    take_over = fields.Boolean(load_default=False, metadata=_TAKE_OVER)


class WechatProofSchema(_ProofSchema):
    """What `wx.login` gave the mini-program."""

    code = fields.String(
        required=True, validate=validate.Length(min=1, max=128), metadata={"example": "demo-new-anna"}
    )


class ZhelibanProofSchema(_ProofSchema):
    """A ticket of 浙里办, good once."""

    ticket = fields.String(required=True, validate=CODE, metadata=TICKET)


class ZhezhengdingProofSchema(Schema):
    """A code of 浙政钉, good once and for five minutes."""

    code = fields.String(required=True, validate=CODE, metadata={"example": "demo-new-worker"})
    flow = fields.String(load_default=FLOWS[0], validate=validate.OneOf(FLOWS), metadata=FLOW)


class TelephoneSchema(Schema):
    """To which telephone."""

    phone = fields.String(required=True, validate=PHONE_LENGTH, metadata=PHONE)


class TelephoneProofSchema(_ProofSchema):
    """A telephone, and the code that was sent to it."""

    phone = fields.String(required=True, validate=PHONE_LENGTH, metadata=PHONE)
    code = fields.String(required=True, validate=SMS_CODE_LENGTH, metadata={"example": "123456"})


class AskedCodeSchema(Schema):
    """A code is on its way, if the telephone can be reached; the answer is always the same."""

    expires_in = fields.Integer(required=True, metadata={"example": 300, "description": "In seconds."})
    demonstration_code = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "example": None,
            "description": "The code itself where the demonstration gateway stands, which sends nothing; else null.",
        },
    )
