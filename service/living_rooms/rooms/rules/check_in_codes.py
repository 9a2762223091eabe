"""What the rotating code on a room's screen stands for."""

from uuid import UUID


def code_told(room_id: UUID) -> bytes:
    """What the code that a room shows stands for."""
    return b"check-in-code" + room_id.bytes
