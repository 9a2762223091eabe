"""The room's rotating check-in code: digits that only the service can make, and that soon are worth nothing."""

from datetime import datetime
from uuid import UUID

from service.kit.short_codes import code_changes_at, is_shown, rotating_code

__all__ = ["check_in_code", "code_changes_at", "is_valid_code"]


def check_in_code(secret: str, room_id: UUID, now: datetime, seconds: int) -> str:
    """The code that the room shows at this moment; another one every so many `seconds`."""
    return rotating_code(secret, _told(room_id), now, seconds)


def is_valid_code(secret: str, room_id: UUID, code: str, now: datetime, seconds: int) -> bool:
    """Whether the room shows this code now or did until just now."""
    return is_shown(secret, _told(room_id), code, now, seconds)


def _told(room_id: UUID) -> bytes:
    return b"check-in-code" + room_id.bytes
