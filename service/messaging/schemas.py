"""The shapes of the inbox in JSON."""

from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema
from service.messaging.rules import Channel, DeliveryResult, SpokenLanguage


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
    """A channel, and whether it can be switched off."""

    channel = fields.Enum(Channel, required=True)
    can_switch_off = fields.Boolean(required=True)


class InboxPreferencesSchema(Schema):
    """How this account is told. The inbox is the channel of record: it always holds."""

    language = fields.Enum(
        SpokenLanguage,
        required=True,
        metadata={"description": "Holds where a request does not name a language."},
    )
    channels = fields.List(fields.Nested(ChannelSchema), required=True)


class InboxPreferencesChangesSchema(Schema):
    """What to change in how this account is told."""

    language = fields.Enum(SpokenLanguage)
