"""Facts about settlements that others act on."""

from uuid import UUID

from service.kit.messages import message


@message
class SettlementMoved:
    """A settlement stands somewhere else now; whom it concerns is told."""

    settlement_id: UUID
    status: str


@message
class SettlementCounted:
    """A settlement that took a while is counted."""

    settlement_id: UUID
