"""Questions about notices, each narrowed to what the actor may see."""

from service.events.notices.queries.keeping import notices_kept, number_to_review
from service.events.notices.queries.notices import (
    addressing,
    due_to_publish,
    has_file,
    notice,
    readers,
    seen_by,
    texts,
    waiting_for_review,
)
from service.events.notices.queries.pages import notices_for
from service.events.notices.queries.public import public_notices
from service.events.notices.queries.receipts import read_by_their_accounts, receipts
from service.events.notices.queries.to_read import notices_to_read
from service.events.notices.queries.unread import unread_by_number

__all__ = [
    "addressing",
    "due_to_publish",
    "has_file",
    "notice",
    "notices_for",
    "notices_kept",
    "notices_to_read",
    "number_to_review",
    "public_notices",
    "read_by_their_accounts",
    "readers",
    "receipts",
    "seen_by",
    "texts",
    "unread_by_number",
    "waiting_for_review",
]
