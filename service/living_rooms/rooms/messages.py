"""What the rooms tell others: time that became free, and time in which a room is closed."""

from datetime import datetime
from uuid import UUID

from service.kit.messages import message


@message
class TimeFreed:
    """Time in a room can be booked again; buffers that were claimed with it are included."""

    living_room_id: UUID
    starts_at: datetime
    ends_at: datetime


@message
class RoomClosed:
    """A room is out of use for some time; what stands in it has to go."""

    closure_id: UUID
    living_room_id: UUID
    starts_at: datetime
    ends_at: datetime
    reason: str
