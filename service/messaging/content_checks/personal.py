"""What checks hold about a person: what they wrote, and whether others could see it."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from service.accounts import queries as accounts
from service.kit.personal import Kept, copied, erased
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.messaging.content_checks import actions, queries


@copied(
    "content_checks",
    Text("内容审核记录", "Checks of what you wrote"),
    text=Text("内容", "Text"),
    submitted_at=Text("提交时间", "Handed in at"),
    state=Text("结果", "Outcome"),
    reason=Text("原因", "Reason"),
)
def content_checks(work: UnitOfWork, resident_id: UUID) -> Iterable[Mapping[str, Any]]:
    """What their accounts have written, the oldest first."""
    for check in queries.written_by(work, accounts.every_account_id_of(work, resident_id)):
        yield {
            "text": check.text,
            "submitted_at": check.submitted_at,
            "state": check.state.words,
            "reason": check.reason,
        }


@erased
def forget_checks(work: UnitOfWork, resident_id: UUID) -> Iterable[Kept]:
    """Nothing is left."""
    actions.forget_written_by(work, accounts.every_account_id_of(work, resident_id))
    return []
