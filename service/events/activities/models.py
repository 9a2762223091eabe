"""Tables of activities, of their places, and of who has one, waits for one, was there and said how it was."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.events.activities.errors import AlreadySignedUp, FeedbackGiven
from service.events.activities.rules import (
    LONGEST,
    REASON_OF_ACTIVITY,
    ActivityKind,
    ActivityStatus,
    SignUpEnd,
    SignUpStatus,
    Times,
)
from service.kit.acting import ActedByColumns
from service.kit.constraints import breaking
from service.kit.content import HAS_CHECK, CheckedColumns, checked
from service.kit.database import Identified, Table, Versioned
from service.kit.waiting import WaitingColumns, WaitingList


class Activity(Identified, Versioned, CheckedColumns, Table):
    """Something people are invited to, by the community itself or by a social organisation.

    `place` is where it is, also when that is a living room, which is then booked with it. `room_lost_at` says since when
    its room is no longer its own, until it has another place. What is checked is the `reason` for which a member of an
    organisation has called it off.
    """

    __tablename__ = "activities"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", "stretch"),
        CheckConstraint(f"ends_at <= starts_at + interval '{LONGEST.days} days'", "longest"),
        CheckConstraint("sign_up_opens_at < sign_up_closes_at", "window"),
        CheckConstraint("volunteer_minutes >= 0", "volunteer_minutes"),
        CheckConstraint("booking_id IS NULL OR living_room_id IS NOT NULL", "booking"),
        CheckConstraint("status <> 'published' OR published_at IS NOT NULL", "published"),
        Index(None, "region_code", "starts_at", "id"),
        Index(None, "organisation_id", "starts_at", "id", postgresql_where="organisation_id IS NOT NULL"),
        Index(None, "starts_at", "id"),
        # Partial, so that no foreign key could use it: whoever signs up points to the activity, and would wait for who
        # gives it another room.
        Index(None, "booking_id", unique=True, postgresql_where="booking_id IS NOT NULL"),
        Index("activities_to_complete_idx", "ends_at", postgresql_where="status = 'published'"),
        Index("activities_without_room_idx", "starts_at", postgresql_where="room_lost_at IS NOT NULL"),
        Index(None, "content_check_id", postgresql_where=HAS_CHECK),
    )

    title: Mapped[str]
    description: Mapped[str]
    kind: Mapped[ActivityKind]
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    place: Mapped[str]
    living_room_id: Mapped[UUID | None] = mapped_column(ForeignKey("living_rooms.id"), index=True)
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("bookings.id"))
    room_lost_at: Mapped[datetime | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    sign_up_opens_at: Mapped[datetime | None]
    sign_up_closes_at: Mapped[datetime]
    cancel_before_minutes: Mapped[int]
    offer_minutes: Mapped[int]
    volunteer_minutes: Mapped[int]
    status: Mapped[ActivityStatus]
    reason: Mapped[str | None]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    @property
    def times(self) -> Times:
        return Times(self.starts_at, self.ends_at, self.sign_up_opens_at, self.sign_up_closes_at)


checked(Activity, REASON_OF_ACTIVITY)


class ActivityRegion(Table):
    """That an activity is for the people of a place and all below it."""

    __tablename__ = "activity_regions"

    activity_id: Mapped[UUID] = mapped_column(
        ForeignKey("activities.id", ondelete="CASCADE"), primary_key=True
    )
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), primary_key=True, index=True)


class ActivityTag(Table):
    """That of these people only those are meant who have one of the activity's tags."""

    __tablename__ = "activity_tags"

    activity_id: Mapped[UUID] = mapped_column(
        ForeignKey("activities.id", ondelete="CASCADE"), primary_key=True
    )
    tag_code: Mapped[str] = mapped_column(ForeignKey("tags.code"), primary_key=True, index=True)


class ActivityPlaces(Table):
    """How many places an activity has and how many are taken: by sign-ups, and by offers that are held.

    It changes by one conditional update, so that a capacity is exact however many ask at once, and apart from the
    activity, whose version it leaves alone. While `is_open` is false nobody gets a place.
    """

    __tablename__ = "activity_places"
    __table_args__ = (CheckConstraint("taken BETWEEN 0 AND capacity", "taken"),)

    activity_id: Mapped[UUID] = mapped_column(
        ForeignKey("activities.id", ondelete="CASCADE"), primary_key=True
    )
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    is_open: Mapped[bool] = mapped_column(default=False)


class SignUp(Identified, ActedByColumns, Versioned, Table):
    """That somebody will come, came or did not; `brought_by` is who of their household signed them up.

    `told_times` counts how often their attendance was told to others, `withdrawn_times` how often that was withdrawn.
    """

    __tablename__ = "activity_sign_ups"
    __table_args__ = (
        CheckConstraint("(status = 'cancelled') = (ended_by IS NOT NULL)", "ended_by"),
        CheckConstraint("told_times - withdrawn_times BETWEEN 0 AND 1", "told"),
        CheckConstraint("minutes >= 0", "minutes"),
        Index(
            "activity_sign_ups_standing_key",
            "activity_id",
            "resident_id",
            unique=True,
            postgresql_where="status <> 'cancelled'",
        ),
        Index(None, "activity_id", "id"),
        Index(None, "resident_id", "id"),
        Index(None, "brought_by", "id", postgresql_where="brought_by IS NOT NULL"),
        Index(
            "activity_sign_ups_to_tell_idx",
            "activity_id",
            postgresql_where="status = 'attended' AND told_times = withdrawn_times",
        ),
    )

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activities.id"))
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    brought_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    status: Mapped[SignUpStatus]
    ended_by: Mapped[SignUpEnd | None]
    cancelled_late: Mapped[bool] = mapped_column(default=False)
    checked_in_at: Mapped[datetime | None]
    minutes: Mapped[int | None]
    told_times: Mapped[int] = mapped_column(default=0)
    withdrawn_times: Mapped[int] = mapped_column(default=0)
    reminded_at: Mapped[datetime | None]
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


breaking("activity_sign_ups_standing_key", AlreadySignedUp)


class ActivityWait(Identified, WaitingColumns, ActedByColumns, Versioned, Table):
    """That somebody waits for a place; the one that was offered is held, and taken, until `offer_expires_at`."""

    __tablename__ = "activity_waits"
    __table_args__ = (
        CheckConstraint("status <> 'offered' OR offer_expires_at IS NOT NULL", "offer"),
        Index(
            "activity_waits_standing_key",
            "activity_id",
            "resident_id",
            unique=True,
            postgresql_where="status IN ('waiting', 'offered')",
        ),
        Index(
            "activity_waits_line_idx",
            "activity_id",
            "created_at",
            "id",
            postgresql_where="status = 'waiting'",
        ),
        Index(None, "offer_expires_at", postgresql_where="status = 'offered'"),
        Index(None, "lasts_until", postgresql_where="status = 'waiting'"),
        Index(None, "resident_id", "id"),
        Index(None, "activity_id", "id"),
        Index(None, "brought_by", "id", postgresql_where="brought_by IS NOT NULL"),
    )

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activities.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    brought_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    sign_up_id: Mapped[UUID | None] = mapped_column(ForeignKey("activity_sign_ups.id"), index=True)


breaking("activity_waits_standing_key", AlreadySignedUp)

WAITS = WaitingList(ActivityWait, lock="activity_waits")


class ActivityFeedback(Identified, Table):
    """What somebody who was there says of it: one to five, and in words."""

    __tablename__ = "activity_feedback"
    __table_args__ = (
        CheckConstraint("rating BETWEEN 1 AND 5", "rating"),
        Index(None, "activity_id", "id"),
    )

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activities.id"))
    sign_up_id: Mapped[UUID] = mapped_column(ForeignKey("activity_sign_ups.id"), unique=True)
    rating: Mapped[int]
    comment: Mapped[str | None]
    created_at: Mapped[datetime]


breaking("activity_feedback_sign_up_id_key", FeedbackGiven)
