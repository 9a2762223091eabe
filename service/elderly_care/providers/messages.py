"""Facts about contracts that other rooms act on."""

from datetime import date
from uuid import UUID

from service.kit.messages import message


@message
class ContractEnding:
    """A contract is near its last day, or was ended early; `successor_id` goes on with what it served, if any."""

    contract_id: UUID
    ends_on: date
    successor_id: UUID | None
