"""Subscriptions over HTTP."""

from typing import Any

from service.kit.api import Blueprint
from service.kit.work import UnitOfWork
from service.messaging.subscriptions import actions, queries
from service.messaging.subscriptions.errors import NoSuchTemplate
from service.messaging.subscriptions.schemas import SubscriptionAnswersSchema, SubscriptionsSchema

subscriptions = Blueprint(
    "subscriptions",
    url_prefix="/inbox/credits",
    description="订阅消息: which messages of WeChat one asked for.",
)


@subscriptions.get()
@subscriptions.response(200, SubscriptionsSchema)
def list_subscriptions(work: UnitOfWork) -> dict[str, Any]:
    """List the templates of WeChat, with how many messages of each one has asked for."""
    return {"items": queries.subscriptions(work)}


@subscriptions.post()
@subscriptions.arguments(SubscriptionAnswersSchema)
@subscriptions.response(200, SubscriptionsSchema)
@subscriptions.fails(NoSuchTemplate)
def note_subscriptions(work: UnitOfWork, told: dict[str, Any]) -> dict[str, Any]:
    """Tell what `wx.requestSubscribeMessage` answered: each “accept” is one message that may be sent."""
    return {"items": actions.note_answers(work, **told)}
