"""Devices over HTTP: for workers, and the webhook by which devices themselves speak."""

from typing import Any
from uuid import UUID

from flask import request

from service.elderly_care.alarms import actions, queries
from service.elderly_care.alarms.actions import NewDevice, TakenSignal
from service.elderly_care.alarms.errors import DeviceOnRecord, ElderHasNoPlace
from service.elderly_care.alarms.models import CareDevice
from service.elderly_care.alarms.schemas import (
    CareDeviceSchema,
    DeviceFilterSchema,
    NewCareDeviceSchema,
    NewDeviceSchema,
    SignalSchema,
    TakenSignalSchema,
)
from service.kit.api import Blueprint
from service.kit.errors import NotFound, OutOfScope, Unauthenticated
from service.kit.limits import limit_apart
from service.kit.pages import Page
from service.kit.work import UnitOfWork

care_devices = Blueprint(
    "care_devices", url_prefix="/care/devices", description="呼叫设备: buttons and sensors in homes."
)


@care_devices.get()
@care_devices.paged(CareDeviceSchema, DeviceFilterSchema)
def list_care_devices(work: UnitOfWork, wanted: dict[str, Any]) -> Page[CareDevice]:
    """List the devices in use: those in one's own home, or in the homes of one's place."""
    return actions.read_devices(work, **wanted)


@care_devices.post(kept_nowhere=True)
@care_devices.arguments(NewDeviceSchema)
@care_devices.response(201, NewCareDeviceSchema)
@care_devices.fails(NotFound, OutOfScope, ElderHasNoPlace, DeviceOnRecord)
def add_care_device(work: UnitOfWork, wanted: dict[str, Any]) -> NewDevice:
    """Put a device into an elder's home, as a worker of the place; its key is shown this once."""
    return actions.add_device(work, **wanted)


@care_devices.get("/<uuid:device_id>")
@care_devices.response(200, CareDeviceSchema)
def get_care_device(work: UnitOfWork, device_id: UUID) -> CareDevice:
    """Read of a device where it is and when it was last heard of; never its key."""
    return actions.read_device(work, queries.device(work, device_id))


@care_devices.delete("/<uuid:device_id>")
@care_devices.response(204)
@care_devices.fails(OutOfScope)
def remove_care_device(work: UnitOfWork, device_id: UUID) -> None:
    """Take a device away; its key opens nothing any more."""
    actions.remove_device(work, queries.device(work, device_id))


@care_devices.post("/<uuid:device_id>/signals", public=True, audited=False)
@care_devices.arguments(SignalSchema)
@care_devices.response(201, TakenSignalSchema)
@care_devices.fails(Unauthenticated)
@limit_apart(by="device_id")
def take_device_signal(work: UnitOfWork, wanted: dict[str, Any], device_id: UUID) -> TakenSignal:
    """Take in what a device tells, once by its `event_id`, however late (docs/devices.md).

    A device is no account: it sends its own key as its bearer token.
    """
    _, _, key = request.headers.get("Authorization", "").partition(" ")
    return actions.take_signal(work, device_id, key.strip(), **wanted)
