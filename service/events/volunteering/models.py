"""Tables of the time bank; the database adds up the entries, and lets no account give more than it holds."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.events.volunteering.errors import AlreadyCredited, NoSuchOrganisation, NotEnoughMinutes
from service.events.volunteering.rules import (
    MINUTES_OF_A_DAY,
    AccountKind,
    ClaimStatus,
    EntryKind,
    HoursSource,
    HoursStatus,
    ServiceUsed,
    Withheld,
)
from service.kit.acting import ActedByColumns
from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned

_OWED = "CASE WHEN waived_at IS NULL AND withdrawn_at IS NULL THEN minutes - taken ELSE 0 END"
_STATUS = (
    "CASE WHEN withdrawn_at IS NOT NULL THEN 'withdrawn'::text WHEN taken = minutes THEN 'settled'::text"
    " WHEN waived_at IS NOT NULL THEN 'waived'::text ELSE 'open'::text END"
)


class TimeAccount(Identified, Table):
    """An account of minutes. The sums are those of its entries and change only as entries are added, which triggers keep.

    One is opened for each record of a person (`opened_for`), so who has been two records has two, which count together.
    `earned` is what was granted and not taken back, `passed_on` what was transferred or donated. What was issued is the
    one balance below nothing: minus what the bank still owes to everybody. `left_on` is the day on which what is left of
    somebody who has died falls to the pool.
    """

    __tablename__ = "time_accounts"
    __table_args__ = (
        CheckConstraint("(kind = 'person') = (resident_id IS NOT NULL)", "person"),
        CheckConstraint("(kind = 'person') = (opened_for IS NOT NULL)", "opened_for"),
        CheckConstraint("kind <> 'pool' OR region_code IS NOT NULL", "pool"),
        CheckConstraint("LEAST(credited, debited, passed_on) >= 0", "sums"),
        CheckConstraint("kind = 'issued' OR balance >= 0", "balance"),
        UniqueConstraint("opened_for"),
        Index("time_accounts_pool_idx", "region_code", unique=True, postgresql_where=text("kind = 'pool'")),
        Index(
            "time_accounts_bank_idx", "kind", unique=True, postgresql_where=text("kind IN ('issued', 'used')")
        ),
        Index(None, "resident_id"),
        Index(None, "region_code", "id"),
        Index(None, "left_on", postgresql_where=text("left_on IS NOT NULL AND balance > 0")),
    )

    kind: Mapped[AccountKind]
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    opened_for: Mapped[UUID | None]
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    credited: Mapped[int] = mapped_column(default=0)
    debited: Mapped[int] = mapped_column(default=0)
    earned: Mapped[int] = mapped_column(default=0)
    passed_on: Mapped[int] = mapped_column(default=0)
    balance: Mapped[int] = mapped_column(Computed("credited - debited", persisted=True))
    left_on: Mapped[date | None]
    opened_at: Mapped[datetime]


breaking("time_accounts_balance_check", NotEnoughMinutes)


class VolunteerHours(Identified, Versioned, Table):
    """What somebody served on one day, and how much of it is credited; one attendance counts once.

    `times` is which telling of the attendance it is. What was withdrawn before it was told is kept with no minutes, so
    that it is not credited when it arrives.
    """

    __tablename__ = "volunteer_hours"
    __table_args__ = (
        CheckConstraint(
            f"minutes BETWEEN 0 AND {MINUTES_OF_A_DAY} AND credited BETWEEN 0 AND minutes", "minutes"
        ),
        CheckConstraint("(credited < minutes) = (withheld IS NOT NULL)", "whole"),
        CheckConstraint("(status = 'reversed') = (reversed_at IS NOT NULL)", "reversed"),
        CheckConstraint(
            "(source = 'attendance') = (activity_id IS NOT NULL)"
            " AND num_nonnulls(activity_id, sign_up_id, times) IN (0, 3)",
            "attendance",
        ),
        UniqueConstraint("sign_up_id", "times", "served_on"),
        Index(
            "volunteer_hours_once_idx",
            "activity_id",
            "resident_id",
            "served_on",
            unique=True,
            postgresql_where=text("status = 'counted'"),
        ),
        Index(None, "resident_id", "served_on", "id"),
        Index(None, "region_code", "id"),
        Index(None, "activity_id", "id", postgresql_where=text("activity_id IS NOT NULL")),
        Index(None, "organisation_id", postgresql_where=text("organisation_id IS NOT NULL")),
        Index(None, "made_by"),
        Index(None, "reversed_by"),
    )

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    source: Mapped[HoursSource]
    activity_id: Mapped[UUID | None] = mapped_column(ForeignKey("activities.id"))
    sign_up_id: Mapped[UUID | None]
    times: Mapped[int | None]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    service: Mapped[str | None]
    served_on: Mapped[date]
    minutes: Mapped[int]
    credited: Mapped[int]
    withheld: Mapped[Withheld | None]
    status: Mapped[HoursStatus] = mapped_column(default=HoursStatus.COUNTED)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    made_at: Mapped[datetime]
    reversed_because: Mapped[str | None]
    reversed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    reversed_at: Mapped[datetime | None]


breaking("volunteer_hours_once_idx", AlreadyCredited)
breaking("volunteer_hours_sign_up_id_times_served_on_key", AlreadyCredited)
breaking("volunteer_hours_organisation_id_fkey", NoSuchOrganisation)


class TimeCorrection(Identified, Versioned, Table):
    """That all credited minutes of some hours are taken back; `taken` is how many were, the rest is `owed`.

    It is withdrawn when the hours count after all, which only the undoing of a merge brings about.
    """

    __tablename__ = "time_corrections"
    __table_args__ = (
        CheckConstraint("taken BETWEEN 0 AND minutes AND minutes > 0", "taken"),
        CheckConstraint("(waived_at IS NULL) = (waived_because IS NULL)", "waived"),
        Index(
            "time_corrections_once_idx",
            "hours_id",
            unique=True,
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index(None, "hours_id"),
        Index(None, "resident_id", "id"),
        Index(None, "region_code", "id"),
        Index("time_corrections_open_idx", "resident_id", "id", postgresql_where=text("owed > 0")),
        Index(None, "made_by"),
        Index(None, "waived_by"),
    )

    hours_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer_hours.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    minutes: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    owed: Mapped[int] = mapped_column(Computed(_OWED, persisted=True))
    status: Mapped[ClaimStatus] = mapped_column(Computed(_STATUS, persisted=True))
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    made_at: Mapped[datetime]
    waived_because: Mapped[str | None]
    waived_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    waived_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class TimeEntry(Identified, ActedByColumns, Table):
    """Minutes that went from one account to another, and why; rows are only added, as a trigger keeps.

    `region_code` is where the person stood whose entry it is, for the ledger of a place.
    """

    __tablename__ = "time_entries"
    __table_args__ = (
        CheckConstraint("minutes > 0", "minutes"),
        CheckConstraint("from_account_id <> to_account_id", "two_sides"),
        CheckConstraint("(kind = 'granted') = (hours_id IS NOT NULL)", "hours"),
        CheckConstraint("(kind IN ('corrected', 'restored')) = (correction_id IS NOT NULL)", "correction"),
        CheckConstraint("(kind = 'spent') = (used_for IS NOT NULL)", "used_for"),
        Index(None, "from_account_id", "id"),
        Index(None, "to_account_id", "id"),
        Index(None, "hours_id", unique=True, postgresql_where=text("hours_id IS NOT NULL")),
        Index(None, "correction_id", postgresql_where=text("correction_id IS NOT NULL")),
        Index(None, "region_code", "made_at"),
        Index(None, "made_at"),
        Index(None, "made_by"),
    )

    kind: Mapped[EntryKind]
    from_account_id: Mapped[UUID] = mapped_column(ForeignKey("time_accounts.id"))
    to_account_id: Mapped[UUID] = mapped_column(ForeignKey("time_accounts.id"))
    minutes: Mapped[int]
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    hours_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer_hours.id"))
    correction_id: Mapped[UUID | None] = mapped_column(ForeignKey("time_corrections.id"))
    used_for: Mapped[ServiceUsed | None]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    made_at: Mapped[datetime]
