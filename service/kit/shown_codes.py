"""Codes that a screen shows for a while and people scan or type: digits that only the service can make.

They change every `check_in_code_seconds`, so that a photograph of one is soon worth nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import segno

from service.kit.short_codes import code_changes_at, is_shown, rotating_code

if TYPE_CHECKING:
    from service.kit.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ShownCode:
    """The present code with its QR code as SVG."""

    code: str
    expires_at: datetime
    qr_svg: str


def present_code(work: "UnitOfWork", told: bytes, address: str) -> ShownCode:
    """The code that stands for what is `told` at this moment; its picture says the `address` with the code at its end."""
    settings = work.house.settings
    seconds = settings.check_in_code_seconds
    code = rotating_code(settings.secret_key, told, work.now, seconds)
    picture = segno.make(f"{address}&code={code}", error="m", micro=False)
    return ShownCode(code, code_changes_at(work.now, seconds), picture.svg_inline(scale=8, border=2))


def is_shown_now(work: "UnitOfWork", told: bytes, code: str) -> bool:
    """Whether this code is shown now or was until just now."""
    settings = work.house.settings
    return is_shown(settings.secret_key, told, code, work.now, settings.check_in_code_seconds)
