"""Devices and sheets: given, printed and taken away by workers, never by who visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import segno

from service.elderly_care.doors import permissions, queries, rules
from service.elderly_care.doors.actions.placing import door_to_change, note_change
from service.elderly_care.doors.actions.reading import in_sight, note_read
from service.elderly_care.doors.models import Door, DoorSecret
from service.elderly_care.doors.rules import SecretKind, SheetDay
from service.kit.clock import local_date
from service.kit.errors import OutOfScope
from service.kit.work import UnitOfWork
from service.residents import queries as residents
from service.residents.queries import Standing


@dataclass(frozen=True, slots=True)
class NewDevice:
    """A device's secret as it is shown this once."""

    id: UUID
    version: int
    address: str
    qr_svg: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """The codes of a month, for printing."""

    elder_id: UUID
    elder_name: str
    month: date
    given_at: datetime
    days: Sequence[SheetDay]


def give_device(work: UnitOfWork, elder_id: UUID) -> NewDevice:
    """Make the secret of a device for an elder's door; the one before proves nothing from now on.

    Raises NotFound, OutOfScope, NotVerifiedElder.
    """
    row = door_to_change(work, _equipped(work, elder_id))
    secret = work.house.randomness.token(rules.DEVICE_SECRET_BYTES)
    held = _hang(work, row, SecretKind.DEVICE, secret)
    address = rules.device_address(secret, row.id)
    picture = segno.make(address, error="m", micro=False)
    return NewDevice(held.id, row.version, address, picture.svg_inline(scale=6, border=2), held.given_at)


def take_device(work: UnitOfWork, elder_id: UUID) -> None:
    """Take the device from an elder's door. Raises NotFound, OutOfScope, Stale."""
    _equipped(work, elder_id)
    row = work.found(queries.door_of(work, elder_id, to_change=True))
    work.expect(row)
    held = work.found(queries.standing_secret(work, row.id, SecretKind.DEVICE))
    held.ended_at = work.now
    note_change(work, row)


def give_sheet(work: UnitOfWork, elder_id: UUID, *, month: date, renew: bool = False) -> Sheet:
    """The sheet of a month, the first one made where there is none; a renewed one makes all before it worthless.

    Raises NotFound, OutOfScope, NotVerifiedElder, MonthOutOfReach.
    """
    elder = _equipped(work, elder_id)
    row = door_to_change(work, elder)
    held = queries.standing_secret(work, row.id, SecretKind.SHEET)
    if held is None or renew:
        held = _hang(work, row, SecretKind.SHEET, work.house.randomness.token())
    return _sheet(work, elder, held, month)


def print_sheet(work: UnitOfWork, elder_id: UUID, *, month: date) -> Sheet:
    """The sheet of a month as it hangs at the door. Raises NotFound, OutOfScope, MonthOutOfReach."""
    elder = _equipped(work, elder_id)
    row = work.found(queries.door_of(work, elder_id))
    held = work.found(queries.standing_secret(work, row.id, SecretKind.SHEET))
    return _sheet(work, elder, held, month)


def _equipped(work: UnitOfWork, elder_id: UUID) -> Standing:
    elder = in_sight(work, elder_id)
    work.require(permissions.may_give_codes(work.actor, elder.path), OutOfScope)
    return elder


def _hang(work: UnitOfWork, row: Door, kind: SecretKind, secret: str) -> DoorSecret:
    """Let this be the secret from now on, and the one before end."""
    former = queries.standing_secret(work, row.id, kind)
    if former is not None:
        former.ended_at = work.now
        work.session.flush()
    secret_id = work.new_id()
    held = DoorSecret(
        id=secret_id,
        door_id=row.id,
        kind=kind,
        secret_sealed=work.house.cipher.encrypt(secret, bound_to=f"care_door_secrets.secret:{secret_id}"),
        given_by=work.found(work.actor.account_id),
        given_at=work.now,
    )
    work.session.add(held)
    note_change(work, row)
    work.session.flush()
    return held


def _sheet(work: UnitOfWork, elder: Standing, held: DoorSecret, month: date) -> Sheet:
    ahead = work.house.settings.care_sheet_months_ahead
    days = rules.days_to_print(month, local_date(work.now), months_ahead=ahead)
    codes = rules.sheet_days(queries.secret_in(work, held), held.door_id, days)
    note_read(work, "print_care_door_sheet", elder.resident_id)
    names = residents.names_for_care(work, [elder.resident_id])
    return Sheet(elder.resident_id, names[elder.resident_id], month, held.given_at, codes)
