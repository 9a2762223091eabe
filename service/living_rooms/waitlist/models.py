"""The table of who waits for time in a living room."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.acting import ActedByColumns
from service.kit.database import Identified, Table, Versioned


class WaitlistState(StrEnum):
    """Where a wish stands."""

    WAITING = "waiting"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"


class WaitlistEntry(Identified, ActedByColumns, Versioned, Table):
    """A wish for some minutes between two moments, in one room or anywhere in a region; and what was offered."""

    __tablename__ = "waitlist_entries"
    __table_args__ = (
        CheckConstraint("(living_room_id IS NULL) <> (region_code IS NULL)", "where"),
        CheckConstraint("ends_at > starts_at", "stretch"),
        CheckConstraint("minutes > 0 AND headcount > 0", "amounts"),
        CheckConstraint("status <> 'offered' OR offer_expires_at IS NOT NULL", "offer"),
        Index(None, "living_room_id", "ends_at", postgresql_where="status = 'waiting'"),
        Index(None, "region_code", "ends_at", postgresql_where="status = 'waiting'"),
        Index(None, "offer_expires_at", postgresql_where="status = 'offered'"),
        Index(None, "resident_id", "id"),
    )

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    living_room_id: Mapped[UUID | None] = mapped_column(ForeignKey("living_rooms.id"))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    minutes: Mapped[int]
    headcount: Mapped[int]
    status: Mapped[WaitlistState]
    offered_room_id: Mapped[UUID | None] = mapped_column(ForeignKey("living_rooms.id"), index=True)
    offered_starts_at: Mapped[datetime | None]
    offered_ends_at: Mapped[datetime | None]
    offer_expires_at: Mapped[datetime | None]
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("bookings.id"), index=True)
    created_at: Mapped[datetime]
