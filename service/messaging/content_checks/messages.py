"""How a text has been judged. Several words may be spoken of one text: which holds, `queries.state_of` tells."""

from uuid import UUID

from service.kit.messages import message


@message
class ContentPassed:
    """Others may see a text."""

    check_id: UUID
    kind: str
    subject_id: UUID


@message
class ContentBlocked:
    """Nobody but its author may see a text."""

    check_id: UUID
    kind: str
    subject_id: UUID
