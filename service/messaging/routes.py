"""The inbox over HTTP."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import request

from service.kit.api import Blueprint
from service.kit.pages import Page
from service.kit.problems import language
from service.kit.texts import Language
from service.kit.work import UnitOfWork
from service.messaging import actions, queries
from service.messaging.errors import AlwaysOn, QuietHoursIncomplete
from service.messaging.models import InboxMessage, InboxPreferences
from service.messaging.schemas import (
    InboxFilterSchema,
    InboxMessageSchema,
    InboxPreferencesChangesSchema,
    InboxPreferencesSchema,
)

inbox = Blueprint("inbox", url_prefix="/inbox", description="消息: what the service told this account.")


@inbox.get()
@inbox.paged(InboxMessageSchema, InboxFilterSchema)
def list_inbox(work: UnitOfWork, wanted: dict[str, Any]) -> Page[dict[str, Any]]:
    """List what the service told this account, the newest first."""
    found = queries.inbox(work, **wanted)
    return Page(_all_told(work, found.items), found.next_cursor)


@inbox.get("/preferences")
@inbox.response(200, InboxPreferencesSchema)
def get_inbox_preferences(work: UnitOfWork) -> InboxPreferences:
    """Read how this account is told."""
    return queries.preferences(work)


@inbox.patch("/preferences")
@inbox.arguments(InboxPreferencesChangesSchema)
@inbox.response(200, InboxPreferencesSchema)
@inbox.fails(AlwaysOn, QuietHoursIncomplete)
def change_inbox_preferences(work: UnitOfWork, changes: dict[str, Any]) -> InboxPreferences:
    """Change how this account is told."""
    return actions.change_preferences(work, **changes)


@inbox.get("/<uuid:message_id>")
@inbox.response(200, InboxMessageSchema)
def get_inbox_message(work: UnitOfWork, message_id: UUID) -> dict[str, Any]:
    """Read one message; that alone does not mark it read."""
    return _all_told(work, [queries.inbox_message(work, message_id)])[0]


@inbox.post("/<uuid:message_id>/read")
@inbox.response(200, InboxMessageSchema)
def mark_inbox_message_read(work: UnitOfWork, message_id: UUID) -> dict[str, Any]:
    """Mark a message as read; the first time counts."""
    return _all_told(work, [actions.mark_read(work, message_id)])[0]


def _language(work: UnitOfWork) -> Language:
    """What the request asks for, else what the account prefers."""
    if "Accept-Language" in request.headers:
        return language()
    return queries.preferences(work).language.value


def _all_told(work: UnitOfWork, messages: Sequence[InboxMessage]) -> list[dict[str, Any]]:
    spoken = _language(work)
    ways = queries.deliveries(work, messages)
    return [_told(message, spoken, ways[message.id]) for message in messages]


def _told(message: InboxMessage, spoken: Language, deliveries: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": message.id,
        "resident_id": message.resident_id,
        "text": message.text,
        "title": message.title.in_language(spoken),
        "body": message.body.in_language(spoken),
        "subject": message.subject,
        "urgent": message.urgent,
        "told_at": message.told_at,
        "read_at": message.read_at,
        "deliveries": deliveries,
    }
