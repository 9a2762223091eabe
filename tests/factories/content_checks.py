"""Checks of what was written, in one line."""

from typing import Any

from service.accounts.models import Account
from service.kit.content import Scene
from service.kit.work import UnitOfWork
from service.messaging.content_checks.models import ContentCheck
from service.messaging.content_checks.rules import CheckState, ReviewReason
from tests.factories import regions


def check(work: UnitOfWork, author: Account, text: str = "周三合唱排练", **values: Any) -> ContentCheck:
    """A check that waits for a worker unless said otherwise."""
    regions.tree(work)
    made = ContentCheck(
        **{
            "kind": "living_rooms.booking_title",
            "subject_id": work.new_id(),
            "region_code": regions.COMMUNITY,
            "author_id": author.id,
            "scene": Scene.COMMENT,
            "text": text,
            "submitted_at": work.now,
            "state": CheckState.IN_REVIEW,
            "review_reason": ReviewReason.NO_MACHINE,
            **values,
        }
    )
    work.session.add(made)
    work.session.flush()
    return made
