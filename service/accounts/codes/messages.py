"""Facts about codes."""

from uuid import UUID

from service.kit.messages import message


@message
class CodeAsked:
    """Somebody asked for a code; it lies sealed with its row until it is sent."""

    code_id: UUID
