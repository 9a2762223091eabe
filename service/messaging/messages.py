"""Facts about what was said to people."""

from uuid import UUID

from service.kit.messages import message
from service.messaging.rules import Channel
from service.messaging.sendings.rules import SendingStatus


@message
class SendingEnded:
    """What was sent by `text_residents` or `call_residents`, or is followed, has ended: sent, failed, skipped or given up.

    `confirmed` is that the person has answered that they got it (pressed 1 in a call).
    """

    sending_id: UUID
    inbox_message_id: UUID | None
    resident_id: UUID
    channel: Channel
    result: SendingStatus
    reason: str | None
    confirmed: bool
    key: UUID
    subject: str | None
