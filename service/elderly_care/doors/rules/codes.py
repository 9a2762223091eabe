"""Codes at the door: the device's of this half minute, the sheet's of this half-day, checked against when they were read.

A device's or a sheet's secret proves only what was read while it hung there: what was made offline before it was
replaced, and is sent after, comes out the same.
"""

from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from service.elderly_care.doors.errors import MonthOutOfReach
from service.elderly_care.rules import Point
from service.kit.clock import local
from service.kit.months import month_after
from service.kit.short_codes import is_same_code, short_code

# What devices on the market show (RFC 6238 with its defaults).
DIGITS = 6
STEP = timedelta(seconds=30)
# 160 bits, as RFC 4226 recommends, and what such devices take.
DEVICE_SECRET_BYTES = 20
_ISSUER = "Linli"
_NOON = 12


class SecretKind(StrEnum):
    """What shows codes at the door."""

    DEVICE = "device"
    SHEET = "sheet"


class CodeVerdict(StrEnum):
    """Which of them showed the code."""

    DEVICE = "device"
    SHEET = "sheet"
    WRONG = "wrong"


class Half(StrEnum):
    """Half a day by the district's clock."""

    AM = "am"
    PM = "pm"


@dataclass(frozen=True, slots=True)
class HeldSecret:
    """What the codes of a device or sheet are made of, and from when until when it hung at the door."""

    kind: SecretKind
    secret: str = field(repr=False)
    given_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DoorFacts:
    """What finding and proving a home needs."""

    id: UUID
    elder_id: UUID
    place: Point | None
    allowance_m: int
    secrets: Sequence[HeldSecret] = ()


@dataclass(frozen=True, slots=True)
class SheetDay:
    """The two codes of a day."""

    date: date
    am: str
    pm: str


def code_verdict(door: DoorFacts | None, code: str, at: datetime, *, tolerance_steps: int) -> CodeVerdict:
    """Whether a device or sheet at the door showed this code at that moment, give or take some steps of 30 seconds."""
    if door is None:
        return CodeVerdict.WRONG
    slack = tolerance_steps * STEP
    for held in door.secrets:
        if not held.given_at - slack <= at or (held.ended_at is not None and at >= held.ended_at):
            continue
        if any(is_same_code(code, shown) for shown in _shown(door.id, held, at, tolerance_steps)):
            return CodeVerdict(held.kind)
    return CodeVerdict.WRONG


def device_code(secret: str, at: datetime) -> str:
    """What a device shows at that moment (RFC 6238)."""
    return _totp(secret).generate(int(at.timestamp())).decode()


def device_address(secret: str, door_id: UUID) -> str:
    """The secret as an `otpauth://` address, which devices are set up with; it tells nobody whose door that is."""
    return _totp(secret).get_provisioning_uri(door_id.hex[-8:], _ISSUER)


def sheet_code(secret: str, door_id: UUID, day: date, half: Half) -> str:
    """What the sheet shows for a half-day."""
    told = b"door-sheet" + door_id.bytes + day.isoformat().encode() + half.encode()
    return short_code(secret.encode(), told, DIGITS)


def sheet_days(secret: str, door_id: UUID, days: Sequence[date]) -> list[SheetDay]:
    """The codes of these days."""
    return [
        SheetDay(day, *(sheet_code(secret, door_id, day, half) for half in (Half.AM, Half.PM)))
        for day in days
    ]


def days_to_print(month: date, today: date, *, months_ahead: int) -> list[date]:
    """The days of a month that a sheet is printed for: none that is over, for nobody needs its codes but a forger.

    Raises MonthOutOfReach.
    """
    ahead = (month.year - today.year) * 12 + month.month - today.month
    if not 0 <= ahead <= months_ahead:
        raise MonthOutOfReach(field="month", last=f"{month_after(today, months_ahead):%Y-%m}")
    first = max(month, today)
    return [first + timedelta(days=number) for number in range((month_after(month) - first).days)]


def _shown(door_id: UUID, held: HeldSecret, at: datetime, tolerance_steps: int) -> list[str]:
    """All that was shown around that moment."""
    moments = [at + number * STEP for number in range(-tolerance_steps, tolerance_steps + 1)]
    if held.kind is SecretKind.DEVICE:
        return [device_code(held.secret, moment) for moment in moments]
    halves = {_half(moment) for moment in moments}
    return [sheet_code(held.secret, door_id, *half) for half in halves]


def _half(at: datetime) -> tuple[date, Half]:
    shown = local(at)
    return shown.date(), Half.AM if shown.hour < _NOON else Half.PM


def _totp(secret: str) -> TOTP:
    """The secret is kept as URL-safe text of its bytes."""
    padded = secret + "=" * (-len(secret) % 4)
    sha1 = SHA1()  # noqa: S303 - what devices have; as a keyed hash it holds (RFC 6238)
    return TOTP(b64decode(padded, altchars=b"-_"), DIGITS, sha1, int(STEP.total_seconds()))
