"""The shapes of doors in JSON."""

from marshmallow import validate

from service.elderly_care.doors.rules import CoordinateSystem, PlaceSource
from service.kit import fields
from service.kit.fields import Schema

_ALLOWANCE = {"example": 60, "description": "Metres that a tall building adds to the radius."}
_CODE = {"example": "418372"}
# What is derived from marks, nobody says.
_SAID = [PlaceSource.WORKER_ON_SITE, PlaceSource.MAP]


class DoorPlaceSchema(Schema):
    """A place in degrees (WGS-84)."""

    latitude = fields.latitude(required=True)
    longitude = fields.longitude(required=True)


class CareDoorSchema(Schema):
    """Where an elder's door is, and since when a device or a sheet with codes is there; never what they show."""

    elder_id = fields.UUID(required=True)
    place = fields.Nested(DoorPlaceSchema, required=True, allow_none=True)
    source = fields.Enum(PlaceSource, required=True, allow_none=True)
    allowance_m = fields.Integer(required=True, metadata=_ALLOWANCE)
    placed_at = fields.Moment(required=True, allow_none=True)
    device_given_at = fields.Moment(required=True, allow_none=True)
    sheet_given_at = fields.Moment(required=True, allow_none=True)


class CareDoorPlaceSchema(Schema):
    """Where a door is, in the coordinate system that was measured or read in; answers are in WGS-84."""

    latitude = fields.latitude(required=True)
    longitude = fields.longitude(required=True)
    coordinate_system = fields.Enum(CoordinateSystem, required=True)
    source = fields.Enum(PlaceSource, load_default=PlaceSource.WORKER_ON_SITE, validate=validate.OneOf(_SAID))
    allowance_m = fields.Integer(load_default=0, validate=validate.Range(min=0, max=500), metadata=_ALLOWANCE)


class NewDoorDeviceSchema(Schema):
    """A device's secret, shown this once."""

    id = fields.UUID(required=True)
    address = fields.String(
        required=True,
        metadata={
            "example": "otpauth://totp/Linli:5f0c2a91?digits=6&secret=…",
            "description": "Sets up a device or an app (RFC 6238: SHA-1, 6 digits, 30 seconds).",
        },
    )
    qr_svg = fields.String(required=True, metadata={"example": "<svg …></svg>"})
    given_at = fields.Moment(required=True)


class DoorSheetRequestSchema(Schema):
    """Which month's sheet; `renew` makes all former sheets of the door worthless."""

    month = fields.Month(required=True)
    renew = fields.Boolean(load_default=False)


class DoorSheetPrintSchema(Schema):
    """Which month's sheet."""

    month = fields.Month(required=True)


class DoorSheetDaySchema(Schema):
    """The codes of a day, until noon and after by the district's clock."""

    date = fields.Date(required=True, metadata={"example": "2026-03-02"})
    am = fields.String(required=True, metadata=_CODE)
    pm = fields.String(required=True, metadata=_CODE)


class DoorSheetSchema(Schema):
    """The codes of a month, from today on."""

    elder_id = fields.UUID(required=True)
    month = fields.Month(required=True)
    given_at = fields.Moment(required=True, metadata={"description": "Since when sheets of this kind hold."})
    days = fields.List(fields.Nested(DoorSheetDaySchema), required=True)
