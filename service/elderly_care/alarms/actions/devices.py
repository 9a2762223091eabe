"""Devices: into homes and out of them, what they tell, and when they fall silent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.elderly_care.alarms import permissions, queries, rules
from service.elderly_care.alarms.actions.raising import hold_elder, raise_alarm
from service.elderly_care.alarms.actions.ringing import account_ids_at
from service.elderly_care.alarms.errors import ElderHasNoPlace
from service.elderly_care.alarms.models import CareDevice, DeviceSignal
from service.elderly_care.alarms.rules import AlarmSource, DeviceKind, SignalEvent, Whom
from service.elderly_care.alarms.texts import DEVICE_TROUBLE, SILENT
from service.kit.errors import OutOfScope, Unauthenticated
from service.kit.randomness import hash_of
from service.kit.telling import Recipient, tell
from service.kit.texts import Text
from service.kit.work import UnitOfWork
from service.regions import queries as regions
from service.residents import queries as residents

_BATCH = 500
_NEAREST_FIRST = (Whom.COMMUNITY_WORKER, Whom.STREET, Whom.DISTRICT)


@dataclass(frozen=True, slots=True)
class NewDevice:
    """A device with its key, shown this once."""

    device: CareDevice
    key: str

    @property
    def id(self) -> UUID:
        return self.device.id

    @property
    def version(self) -> int:
        return self.device.version


@dataclass(frozen=True, slots=True)
class TakenSignal:
    """What was taken in, and the alarm that it raised or repeated."""

    event_id: str
    received_at: datetime
    alarm_id: UUID | None
    replayed: bool


def add_device(work: UnitOfWork, elder_id: UUID, *, kind: DeviceKind, name: str, serial: str) -> NewDevice:
    """Put a device into an elder's home. Raises NotFound, OutOfScope, ElderHasNoPlace, DeviceOnRecord."""
    elder = work.found(residents.standing(work, elder_id))
    work.require(permissions.may_keep_devices(work.actor, elder.path), OutOfScope)
    if elder.region_code is None:
        raise ElderHasNoPlace
    key = work.house.randomness.token()
    device = CareDevice(
        id=work.new_id(),
        elder_id=elder_id,
        region_code=elder.region_code,
        kind=kind,
        name=name,
        serial=serial,
        key_hash=hash_of(key),
        added_by=work.actor.account_id,
        added_at=work.now,
        heard_at=work.now,
    )
    work.session.add(device)
    work.session.flush()
    work.audit("add_care_device_for", subject=device.id, people=[elder_id])
    return NewDevice(device, key)


def remove_device(work: UnitOfWork, device: CareDevice) -> None:
    """Take a device away; its key opens nothing any more. Raises OutOfScope, Stale."""
    path = regions.path_of(work, device.region_code)
    work.require(permissions.may_keep_devices(work.actor, path), OutOfScope)
    work.expect(device)
    device.removed_at = work.now


def take_signal(
    work: UnitOfWork,
    device_id: UUID,
    key: str,
    *,
    event_id: str,
    at: datetime,
    event: SignalEvent,
    detail: str | None = None,
) -> TakenSignal:
    """Take in what a device tells, once by its own number of the event. Raises Unauthenticated."""
    device = queries.device_with_key(work, device_id, key)
    if device is None:
        raise Unauthenticated
    hold_elder(work, device.elder_id)
    device = work.found(queries.held_device(work, device_id))
    known = queries.signal(work, device_id, event_id)
    if known is not None:
        return TakenSignal(event_id, known.received_at, known.alarm_id, replayed=True)
    _hear(work, device, event)
    alarm_id = _raise(work, device, at, detail) if event is SignalEvent.ALARM else None
    work.session.add(
        DeviceSignal(
            id=work.new_id(),
            device_id=device_id,
            event_id=event_id,
            event=event,
            at=at,
            received_at=work.now,
            alarm_id=alarm_id,
        )
    )
    return TakenSignal(event_id, work.now, alarm_id, replayed=False)


def tell_of_silence(work: UnitOfWork) -> None:
    """Tell the workers of devices not heard of for long, once until they are heard again."""
    for device in queries.silent_devices(work, _BATCH):
        device.silent_told_at = work.now
        _tell_workers(work, device, SILENT)


def _hear(work: UnitOfWork, device: CareDevice, event: SignalEvent) -> None:
    """Note that the device lives, and where its elder does; trouble that is new is told."""
    elder = work.found(residents.standing(work, device.elder_id))
    device.region_code = elder.region_code or device.region_code
    is_trouble = event in (SignalEvent.LOW_BATTERY, SignalEvent.OFFLINE)
    if is_trouble and device.last_event is not event:
        _tell_workers(work, device, event.words)
    device.heard_at, device.last_event, device.silent_told_at = work.now, event, None


def _raise(work: UnitOfWork, device: CareDevice, at: datetime, detail: str | None) -> UUID:
    alarm = raise_alarm(
        work,
        device.elder_id,
        kind=rules.ALARM_OF_DEVICE[device.kind],
        source=AlarmSource.DEVICE,
        note=detail,
        device_id=device.id,
        happened_at=at,
        place=device.region_code,
    )
    return alarm.id


def _tell_workers(work: UnitOfWork, device: CareDevice, trouble: Text) -> None:
    """The nearest level at which anybody serves is told."""
    path = regions.path_of(work, device.region_code)
    levels = (list(account_ids_at(work, whom, path)) for whom in _NEAREST_FIRST)
    elder = residents.masked_names(work, [device.elder_id])[device.elder_id]
    for account_id in next(filter(None, levels), []):
        tell(
            work,
            Recipient(account_id=account_id),
            DEVICE_TROUBLE,
            subject=device.id,
            elder=elder,
            device=device.kind.words,
            name=device.name,
            trouble=trouble,
        )
