"""The shapes of subscriptions in JSON."""

from marshmallow import validate

from service.kit import fields
from service.kit.fields import Schema
from service.messaging.subscriptions.rules import Answer

# More than `wx.requestSubscribeMessage` asks about at a time.
_MOST = 20


class SubscriptionSchema(Schema):
    """A template of WeChat, and how many messages of it this account has asked for."""

    template = fields.String(required=True, metadata={"example": "message"})
    template_id = fields.String(required=True, metadata={"example": "demonstration"})
    is_long_term = fields.Boolean(
        required=True, metadata={"description": "One “yes” is enough for any number of messages."}
    )
    credits = fields.Integer(required=True)


class SubscriptionsSchema(Schema):
    """Every template, for `wx.requestSubscribeMessage` to ask about."""

    items = fields.List(fields.Nested(SubscriptionSchema), required=True)


class SubscriptionAnswerSchema(Schema):
    """What `wx.requestSubscribeMessage` said of one template."""

    template_id = fields.String(required=True, metadata={"example": "demonstration"})
    answer = fields.Enum(Answer, required=True)


class SubscriptionAnswersSchema(Schema):
    """What `wx.requestSubscribeMessage` said."""

    answers = fields.List(
        fields.Nested(SubscriptionAnswerSchema),
        required=True,
        validate=validate.Length(min=1, max=_MOST),
    )
