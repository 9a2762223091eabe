"""The shapes of devices and what they tell in JSON."""

from marshmallow import validate

from service.elderly_care.alarms.rules import DeviceKind, SignalEvent
from service.kit import fields
from service.kit.fields import PageArgumentsSchema, Schema

_NAME = {"example": "卫生间呼叫按钮"}
_SERIAL = {"example": "SOS-7F3A-0091"}
_EVENT_ID = {"example": "7f3a-2026-03-02-0007", "description": "The device's own number of the event."}


class NewDeviceSchema(Schema):
    """A device to put into an elder's home."""

    elder_id = fields.UUID(required=True)
    kind = fields.Enum(DeviceKind, required=True)
    name = fields.String(required=True, validate=validate.Length(min=1, max=40), metadata=_NAME)
    serial = fields.String(required=True, validate=validate.Length(min=1, max=80), metadata=_SERIAL)


class CareDeviceSchema(Schema):
    """A device in an elder's home; never its key."""

    id = fields.UUID(required=True)
    elder_id = fields.UUID(required=True)
    region_code = fields.String(required=True, metadata={"example": "330211001001"})
    kind = fields.Enum(DeviceKind, required=True)
    name = fields.String(required=True, metadata=_NAME)
    serial = fields.String(required=True, metadata=_SERIAL)
    added_at = fields.Moment(required=True)
    heard_at = fields.Moment(required=True)
    last_event = fields.Enum(SignalEvent, required=True, allow_none=True)


class NewCareDeviceSchema(Schema):
    """A device with its key, shown this once."""

    id = fields.UUID(required=True)
    device = fields.Nested(CareDeviceSchema, required=True)
    key = fields.String(
        required=True,
        metadata={"description": "For `Authorization: Bearer …` of `POST /care/devices/{id}/signals`."},
    )


class DeviceFilterSchema(PageArgumentsSchema):
    """Which devices."""

    elder_id = fields.UUID()
    region_code = fields.String(validate=validate.Length(max=40), metadata={"example": "330211001001"})


class SignalSchema(Schema):
    """What a device tells."""

    event_id = fields.String(required=True, validate=validate.Length(min=1, max=100), metadata=_EVENT_ID)
    at = fields.Moment(required=True, metadata={"example": "2026-03-02T03:12:45+08:00"})
    event = fields.Enum(SignalEvent, required=True)
    detail = fields.String(
        allow_none=True, validate=validate.Length(max=200), metadata={"example": "长按 3 秒"}
    )


class TakenSignalSchema(Schema):
    """That a signal was taken in; one told again is answered as the first time."""

    event_id = fields.String(required=True, metadata=_EVENT_ID)
    received_at = fields.Moment(required=True)
    alarm_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "The alarm it raised or repeated."}
    )
    replayed = fields.Boolean(required=True)
