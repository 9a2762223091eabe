"""Tables of the living rooms and of the time claimed in them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, LargeBinary, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned
from service.living_rooms.errors import SlotTaken
from service.living_rooms.rooms.rules import OpenTo


class LivingRoom(Identified, Versioned, Table):
    """A neighbourhood living room (居民会客厅)."""

    __tablename__ = "living_rooms"
    __table_args__ = (
        CheckConstraint("capacity_min >= 1 AND capacity_max >= capacity_min", "capacity"),
        CheckConstraint("latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180", "place"),
        Index(None, "region_code", "id"),
    )

    name: Mapped[str]
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    address: Mapped[str]
    latitude: Mapped[Decimal | None] = mapped_column(Numeric(9, 6, asdecimal=False))
    longitude: Mapped[Decimal | None] = mapped_column(Numeric(9, 6, asdecimal=False))
    capacity_min: Mapped[int] = mapped_column(default=1)
    capacity_max: Mapped[int]
    facilities: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    brand: Mapped[str | None]
    keeper_name: Mapped[str | None]
    keeper_phone: Mapped[str | None]
    photos: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime]

    policy: Mapped["RoomPolicy"] = relationship(
        back_populates="room", lazy="raise", cascade="all, delete-orphan"
    )
    opening_hours: Mapped[list["OpeningHours"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="OpeningHours.weekday, OpeningHours.opens"
    )
    holiday_hours: Mapped[list["HolidayHours"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="HolidayHours.date, HolidayHours.opens"
    )


class RoomPolicy(Table):
    """A room's rules; every number is the room's own (handbook §2.3 gives the defaults)."""

    __tablename__ = "room_policies"
    __table_args__ = (
        CheckConstraint("slot_minutes > 0 AND slot_minutes % 15 = 0", "slot"),
        CheckConstraint("buffer_minutes >= 0 AND buffer_minutes % 15 = 0", "buffer"),
        CheckConstraint("max_minutes >= slot_minutes", "max"),
    )

    living_room_id: Mapped[UUID] = mapped_column(
        ForeignKey("living_rooms.id", ondelete="CASCADE"), primary_key=True
    )
    slot_minutes: Mapped[int] = mapped_column(default=30)
    advance_days: Mapped[int] = mapped_column(default=7)
    lead_minutes: Mapped[int] = mapped_column(default=60)
    max_minutes: Mapped[int] = mapped_column(default=240)
    cancel_before_minutes: Mapped[int] = mapped_column(default=60)
    checkin_before_minutes: Mapped[int] = mapped_column(default=15)
    checkin_after_minutes: Mapped[int] = mapped_column(default=30)
    buffer_minutes: Mapped[int] = mapped_column(default=0)
    active_quota: Mapped[int] = mapped_column(default=2)
    monthly_minutes_quota: Mapped[int] = mapped_column(default=1200)
    organisation_active_quota: Mapped[int] = mapped_column(default=4)
    organisation_monthly_minutes_quota: Mapped[int] = mapped_column(default=2400)
    approval_headcount: Mapped[int | None] = mapped_column(default=20)
    approval_hold_minutes: Mapped[int] = mapped_column(default=1440)
    offer_minutes: Mapped[int] = mapped_column(default=30)
    no_show_limit: Mapped[int] = mapped_column(default=3)
    no_show_window_days: Mapped[int] = mapped_column(default=90)
    suspension_days: Mapped[int] = mapped_column(default=7)
    open_to: Mapped[OpenTo] = mapped_column(default=OpenTo.COMMUNITY)

    room: Mapped[LivingRoom] = relationship(back_populates="policy", lazy="raise")


def default_policy() -> RoomPolicy:
    """A policy record with every default filled in."""
    columns = [
        column for column in RoomPolicy.__table__.c if isinstance(column.default, ScalarElementColumnDefault)
    ]
    return RoomPolicy(**{column.key: column.default.arg for column in columns})


class OpeningHours(Table):
    """A stretch of one weekday (ISO, 1 is Monday) in which a room is open, in minutes from 00:00."""

    __tablename__ = "room_opening_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 1 AND 7", "weekday"),
        CheckConstraint("opens >= 0 AND closes > opens AND closes <= 1440", "stretch"),
    )

    living_room_id: Mapped[UUID] = mapped_column(
        ForeignKey("living_rooms.id", ondelete="CASCADE"), primary_key=True
    )
    weekday: Mapped[int] = mapped_column(primary_key=True)
    opens: Mapped[int] = mapped_column(primary_key=True)
    closes: Mapped[int]


class HolidayHours(Identified, Table):
    """What holds instead of the weekday's hours on one date; without a stretch the room is closed."""

    __tablename__ = "room_holiday_hours"
    __table_args__ = (
        CheckConstraint("(opens IS NULL) = (closes IS NULL)", "both"),
        CheckConstraint("opens >= 0 AND closes > opens AND closes <= 1440", "stretch"),
        Index(None, "living_room_id", "date", "opens", unique=True),
    )

    living_room_id: Mapped[UUID] = mapped_column(ForeignKey("living_rooms.id", ondelete="CASCADE"))
    date: Mapped[date]
    opens: Mapped[int | None]
    closes: Mapped[int | None]


class Closure(Identified, Versioned, Table):
    """A time in which a room is out of use."""

    __tablename__ = "room_closures"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", "stretch"),
        Index(None, "living_room_id", "ends_at", "id"),
    )

    living_room_id: Mapped[UUID] = mapped_column(ForeignKey("living_rooms.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str]
    closed_by: Mapped[UUID]
    created_at: Mapped[datetime]


class ScreenToken(Identified, Versioned, Table):
    """The room screen's own key to the check-in code; one a room, kept as a hash."""

    __tablename__ = "room_screen_tokens"

    living_room_id: Mapped[UUID] = mapped_column(ForeignKey("living_rooms.id"), unique=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]


class BookedGrain(Table):
    """Fifteen minutes of a room that somebody has claimed, buffer included.

    `grain` counts quarters of an hour from 1970-01-01 UTC. The primary key is what makes a double booking
    impossible; rows are always inserted in ascending order, so that two who race wait and never deadlock.
    """

    __tablename__ = "booked_grains"
    __table_args__ = (
        CheckConstraint("(booking_id IS NULL) <> (waitlist_entry_id IS NULL)", "holder"),
        Index(None, "booking_id"),
        Index(None, "waitlist_entry_id", postgresql_where="waitlist_entry_id IS NOT NULL"),
    )

    living_room_id: Mapped[UUID] = mapped_column(ForeignKey("living_rooms.id"), primary_key=True)
    grain: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("bookings.id"))
    waitlist_entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("waitlist_entries.id"))


breaking("booked_grains_pkey", SlotTaken)
