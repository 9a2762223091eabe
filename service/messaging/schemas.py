"""The shapes of the inbox in JSON."""

from marshmallow import validate

from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema
from service.messaging.rules import Channel, ChosenChannel, DeliveryResult, Matter, SpokenLanguage


class DeliverySchema(Schema):
    """That a message took a channel, and what became of it."""

    channel = fields.Enum(Channel, required=True)
    result = fields.Enum(DeliveryResult, required=True)


class InboxMessageSchema(Schema):
    """What the service told this account; `subject` is the id of what it is about."""

    id = fields.UUID(required=True)
    resident_id = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "Whom it concerns: oneself, or the elder one acts for."},
    )
    text = fields.String(required=True, metadata={"example": "living_rooms.booking_confirmed"})
    title = fields.String(required=True, metadata={"example": "预约成功"})
    body = fields.String(required=True, metadata={"example": "您已预约3月2日（周一）10:00的会客厅。"})
    subject = fields.String(required=True, allow_none=True)
    urgent = fields.Boolean(
        required=True, metadata={"description": "It can not wait for the end of quiet hours."}
    )
    told_at = fields.Moment(required=True)
    read_at = fields.Moment(required=True, allow_none=True)
    deliveries = fields.List(fields.Nested(DeliverySchema), required=True)


class InboxFilterSchema(PageArgumentsSchema):
    """Which messages."""

    unread = fields.Boolean(metadata={"description": "true: not yet read; false: read."})


class ChannelSchema(Schema):
    """A channel, whether it can be switched off, and where it is."""

    channel = fields.Enum(ChosenChannel, required=True)
    can_switch_off = fields.Boolean(required=True)
    is_on = fields.Boolean(required=True)
    matters_off = fields.List(
        fields.Enum(Matter), required=True, metadata={"description": "In which matters it is not used."}
    )


class ChannelChangesSchema(Schema):
    """What to change in the use of one channel."""

    channel = fields.Enum(ChosenChannel, required=True)
    is_on = fields.Boolean()
    matters_off = fields.List(fields.Enum(Matter), validate=validate.Length(max=len(Matter)))


_ON_A_CLOCK = validate.Regexp(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z")
_QUIET = "Between these no telephone rings or lights up unless it is urgent; null: as the district has it."


class InboxPreferencesSchema(Schema):
    """How this account is told. The inbox is the channel of record: it always holds."""

    language = fields.Enum(
        SpokenLanguage,
        required=True,
        metadata={"description": "Holds where a request does not name a language."},
    )
    channels = fields.List(fields.Nested(ChannelSchema), required=True)
    quiet_from = fields.String(
        required=True, allow_none=True, metadata={"description": _QUIET, "example": "22:00"}
    )
    quiet_until = fields.String(required=True, allow_none=True, metadata={"example": "07:00"})


class InboxPreferencesChangesSchema(Schema):
    """What to change in how this account is told."""

    language = fields.Enum(SpokenLanguage)
    channels = fields.List(
        fields.Nested(ChannelChangesSchema), validate=validate.Length(min=1, max=len(ChosenChannel))
    )
    quiet_from = fields.String(
        allow_none=True, validate=_ON_A_CLOCK, metadata={"description": _QUIET, "example": "22:00"}
    )
    quiet_until = fields.String(allow_none=True, validate=_ON_A_CLOCK, metadata={"example": "07:00"})
