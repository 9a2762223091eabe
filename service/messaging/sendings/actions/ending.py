"""How a sending ends, and what is told of that."""

from uuid import UUID

from service.kit.work import UnitOfWork
from service.messaging.messages import SendingEnded
from service.messaging.sendings import queries
from service.messaging.sendings.actions import crediting
from service.messaging.sendings.models import Sending
from service.messaging.sendings.rules import Reason, SendingStatus

_NOT_GONE = frozenset({SendingStatus.DEAD, SendingStatus.FAILED, SendingStatus.SKIPPED})


def end(work: UnitOfWork, sending_id: UUID, status: SendingStatus, reason: str | None = None) -> None:
    """End a sending that waits; one that has ended already stays as it is."""
    sending = queries.waiting(work, sending_id)
    if sending is not None:
        end_held(work, sending, status, reason)


def end_held(work: UnitOfWork, sending: Sending, status: SendingStatus, reason: str | None = None) -> None:
    """End a sending that is in this transaction's hands; what it was to say is kept only for who sends it again."""
    if status in _NOT_GONE:
        crediting.give_back(work, sending)
    sending.status = status
    sending.reason = reason
    sending.ended_at = work.now
    if status is not SendingStatus.DEAD:
        sending.content = None
    if sending.tells_key is not None:
        tell(work, sending)


def tell(work: UnitOfWork, sending: Sending) -> None:
    """Tell who asked to know how it ended."""
    if sending.tells_key is None or sending.resident_id is None:
        return
    work.announce(
        SendingEnded(
            sending_id=sending.id,
            inbox_message_id=sending.inbox_message_id,
            resident_id=sending.resident_id,
            channel=sending.channel,
            result=sending.status,
            reason=sending.reason,
            confirmed=sending.reason == Reason.CONFIRMED,
            key=sending.tells_key,
            subject=sending.subject,
        )
    )
