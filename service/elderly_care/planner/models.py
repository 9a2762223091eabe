"""Tables of proposals: what was asked, how far it is, and what is proposed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.elderly_care.planner.errors import ScheduleUnderWay
from service.elderly_care.planner.rules import UnplacedReason
from service.kit.background import RunStatus
from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned


class CareSchedule(Identified, Versioned, Table):
    """A proposal for some days of an operator; one at a time is made for a day, `run_id` is who makes it."""

    __tablename__ = "care_schedules"
    __table_args__ = (
        ExcludeConstraint(
            ("organisation_id", "="),
            (text("daterange(first_on, last_on, '[]')"), "&&"),
            where=text("ended_at IS NULL"),
            name="care_schedules_under_way",
        ),
        CheckConstraint("last_on >= first_on", "days"),
        CheckConstraint("(status IN ('queued', 'running')) = (ended_at IS NULL)", "ended"),
        CheckConstraint("applied_at IS NULL OR status = 'done'", "applied"),
        CheckConstraint("seed >= 0", "seed"),
        Index(None, "organisation_id", "id"),
        Index(None, "asked_at"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    first_on: Mapped[date]
    last_on: Mapped[date]
    seed: Mapped[int] = mapped_column(BigInteger)
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    asked_at: Mapped[datetime]
    run_id: Mapped[UUID] = mapped_column(index=True)
    status: Mapped[RunStatus]
    steps_done: Mapped[int] = mapped_column(default=0)
    steps: Mapped[int]
    travel_minutes: Mapped[int] = mapped_column(default=0)
    greedy_travel_minutes: Mapped[int] = mapped_column(default=0)
    greedy_unplaced: Mapped[int] = mapped_column(default=0)
    time_limit_hit: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[datetime | None]
    applied_at: Mapped[datetime | None]
    applied_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)


breaking("care_schedules_under_way", ScheduleUnderWay)


class ProposedVisit(Table):
    """That a caregiver is to make a visit, and when; `visit_version` is how the visit stood when it was proposed."""

    __tablename__ = "care_schedule_stops"
    __table_args__ = (
        CheckConstraint("arrives_at <= starts_at AND starts_at < ends_at", "times"),
        CheckConstraint("travel_minutes >= 0", "travel"),
        Index(None, "visit_id"),
        Index(None, "caregiver_id"),
    )

    schedule_id: Mapped[UUID] = mapped_column(
        ForeignKey("care_schedules.id", ondelete="CASCADE"), primary_key=True
    )
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("care_visits.id"), primary_key=True)
    caregiver_id: Mapped[UUID] = mapped_column(ForeignKey("caregivers.id"), primary_key=True)
    visit_version: Mapped[int]
    arrives_at: Mapped[datetime]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    travel_minutes: Mapped[int]


class UnplacedVisit(Table):
    """That a visit could not be placed, and why."""

    __tablename__ = "care_schedule_unplaced"
    __table_args__ = (Index(None, "visit_id"),)

    schedule_id: Mapped[UUID] = mapped_column(
        ForeignKey("care_schedules.id", ondelete="CASCADE"), primary_key=True
    )
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("care_visits.id"), primary_key=True)
    reason_code: Mapped[UnplacedReason]
