"""The table of who waits for time in a living room."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.acting import ActedByColumns
from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned
from service.kit.waiting import WaitingColumns, WaitingList
from service.living_rooms.waitlist.errors import AlreadyWaiting


@dataclass(frozen=True, slots=True)
class Offer:
    """Time in a room that is held for a wish until a moment."""

    living_room_id: UUID
    starts_at: datetime
    ends_at: datetime
    expires_at: datetime


class WaitlistEntry(Identified, WaitingColumns, ActedByColumns, Versioned, Table):
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
        Index(None, "look_again_at", postgresql_where="status = 'waiting'"),
        Index(None, "lasts_until", postgresql_where="status = 'waiting'"),
        Index(None, "resident_id", "id"),
        Index(
            "waitlist_entries_same_wish_key",
            "resident_id",
            "living_room_id",
            "region_code",
            "starts_at",
            "ends_at",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where="status IN ('waiting', 'offered')",
        ),
    )

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    living_room_id: Mapped[UUID | None] = mapped_column(ForeignKey("living_rooms.id"))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    minutes: Mapped[int]
    headcount: Mapped[int]
    offered_room_id: Mapped[UUID | None] = mapped_column(ForeignKey("living_rooms.id"), index=True)
    offered_starts_at: Mapped[datetime | None]
    offered_ends_at: Mapped[datetime | None]
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("bookings.id"), index=True)
    look_again_at: Mapped[datetime]

    @property
    def offer(self) -> Offer | None:
        """What was offered last; on an accepted wish that is what became the booking."""
        room_id, expires_at = self.offered_room_id, self.offer_expires_at
        starts_at, ends_at = self.offered_starts_at, self.offered_ends_at
        if room_id is None or starts_at is None or ends_at is None or expires_at is None:
            return None
        return Offer(room_id, starts_at, ends_at, expires_at)


breaking("waitlist_entries_same_wish_key", AlreadyWaiting)

WISHES = WaitingList(WaitlistEntry, lock="waitlist")
