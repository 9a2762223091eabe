"""Tables of visits, of rounds that serve many, and of the time that both claim."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from service.elderly_care.catalogue.rules import Mode, Payer
from service.elderly_care.visits.errors import CaregiverBusy, ElderBusy
from service.elderly_care.visits.rules import RoundStatus, VisitCancellation, VisitStatus
from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned


class Visit(Identified, Versioned, Table):
    """One elder, one service, one day of a plan's item; `starts_at` to `ends_at` is when it is arranged for.

    It may be made at any time within its window. Who makes it stands in assignments, of its own or of its round.
    """

    __tablename__ = "care_visits"
    __table_args__ = (
        Index(
            "care_visits_item_day_key",
            "item_id",
            "occurs_on",
            unique=True,
            postgresql_where=text("status <> 'cancelled'"),
        ),
        CheckConstraint("window_ends_at > window_starts_at", "window"),
        CheckConstraint("(starts_at IS NULL) = (ends_at IS NULL) AND ends_at > starts_at", "time"),
        CheckConstraint("status <> 'assigned' OR starts_at IS NOT NULL", "assigned"),
        CheckConstraint("minutes BETWEEN 1 AND 720", "minutes"),
        CheckConstraint("caregivers_needed BETWEEN 1 AND 4", "caregivers_needed"),
        CheckConstraint("(status = 'cancelled') <= (cancelled_because IS NOT NULL)", "cancelled"),
        Index(None, "organisation_id", "window_starts_at", "id"),
        Index(None, "elder_id", "window_starts_at", "id"),
        Index(None, "region_code", "window_starts_at", "id"),
        Index(None, "plan_id", "occurs_on"),
        Index(None, "round_id", "id", postgresql_where=text("round_id IS NOT NULL")),
        Index(None, "contract_id", "window_starts_at", postgresql_where=text("contract_id IS NOT NULL")),
        Index(None, "service_id"),
        Index(None, "rescheduled_from_id", postgresql_where=text("rescheduled_from_id IS NOT NULL")),
        Index(
            "care_visits_open_idx",
            "organisation_id",
            "window_starts_at",
            "id",
            postgresql_where=text("status = 'planned'"),
        ),
        Index(
            "care_visits_to_come_idx",
            "window_ends_at",
            "id",
            postgresql_where=text("status IN ('planned', 'assigned')"),
        ),
        Index(
            "care_visits_to_confirm_idx",
            "window_ends_at",
            "id",
            postgresql_where=text("status IN ('in_progress', 'done')"),
        ),
    )

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("care_plans.id"))
    item_id: Mapped[UUID] = mapped_column(ForeignKey("care_plan_items.id"))
    occurs_on: Mapped[date]
    elder_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    contract_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_contracts.id"))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("care_services.id"))
    mode: Mapped[Mode]
    payer: Mapped[Payer]
    is_private: Mapped[bool] = mapped_column(default=False)
    window_starts_at: Mapped[datetime]
    window_ends_at: Mapped[datetime]
    minutes: Mapped[int]
    caregivers_needed: Mapped[int] = mapped_column(default=1)
    skills: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    status: Mapped[VisitStatus]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    round_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_rounds.id"))
    rescheduled_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_visits.id"))
    cancelled_because: Mapped[VisitCancellation | None]
    made_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Round(Identified, Versioned, Table):
    """Many visits in one claim of time: meals carried from door to door, or a session at the operator's centre."""

    __tablename__ = "care_rounds"
    __table_args__ = (
        CheckConstraint("mode IN ('delivery_round', 'centre_session')", "many_at_once"),
        CheckConstraint("ends_at > starts_at", "time"),
        CheckConstraint("caregivers_needed BETWEEN 1 AND 4", "caregivers_needed"),
        Index(None, "organisation_id", "starts_at", "id"),
        Index(None, "service_id"),
        Index(None, "facility_id", postgresql_where=text("facility_id IS NOT NULL")),
        Index(
            "care_rounds_to_come_idx",
            "ends_at",
            "id",
            postgresql_where=text("status IN ('planned', 'assigned')"),
        ),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("care_services.id"))
    mode: Mapped[Mode]
    facility_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_facilities.id"))
    name: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    caregivers_needed: Mapped[int] = mapped_column(default=1)
    status: Mapped[RoundStatus]
    made_at: Mapped[datetime]


class Assignment(Identified, Table):
    """That a caregiver makes a visit or a round, from when until when that was theirs; `travel_minutes` lead there.

    Travel is changed only under the lock of the caregiver's day, as neighbours come and go.
    """

    __tablename__ = "care_assignments"
    __table_args__ = (
        CheckConstraint("(visit_id IS NULL) <> (round_id IS NULL)", "what"),
        CheckConstraint("ends_at > starts_at", "time"),
        CheckConstraint("travel_minutes >= 0", "travel"),
        Index(
            "care_assignments_visit_caregiver_key",
            "visit_id",
            "caregiver_id",
            unique=True,
            postgresql_where=text("released_at IS NULL AND visit_id IS NOT NULL"),
        ),
        Index(
            "care_assignments_round_caregiver_key",
            "round_id",
            "caregiver_id",
            unique=True,
            postgresql_where=text("released_at IS NULL AND round_id IS NOT NULL"),
        ),
        Index(None, "visit_id", "caregiver_id"),
        Index(None, "round_id", "caregiver_id", postgresql_where=text("round_id IS NOT NULL")),
        Index(
            "care_assignments_day_idx",
            "caregiver_id",
            "starts_at",
            "id",
            postgresql_where=text("released_at IS NULL"),
        ),
    )

    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_visits.id"))
    round_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_rounds.id"))
    caregiver_id: Mapped[UUID] = mapped_column(ForeignKey("caregivers.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    travel_minutes: Mapped[int] = mapped_column(default=0)
    assigned_at: Mapped[datetime]
    assigned_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    released_at: Mapped[datetime | None]


class CaregiverGrain(Table):
    """Fifteen minutes of a caregiver's time, the way there included; the key makes two places at once impossible.

    Rows are always inserted in ascending order, so that two who race wait and never deadlock.
    """

    __tablename__ = "care_caregiver_grains"
    __table_args__ = (Index(None, "assignment_id"),)

    caregiver_id: Mapped[UUID] = mapped_column(ForeignKey("caregivers.id"), primary_key=True)
    grain: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("care_assignments.id", ondelete="CASCADE"))


breaking("care_caregiver_grains_pkey", CaregiverBusy)


class ElderGrain(Table):
    """Fifteen minutes in which somebody is with an elder; the key keeps two visits apart."""

    __tablename__ = "care_elder_grains"
    __table_args__ = (Index(None, "visit_id"),)

    elder_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    grain: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("care_visits.id", ondelete="CASCADE"))


breaking("care_elder_grains_pkey", ElderBusy)


class TomorrowTold(Table):
    """That everybody concerned was told of a day's visits the evening before; the key keeps it from being said twice."""

    __tablename__ = "care_tomorrows_told"

    day: Mapped[date] = mapped_column(primary_key=True)
    told_at: Mapped[datetime]
