"""The rules of doors: places, and codes."""

from service.elderly_care.doors.rules.codes import (
    DEVICE_SECRET_BYTES,
    CodeVerdict,
    DoorFacts,
    Half,
    HeldSecret,
    SecretKind,
    SheetDay,
    code_verdict,
    days_to_print,
    device_address,
    device_code,
    sheet_code,
    sheet_days,
)
from service.elderly_care.doors.rules.places import (
    CoordinateSystem,
    PlaceSource,
    PlaceVerdict,
    distance_m,
    place_verdict,
    to_wgs84,
)

__all__ = [
    "DEVICE_SECRET_BYTES",
    "CodeVerdict",
    "CoordinateSystem",
    "DoorFacts",
    "Half",
    "HeldSecret",
    "PlaceSource",
    "PlaceVerdict",
    "SecretKind",
    "SheetDay",
    "code_verdict",
    "days_to_print",
    "device_address",
    "device_code",
    "distance_m",
    "place_verdict",
    "sheet_code",
    "sheet_days",
    "to_wgs84",
]
