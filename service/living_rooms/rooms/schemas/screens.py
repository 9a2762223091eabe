"""The room's screen and its check-in code in JSON."""

from service.kit import fields
from service.kit.fields import Schema


class ScreenTokenSchema(Schema):
    """That the room's screen has a token."""

    id = fields.UUID(required=True)
    created_at = fields.Moment(required=True)


class NewScreenTokenSchema(ScreenTokenSchema):
    """The screen's token, shown this once."""

    token = fields.String(
        required=True,
        metadata={"description": "For `Authorization: Bearer …` of `GET /living-rooms/{id}/check-in-code`."},
    )


class CheckInCodeSchema(Schema):
    """The code that checks in who scans or types it, until it changes."""

    code = fields.String(required=True, metadata={"example": "04183726"})
    expires_at = fields.Moment(required=True)
    qr_svg = fields.String(required=True, metadata={"example": "<svg …></svg>"})
