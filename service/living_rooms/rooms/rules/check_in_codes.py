"""The room's rotating check-in code: eight digits that only the service can make, and that soon are worth nothing."""

from datetime import datetime
from uuid import UUID

from service.kit.short_codes import is_same_code, short_code

_DIGITS = 8


def check_in_code(secret: str, room_id: UUID, now: datetime, seconds: int) -> str:
    """The code that the room shows at this moment; another one every so many `seconds`."""
    return _code(secret, room_id, _window(now, seconds))


def code_changes_at(now: datetime, seconds: int) -> datetime:
    """When the present code gives way to the next."""
    return datetime.fromtimestamp((_window(now, seconds) + 1) * seconds, tz=now.tzinfo)


def is_valid_code(secret: str, room_id: UUID, code: str, now: datetime, seconds: int) -> bool:
    """Whether the room shows this code now or did until just now: who scans as it changes is not sent back."""
    window = _window(now, seconds)
    return any(is_same_code(code, _code(secret, room_id, shown)) for shown in (window, window - 1))


def _window(now: datetime, seconds: int) -> int:
    return int(now.timestamp()) // seconds


def _code(secret: str, room_id: UUID, window: int) -> str:
    told = b"check-in-code" + room_id.bytes + window.to_bytes(8, "big")
    return short_code(secret.encode(), told, _DIGITS)
