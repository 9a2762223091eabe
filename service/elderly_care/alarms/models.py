"""Tables of alarms and their course, the ladder, the duty desks and the devices; what was said is sealed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.elderly_care.alarms.errors import DeviceOnRecord, ImpossibleDuty
from service.elderly_care.alarms.rules import (
    AlarmEventKind,
    AlarmKind,
    AlarmOutcome,
    AlarmSource,
    AlarmStatus,
    DeviceKind,
    DutyTime,
    SignalEvent,
    Whom,
)
from service.kit.acting import ActedByColumns
from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned
from service.kit.sealing import sealed

_STANDS = "status IN ('ringing', 'acknowledged')"


class CareDevice(Identified, Versioned, Table):
    """A device in an elder's home, with a key of its own, of which only the hash is kept.

    `region_code` is where its elder lived at the last signal. One that was taken away stays on record.
    """

    __tablename__ = "care_devices"
    __table_args__ = (
        Index(None, "elder_id", "id"),
        Index(None, "region_code", "id"),
        Index(None, "added_by"),
        Index(
            "care_devices_serial_key",
            "kind",
            "serial",
            unique=True,
            postgresql_where=text("removed_at IS NULL"),
        ),
        Index("care_devices_heard_idx", "heard_at", "id", postgresql_where=text("removed_at IS NULL")),
    )

    elder_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    kind: Mapped[DeviceKind]
    name: Mapped[str]
    serial: Mapped[str]
    key_hash: Mapped[bytes]
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    # When it was last heard of, at first when it was added; how it was then, and when somebody was told of its silence.
    heard_at: Mapped[datetime]
    last_event: Mapped[SignalEvent | None]
    silent_told_at: Mapped[datetime | None]


breaking("care_devices_serial_key", DeviceOnRecord)


class CareAlarm(Identified, ActedByColumns, Versioned, Table):
    """A call for help. `step` is the minute of the ladder's step that rang last, `round` how often it began anew.

    `next_step_at` is when it rings next: its next step, once acknowledged again when nobody closes it. A late one, told
    by a device long after it `happened_at`, rings no further than the community's workers.
    """

    __tablename__ = "care_alarms"
    __table_args__ = (
        CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", "closed"),
        CheckConstraint("(status = 'closed') = (outcome IS NOT NULL)", "outcome"),
        CheckConstraint("(status = 'closed') = (next_step_at IS NULL)", "rings"),
        CheckConstraint("(status = 'acknowledged') <= (acknowledged_at IS NOT NULL)", "acknowledged"),
        Index("care_alarms_standing_key", "elder_id", "kind", unique=True, postgresql_where=text(_STANDS)),
        Index("care_alarms_due_idx", "next_step_at", "id", postgresql_where=text(_STANDS)),
        Index(None, "elder_id", "id"),
        Index(None, "region_code", "id"),
        Index(None, "region_code", "raised_at"),
        Index(None, "organisation_id", "id", postgresql_where=text("organisation_id IS NOT NULL")),
        Index(None, "device_id", postgresql_where=text("device_id IS NOT NULL")),
        Index(None, "raised_by"),
        Index(None, "acknowledged_by"),
        Index(None, "closed_by"),
        Index(None, "closed_at", "id", postgresql_where=text("closed_at IS NOT NULL")),
    )

    elder_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    kind: Mapped[AlarmKind]
    source: Mapped[AlarmSource]
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_devices.id"))
    # Whose people raised it, if an operator's did.
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    raised_at: Mapped[datetime]
    raised_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    happened_at: Mapped[datetime | None]
    is_late: Mapped[bool] = mapped_column(default=False)
    status: Mapped[AlarmStatus]
    rings_from: Mapped[datetime]
    round: Mapped[int] = mapped_column(default=0)
    step: Mapped[int | None]
    next_step_at: Mapped[datetime | None]
    repeats: Mapped[int] = mapped_column(default=0)
    repeat_told_at: Mapped[datetime | None]
    # The first answer of all counts in figures; the present one may be another, after it was forgotten.
    answered_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    acknowledged_name: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    closed_name: Mapped[str | None]
    outcome: Mapped[AlarmOutcome | None]
    closing_note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


sealed(CareAlarm, "note_sealed", "care_alarms.note:{id}")
sealed(CareAlarm, "closing_note_sealed", "care_alarms.closing_note:{id}")


class AlarmEvent(Identified, Table):
    """One thing that happened to an alarm: raised, repeated, acknowledged, forgotten, closed."""

    __tablename__ = "care_alarm_events"
    __table_args__ = (Index(None, "alarm_id", "id"), Index(None, "account_id"))

    alarm_id: Mapped[UUID] = mapped_column(ForeignKey("care_alarms.id", ondelete="CASCADE"))
    kind: Mapped[AlarmEventKind]
    at: Mapped[datetime]
    source: Mapped[AlarmSource | None]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str | None]
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


sealed(AlarmEvent, "note_sealed", "care_alarm_events.note:{id}")


class AlarmRing(Table):
    """That somebody was rung, at a step of a round; once each."""

    __tablename__ = "care_alarm_rings"
    __table_args__ = (Index(None, "account_id", "alarm_id"),)

    alarm_id: Mapped[UUID] = mapped_column(ForeignKey("care_alarms.id", ondelete="CASCADE"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    whom: Mapped[Whom]
    rung_at: Mapped[datetime]


class LadderStep(Table):
    """Who is rung so many minutes after an alarm began to ring."""

    __tablename__ = "care_alarm_steps"
    __table_args__ = (CheckConstraint("after_minutes BETWEEN 0 AND 1440", "after_minutes"),)

    after_minutes: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    whom: Mapped[Whom] = mapped_column(primary_key=True)


class DutyRoster(Identified, Versioned, Table):
    """That somebody is on duty for a place: once, or every seventh day until `weekly_until`; `over_at` is its very end."""

    __tablename__ = "care_duty_rosters"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at AND over_at >= ends_at", "stretch"),
        Index(None, "region_code", "over_at"),
        Index(None, "account_id"),
        Index(None, "made_by"),
        Index(None, "over_at", "id"),
    )

    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    weekly_until: Mapped[date | None]
    over_at: Mapped[datetime]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    made_at: Mapped[datetime]

    @property
    def time(self) -> DutyTime:
        return DutyTime(self.starts_at, self.ends_at, self.weekly_until)


breaking("care_duty_rosters_stretch_check", ImpossibleDuty)


class DeviceSignal(Identified, Table):
    """What a device told, once by its own number of the event; `at` is the device's clock."""

    __tablename__ = "care_device_signals"
    __table_args__ = (
        UniqueConstraint("device_id", "event_id"),
        Index(None, "received_at", "id"),
        Index(None, "alarm_id", postgresql_where=text("alarm_id IS NOT NULL")),
    )

    device_id: Mapped[UUID] = mapped_column(ForeignKey("care_devices.id"))
    event_id: Mapped[str]
    event: Mapped[SignalEvent]
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    alarm_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_alarms.id", ondelete="SET NULL"))
