"""What the waiting list tells itself and others."""

from datetime import datetime
from uuid import UUID

from service.kit.messages import message


@message
class TimeToOffer:
    """There may be time in a room that somebody waits for; one offer is made, then this is told again."""

    living_room_id: UUID
    starts_at: datetime
    ends_at: datetime
