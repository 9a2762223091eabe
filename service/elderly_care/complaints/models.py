"""Tables of complaints and of what was done about them; what people wrote is sealed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from service.elderly_care.complaints.rules import (
    ComplaintCategory,
    ComplaintSource,
    ComplaintStatus,
    Outcome,
    StepKind,
    Urgency,
)
from service.kit.acting import ActedByColumns
from service.kit.database import Identified, Table, Versioned
from service.kit.sealing import sealed


class Complaint(Identified, ActedByColumns, Versioned, Table):
    """What somebody says was not right, for an elder, with an operator; `due_on` is the last day of the present step.

    The columns of acting say who complained for the elder. `street_told_at` and `district_told_at` are of that step.
    """

    __tablename__ = "care_complaints"
    __table_args__ = (
        CheckConstraint("(status = 'closed') <= (outcome IS NOT NULL AND closed_at IS NOT NULL)", "closed"),
        CheckConstraint("(status = 'reopened') <= (reopened_at IS NOT NULL)", "reopened"),
        CheckConstraint("(status IN ('open', 'answered', 'reopened')) = (due_on IS NOT NULL)", "due"),
        Index(None, "elder_id", "id"),
        Index(None, "region_code", "id"),
        Index(None, "organisation_id", "id"),
        Index(None, "visit_id", postgresql_where=text("visit_id IS NOT NULL")),
        Index(
            "care_complaints_due_idx",
            "due_on",
            "id",
            postgresql_where=text("status IN ('open', 'answered', 'reopened')"),
        ),
    )

    elder_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_visits.id"))
    category: Mapped[ComplaintCategory]
    urgency: Mapped[Urgency]
    source: Mapped[ComplaintSource]
    is_confidential: Mapped[bool] = mapped_column(default=False)
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    photos: Mapped[list[Any]] = mapped_column(default=list)
    status: Mapped[ComplaintStatus]
    outcome: Mapped[Outcome | None]
    due_on: Mapped[date | None]
    street_told_at: Mapped[datetime | None]
    district_told_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    reopened_at: Mapped[datetime | None]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    updated_at: Mapped[datetime]


sealed(Complaint, "text_sealed", "care_complaints.text:{id}")


class ComplaintStep(Identified, ActedByColumns, Table):
    """A reply, an end, a reopening or a withdrawal, with what was said; rows are only added."""

    __tablename__ = "care_complaint_steps"
    __table_args__ = (
        CheckConstraint("(kind = 'close') = (outcome IS NOT NULL)", "found"),
        Index(None, "complaint_id", "id"),
    )

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("care_complaints.id"))
    kind: Mapped[StepKind]
    outcome: Mapped[Outcome | None]
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)


sealed(ComplaintStep, "text_sealed", "care_complaint_steps.text:{id}")
