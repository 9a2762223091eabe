"""The shapes of sendings in JSON: where each stands, and neither what it says nor to whom."""

from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema
from service.messaging.rules import Channel
from service.messaging.sendings.rules import SendingStatus


class SendingSchema(Schema):
    """One message on its way by one channel."""

    id = fields.UUID(required=True)
    channel = fields.Enum(Channel, required=True)
    status = fields.Enum(SendingStatus, required=True)
    reason = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why it ended so: our word, or the gateway's code.", "example": "43101"},
    )
    text = fields.String(required=True, metadata={"example": "living_rooms.booking_confirmed"})
    urgent = fields.Boolean(required=True)
    tries = fields.Integer(required=True)
    made_at = fields.Moment(required=True)
    next_try_at = fields.Moment(required=True)
    give_up_at = fields.Moment(required=True)
    ended_at = fields.Moment(required=True, allow_none=True)


class SendingFilterSchema(PageArgumentsSchema):
    """Which sendings."""

    status = fields.Enum(SendingStatus)
    channel = fields.Enum(Channel)


class ChannelStateSchema(Schema):
    """How a channel is doing."""

    channel = fields.Enum(Channel, required=True)
    is_offered = fields.Boolean(required=True, metadata={"description": "A gateway is set up."})
    failures = fields.Integer(required=True, metadata={"description": "Of the gateway, in a row."})
    rests_until = fields.Moment(
        required=True, allow_none=True, metadata={"description": "Until then nothing is sent by it."}
    )
    last_error = fields.String(required=True, allow_none=True)


class ChannelStatesSchema(Schema):
    """How the channels are doing."""

    items = fields.List(fields.Nested(ChannelStateSchema), required=True)


class VoiceTokenSchema(Schema):
    """The secret in the address that the voice gateway was given."""

    token = fields.String(required=True, metadata={"example": "a-long-secret"})


class VoiceReportSchema(Schema):
    """What the voice gateway tells of a call that is over (`VoiceReport`); it tells more, which is passed by."""

    call_id = fields.String(required=True, metadata={"example": "116012354148^102813780000"})
    status_code = fields.String(allow_none=True, metadata={"example": "200000"})
    duration = fields.String(allow_none=True, metadata={"example": "12"})
    dtmf = fields.String(allow_none=True, metadata={"example": "1"})


class VoiceReportsTakenSchema(Schema):
    """What the voice gateway expects to hear; anything else it tells again."""

    code = fields.Integer(required=True, metadata={"example": 0})
    msg = fields.String(required=True, metadata={"example": "成功"})
