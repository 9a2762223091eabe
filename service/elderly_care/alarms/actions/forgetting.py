"""Alarms and devices of who is erased, of two records that become one, and of long ago."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import aliased

from service.accounts import queries as accounts
from service.elderly_care.alarms import queries
from service.elderly_care.alarms.models import AlarmEvent, CareAlarm, DeviceSignal, DutyRoster
from service.elderly_care.alarms.rules import STANDING, AlarmOutcome, AlarmStatus
from service.kit.merging import Changes, Pair
from service.kit.work import UnitOfWork

_BLIND = {"synchronize_session": False}


def forget_person(work: UnitOfWork, resident_id: UUID) -> bool:
    """Forget what was said about somebody and by which name they answered; whether alarms stay, without a name."""
    rows = queries.every_alarm_of(work, resident_id)
    for alarm in rows:
        alarm.note_sealed = alarm.closing_note_sealed = alarm.acted_by_name = None
        alarm.acknowledged_name = alarm.closed_name = None
    for event in queries.every_event_of(work, [alarm.id for alarm in rows]):
        event.note_sealed = event.name = None
    for device in queries.every_device_of(work, resident_id):
        device.removed_at = device.removed_at or work.now
        device.name = device.serial = ""
    work.session.flush()
    _forget_name(work, resident_id)
    return bool(rows)


def forget_closed(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop alarms closed before that moment, with their course; how many there were."""
    old = select(CareAlarm.id).where(CareAlarm.closed_at < oldest)
    batch = old.order_by(CareAlarm.closed_at, CareAlarm.id).limit(limit)
    dropped = delete(CareAlarm).where(CareAlarm.id.in_(batch)).returning(CareAlarm.id)
    return len(work.session.execute(dropped).all())


def forget_signals(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop what devices told before that moment; how much there was."""
    old = select(DeviceSignal.id).where(DeviceSignal.received_at < oldest)
    batch = old.order_by(DeviceSignal.received_at, DeviceSignal.id).limit(limit)
    dropped = delete(DeviceSignal).where(DeviceSignal.id.in_(batch)).returning(DeviceSignal.id)
    return len(work.session.execute(dropped).all())


def forget_duties(work: UnitOfWork, oldest: datetime, limit: int) -> int:
    """Drop what stood on rosters until before that moment; how much there was."""
    old = select(DutyRoster.id).where(DutyRoster.over_at < oldest)
    batch = old.order_by(DutyRoster.over_at, DutyRoster.id).limit(limit)
    dropped = delete(DutyRoster).where(DutyRoster.id.in_(batch)).returning(DutyRoster.id)
    return len(work.session.execute(dropped).all())


def one_alarm(changes: Changes, pair: Pair) -> None:
    """Of two alarms of one kind the one that still rings goes on, else that of the record that stays."""
    work, other = changes.work, aliased(CareAlarm)
    twice = (
        select(CareAlarm, other)
        .join(other, CareAlarm.kind == other.kind)
        .where(
            CareAlarm.elder_id == pair.kept,
            other.elder_id == pair.gone,
            CareAlarm.status.in_(STANDING),
            other.status.in_(STANDING),
        )
        .with_for_update()
    )
    for kept, gone in work.session.execute(twice).all():
        ringing = AlarmStatus.RINGING
        loser = kept if gone.status is ringing and kept.status is not ringing else gone
        changes.change(
            CareAlarm,
            CareAlarm.id == loser.id,
            status=AlarmStatus.CLOSED,
            outcome=AlarmOutcome.OTHER,
            closed_at=work.now,
            next_step_at=None,
        )


def _forget_name(work: UnitOfWork, resident_id: UUID) -> None:
    """By which name they acted in others' alarms, as a proxy."""
    theirs = accounts.every_account_id_of(work, resident_id)
    for column, name in (
        (AlarmEvent.account_id, "name"),
        (CareAlarm.acknowledged_by, "acknowledged_name"),
        (CareAlarm.closed_by, "closed_name"),
    ):
        forgotten = update(column.class_).where(column.in_(theirs)).values({name: None})
        work.session.execute(forgotten, execution_options=_BLIND)
