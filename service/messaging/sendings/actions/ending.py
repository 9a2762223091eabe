"""How a sending ends, and what is told of that."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import literal_column, update

from service.kit.database import any_of
from service.kit.work import UnitOfWork
from service.messaging.messages import SendingEnded
from service.messaging.rules import BY_TELEPHONE
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


def call_off_of_proxy(work: UnitOfWork, account_id: UUID, resident_id: UUID) -> None:
    """Send an account nothing more that waits to tell of a resident; what it was told stays in its inbox."""
    for sending in queries.waiting_of_proxy(work, account_id, resident_id):
        end_held(work, sending, SendingStatus.SKIPPED, Reason.CALLED_OFF)


def call_off(work: UnitOfWork, resident_ids: Collection[UUID], key: UUID) -> None:
    """End what waits to go by telephone under this key, for thousands in one statement; of that nothing is told.

    A call that is under way rings on, and what is answered in it still counts.
    """
    waiting = (
        update(Sending)
        .where(
            Sending.resident_id == any_of(resident_ids),
            Sending.tells_key == key,
            Sending.channel.in_(sorted(BY_TELEPHONE)),
            Sending.status == SendingStatus.WAITING,
            Sending.provider_id.is_(None),
        )
        .values(status=SendingStatus.SKIPPED, reason=Reason.CALLED_OFF, ended_at=work.now, content=None)
    )
    work.session.execute(waiting, execution_options={"synchronize_session": False})


def call_off_subject(work: UnitOfWork, subject: UUID, texts: Collection[str]) -> None:
    """Let nobody be sent any more what these texts were to say of something; what has been tried already goes on."""
    untried = update(Sending).where(
        Sending.status == literal_column(f"'{SendingStatus.WAITING}'"),
        Sending.subject == str(subject),
        Sending.text.in_(texts),
        Sending.tries == 0,
        ~Sending.credit_held,
    )
    called_off = {
        "status": SendingStatus.SKIPPED,
        "reason": Reason.CALLED_OFF,
        "ended_at": work.now,
        "content": None,
    }
    work.session.execute(untried.values(**called_off), execution_options={"synchronize_session": False})


def tell(work: UnitOfWork, sending: Sending) -> None:
    """Tell who asked for it by `text_residents` or `call_residents` how it ended."""
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
