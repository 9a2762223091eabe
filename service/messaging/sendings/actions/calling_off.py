"""What waits and is not to go any more: the gateways may be dead for hours, and take only so many a minute.

What a gateway has taken already goes on: a call that is under way rings, and what is answered in it still counts. So
does what it takes at this very moment: its answer takes the end back (settling.py).
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, update

from service.kit.background import BackgroundRun, ask_for_stretches
from service.kit.database import any_of
from service.kit.work import UnitOfWork
from service.messaging.rules import BY_TELEPHONE
from service.messaging.sendings import queries
from service.messaging.sendings.actions.ending import end, end_held
from service.messaging.sendings.models import Sending
from service.messaging.sendings.rules import Reason, SendingStatus

KIND = "messaging.call_off_subject"
AT_ONCE = 10_000


def call_off_of_proxy(work: UnitOfWork, account_id: UUID, resident_id: UUID) -> None:
    """Send an account nothing more that waits to tell of a resident; what it was told stays in its inbox."""
    for sending in queries.waiting_of_proxy(work, account_id, resident_id):
        end_held(work, sending, SendingStatus.SKIPPED, Reason.CALLED_OFF)


def call_off(work: UnitOfWork, resident_ids: Collection[UUID], key: UUID) -> None:
    """End what waits to go by telephone under this key, for thousands in one statement; of that nothing is told."""
    _skip(
        work,
        Sending.resident_id == any_of(resident_ids),
        Sending.tells_key == key,
        Sending.channel.in_(sorted(BY_TELEPHONE)),
        Sending.status == SendingStatus.WAITING,
        Sending.provider_id.is_(None),
    )


def call_off_subject(work: UnitOfWork, subject: UUID, texts: Collection[str]) -> None:
    """Have nothing more sent of what these texts were to say of something, soon after this transaction."""
    ask_for_stretches(work, KIND, subject=str(subject), texts=sorted(texts))


def call_off_next(work: UnitOfWork, run: BackgroundRun) -> bool:
    """End the next of what waits to say something of a subject; whether they were the last."""
    subject, texts = run.checkpoint["subject"], run.checkpoint["texts"]
    found = queries.waiting_about(work, subject, texts, after=run.after, limit=AT_ONCE)
    for sending_id in (row.id for row in found if row.credit_held):
        end(work, sending_id, SendingStatus.SKIPPED, Reason.CALLED_OFF)
    _skip(work, Sending.id == any_of([row.id for row in found if not row.credit_held]))
    run.done += len(found)
    return run.note_stretch(found[-1].id if len(found) == AT_ONCE else None)


def _skip(work: UnitOfWork, *which: ColumnElement[bool]) -> None:
    """End these without a word, and without their content."""
    ended: dict[str, Any] = {
        "status": SendingStatus.SKIPPED,
        "reason": Reason.CALLED_OFF,
        "ended_at": work.now,
        "content": None,
    }
    skipping = update(Sending).where(*which).values(ended)
    work.session.execute(skipping, execution_options={"synchronize_session": False})
