"""Tables of bookings, their series, the quotas they use, and what happened to their penalties."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.kit.acting import ActedByColumns
from service.kit.content import HAS_CHECK, HAS_REASON_CHECK, CheckedColumns, CheckedReasonColumns, checked
from service.kit.database import Identified, Table, Versioned
from service.living_rooms.bookings.rules import APPEAL, REASONS, TITLES, AppealState, BookingStatus, Purpose


class BookingSeries(Identified, Versioned, Table):
    """A weekly series, made in one request; an organisation's counts as one against its active quota."""

    __tablename__ = "booking_series"

    living_room_id: Mapped[UUID] = mapped_column(ForeignKey("living_rooms.id"), index=True)
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    counts_as_active: Mapped[bool]
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]


class Booking(Identified, ActedByColumns, CheckedColumns, CheckedReasonColumns, Versioned, Table):
    """A stretch of time in a room for a resident or an organisation; for neither, it is the community's own.

    Its title is checked before others see it, and the reason for which it was given back.
    """

    __tablename__ = "bookings"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", "stretch"),
        CheckConstraint("headcount > 0", "headcount"),
        CheckConstraint("resident_id IS NULL OR organisation_id IS NULL", "holder"),
        Index(None, "living_room_id", "starts_at", "id"),
        Index(None, "resident_id", "starts_at", "id"),
        Index(None, "organisation_id", "starts_at", "id", postgresql_where="organisation_id IS NOT NULL"),
        Index(None, "region_code", "starts_at", "id"),
        Index(None, "series_id", postgresql_where="series_id IS NOT NULL"),
        Index(None, "starts_at", "id"),
        Index(None, "content_check_id", postgresql_where=HAS_CHECK),
        Index(None, "reason_check_id", postgresql_where=HAS_REASON_CHECK),
        Index(
            "bookings_standing_idx",
            "starts_at",
            postgresql_where="status IN ('pending', 'confirmed', 'checked_in')",
        ),
    )

    living_room_id: Mapped[UUID] = mapped_column(ForeignKey("living_rooms.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("booking_series.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    purpose: Mapped[Purpose]
    title: Mapped[str | None]
    headcount: Mapped[int]
    status: Mapped[BookingStatus]
    at_desk: Mapped[bool] = mapped_column(default=False)
    counts_as_active: Mapped[bool]
    hold_until: Mapped[datetime | None]
    reason: Mapped[str | None]
    cancelled_late: Mapped[bool] = mapped_column(default=False)
    checked_in_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    moved_count: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


checked(Booking, *TITLES)
checked(Booking, *REASONS, which="reason")


class BookingCounter(Table):
    """What a holder (a resident or an organisation) has used of a room's quotas.

    `period` is `active` (how many bookings stand) or a month `YYYY-MM` (how many minutes). Counters change by one
    conditional upsert, so a quota is exact however many ask at once.
    """

    __tablename__ = "booking_counters"
    __table_args__ = (CheckConstraint("used >= 0", "used"),)

    holder_id: Mapped[UUID] = mapped_column(primary_key=True)
    living_room_id: Mapped[UUID] = mapped_column(ForeignKey("living_rooms.id"), primary_key=True, index=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    used: Mapped[int]


class NoShow(Identified, CheckedColumns, Versioned, Table):
    """That somebody did not come or cancelled late; it counts until it expires, unless an appeal is accepted.

    What is checked is why somebody appeals.
    """

    __tablename__ = "no_shows"
    __table_args__ = (
        Index(None, "resident_id", "happened_at"),
        Index(None, "content_check_id", postgresql_where=HAS_CHECK),
    )

    booking_id: Mapped[UUID] = mapped_column(ForeignKey("bookings.id"), unique=True)
    living_room_id: Mapped[UUID] = mapped_column(ForeignKey("living_rooms.id"), index=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    happened_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    appeal: Mapped[AppealState | None]
    appeal_reason: Mapped[str | None]
    appeal_answer: Mapped[str | None]
    decided_by: Mapped[UUID | None]


checked(NoShow, APPEAL)


class Suspension(Identified, Table):
    """A time in which a resident may not book, after as many no-shows `counted_since` a moment as the `limit` was.

    It is lifted when an accepted appeal leaves too few of them.
    """

    __tablename__ = "booking_suspensions"
    __table_args__ = (
        CheckConstraint("ends_at >= starts_at", "stretch"),
        Index(None, "resident_id", "ends_at"),
    )

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    living_room_id: Mapped[UUID] = mapped_column(ForeignKey("living_rooms.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    counted_since: Mapped[datetime]
    limit: Mapped[int]
    lifted_at: Mapped[datetime | None]
