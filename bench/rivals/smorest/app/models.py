"""The tables of the rival; both rivals share these names."""

from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import db


def utc_now():
    return datetime.now(UTC)


def key():
    return mapped_column(BigInteger, primary_key=True)


def foreign(target, **options):
    return mapped_column(ForeignKey(target), **{"index": True, **options})


def moment(**options):
    return mapped_column(DateTime(timezone=True), **options)


class Region(db.Model):
    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    level: Mapped[str] = mapped_column(String(20))
    parent_id: Mapped[str | None] = foreign("region.code")


class Resident(db.Model):
    id: Mapped[int] = key()
    name: Mapped[str] = mapped_column(String(100))
    phone: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20))
    region_id: Mapped[str] = foreign("region.code")


class Account(db.Model):
    id: Mapped[int] = key()
    username: Mapped[str] = mapped_column(String(150), unique=True)
    password: Mapped[str] = mapped_column(String(128))
    kind: Mapped[str] = mapped_column(String(20))
    display_name: Mapped[str] = mapped_column(String(100))
    resident_id: Mapped[int | None] = foreign("resident.id", unique=True)

    resident: Mapped[Resident | None] = relationship()


class LoginSession(db.Model):
    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[int] = foreign("account.id")
    expires_at: Mapped[datetime] = moment()
    revoked_at: Mapped[datetime | None] = moment()

    account: Mapped[Account] = relationship(lazy="joined")


class Duty(db.Model):
    id: Mapped[int] = key()
    account_id: Mapped[int] = foreign("account.id")
    role: Mapped[str] = mapped_column(String(30))
    region_id: Mapped[str] = foreign("region.code")
    functions: Mapped[list] = mapped_column(JSONB)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class LivingRoom(db.Model):
    id: Mapped[int] = key()
    name: Mapped[str] = mapped_column(String(100))
    region_id: Mapped[str] = foreign("region.code")
    address: Mapped[str] = mapped_column(String(200))
    capacity_min: Mapped[int]
    capacity_max: Mapped[int]

    policy: Mapped["Policy"] = relationship(lazy="joined")
    opening_hours: Mapped[list["OpeningHours"]] = relationship()
    holiday_hours: Mapped[list["HolidayHours"]] = relationship()


class Policy(db.Model):
    id: Mapped[int] = key()
    living_room_id: Mapped[int] = foreign("living_room.id", unique=True)
    slot_minutes: Mapped[int]
    advance_days: Mapped[int]
    lead_minutes: Mapped[int]
    max_minutes: Mapped[int]
    buffer_minutes: Mapped[int]
    active_quota: Mapped[int]
    monthly_minutes_quota: Mapped[int]
    approval_headcount: Mapped[int]
    open_to: Mapped[str] = mapped_column(String(20))


class OpeningHours(db.Model):
    id: Mapped[int] = key()
    living_room_id: Mapped[int] = foreign("living_room.id")
    weekday: Mapped[int]
    opens: Mapped[time]
    closes: Mapped[time]


class HolidayHours(db.Model):
    id: Mapped[int] = key()
    living_room_id: Mapped[int] = foreign("living_room.id")
    date: Mapped[date]
    opens: Mapped[time | None]
    closes: Mapped[time | None]


class Closure(db.Model):
    id: Mapped[int] = key()
    living_room_id: Mapped[int] = foreign("living_room.id")
    starts_at: Mapped[datetime] = moment()
    ends_at: Mapped[datetime] = moment()
    reason: Mapped[str] = mapped_column(String(200))


class Suspension(db.Model):
    id: Mapped[int] = key()
    resident_id: Mapped[int] = foreign("resident.id")
    starts_at: Mapped[datetime] = moment()
    ends_at: Mapped[datetime] = moment()


class Organisation(db.Model):
    id: Mapped[int] = key()
    name: Mapped[str] = mapped_column(String(100))


class BookingSeries(db.Model):
    id: Mapped[int] = key()
    created_at: Mapped[datetime] = moment(default=utc_now)


class Booking(db.Model):
    __table_args__ = (
        Index("booking_starts_at_id", "starts_at", "id"),
        Index("booking_organisation", "organisation_id", postgresql_where="organisation_id IS NOT NULL"),
        Index("booking_series_not_null", "series_id", postgresql_where="series_id IS NOT NULL"),
    )

    id: Mapped[int] = key()
    living_room_id: Mapped[int] = foreign("living_room.id")
    resident_id: Mapped[int | None] = foreign("resident.id")
    organisation_id: Mapped[int | None] = foreign("organisation.id", index=False)
    series_id: Mapped[int | None] = foreign("booking_series.id", index=False)
    account_id: Mapped[int] = foreign("account.id")
    region_id: Mapped[str] = foreign("region.code")
    starts_at: Mapped[datetime] = moment()
    ends_at: Mapped[datetime] = moment()
    purpose: Mapped[str] = mapped_column(String(30))
    headcount: Mapped[int]
    title: Mapped[str | None] = mapped_column(String(100))
    content_state: Mapped[str | None] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(20))
    at_desk: Mapped[bool] = mapped_column(default=False)
    hold_until: Mapped[datetime | None] = moment()
    reason: Mapped[str | None] = mapped_column(String(500))
    cancelled_late: Mapped[bool] = mapped_column(default=False)
    checked_in_at: Mapped[datetime | None] = moment()
    moved_count: Mapped[int] = mapped_column(default=0)
    acted_by_account_id: Mapped[int | None] = foreign("account.id", index=False)
    acted_by_name: Mapped[str | None] = mapped_column(String(100))
    acted_by_as: Mapped[str | None] = mapped_column(String(10))
    created_at: Mapped[datetime] = moment(default=utc_now)
    updated_at: Mapped[datetime] = moment(default=utc_now, onupdate=utc_now)

    living_room: Mapped[LivingRoom] = relationship()
    resident: Mapped[Resident | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    no_show: Mapped["NoShow | None"] = relationship()

    @property
    def acted_by(self):
        if self.acted_by_account_id is None:
            return None
        return {
            "account_id": self.acted_by_account_id,
            "name": self.acted_by_name,
            "acting_as": self.acted_by_as,
        }


class NoShow(db.Model):
    id: Mapped[int] = key()
    booking_id: Mapped[int] = foreign("booking.id", unique=True)
    appeal: Mapped[str | None] = mapped_column(String(20))
    appeal_reason: Mapped[str | None] = mapped_column(String(500))
    appeal_answer: Mapped[str | None] = mapped_column(String(500))


class BookedGrain(db.Model):
    living_room_id: Mapped[int] = mapped_column(ForeignKey("living_room.id"), primary_key=True)
    grain: Mapped[datetime] = moment(primary_key=True)
    booking_id: Mapped[int] = foreign("booking.id")


class QuotaCounter(db.Model):
    __table_args__ = (UniqueConstraint("resident_id", "period"),)

    id: Mapped[int] = key()
    resident_id: Mapped[int] = foreign("resident.id", index=False)
    period: Mapped[str] = mapped_column(String(10))
    used: Mapped[int]


class IdempotencyKey(db.Model):
    __table_args__ = (UniqueConstraint("account_id", "key"),)

    id: Mapped[int] = key()
    account_id: Mapped[int] = foreign("account.id", index=False)
    key: Mapped[str] = mapped_column(String(128))
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    body: Mapped[dict] = mapped_column(JSONB)
    created_at: Mapped[datetime] = moment(default=utc_now)


class OutboxMessage(db.Model):
    id: Mapped[int] = key()
    kind: Mapped[str] = mapped_column(String(50))
    body: Mapped[dict] = mapped_column(JSONB)
    created_at: Mapped[datetime] = moment(default=utc_now)
    delivered_at: Mapped[datetime | None] = moment()


class AuditEntry(db.Model):
    id: Mapped[int] = key()
    account_id: Mapped[int] = foreign("account.id")
    action: Mapped[str] = mapped_column(String(50))
    subject: Mapped[str] = mapped_column(String(100))
    request_id: Mapped[str] = mapped_column(String(64))
    details: Mapped[dict] = mapped_column(JSONB)
    created_at: Mapped[datetime] = moment(default=utc_now)
