"""Alarms, devices and duties in one line."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from service.accounts.models import Account
from service.elderly_care.alarms import actions, rules
from service.elderly_care.alarms.models import CareAlarm, CareDevice, DutyRoster
from service.elderly_care.alarms.rules import AlarmKind, AlarmSource, DeviceKind, DutyTime
from service.kit.randomness import hash_of
from service.kit.work import UnitOfWork
from service.residents.models import Resident
from tests.factories import regions

KEY = "key-of-a-device"
_numbers = count(1)


def alarm(
    work: UnitOfWork,
    elder: Resident,
    kind: AlarmKind = AlarmKind.FALL,
    source: AlarmSource = AlarmSource.BUTTON,
    **other: Any,
) -> CareAlarm:
    """An alarm that has just begun to ring."""
    made = actions.raise_alarm(work, elder.id, kind=kind, source=source, **other)
    work.session.flush()
    return made


def device(
    work: UnitOfWork, elder: Resident, kind: DeviceKind = DeviceKind.BUTTON, **columns: Any
) -> CareDevice:
    """A device whose key is KEY."""
    made = CareDevice(
        id=work.new_id(),
        elder_id=elder.id,
        region_code=elder.region_code,
        kind=kind,
        name="床头呼叫按钮",
        serial=f"SOS-{next(_numbers):05d}",
        key_hash=hash_of(KEY),
        added_at=work.now,
        heard_at=work.now,
        **columns,
    )
    work.session.add(made)
    work.session.flush()
    return made


def duty(
    work: UnitOfWork,
    account: Account,
    region_code: str = regions.STREET,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    weekly_until: date | None = None,
) -> DutyRoster:
    """Somebody on duty, from now on for half a day unless said otherwise."""
    begin = starts_at or work.now
    time = DutyTime(begin, ends_at or begin + timedelta(hours=12), weekly_until)
    made = DutyRoster(
        id=work.new_id(),
        region_code=region_code,
        account_id=account.id,
        starts_at=time.starts_at,
        ends_at=time.ends_at,
        weekly_until=weekly_until,
        over_at=rules.over_at(time),
        made_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    return made
