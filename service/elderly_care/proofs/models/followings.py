"""Tables of what follows when a visit is late, missed, not served, put right, or odd."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.elderly_care.proofs.rules import (
    AmendedField,
    AmendmentStatus,
    AnomalyKind,
    AnomalyOutcome,
    ClimbStep,
    IncidentKind,
    NotServedReason,
    Reason,
)
from service.kit.database import Identified, Table, Versioned
from service.kit.sealing import sealed


class NotServed(Identified, Table):
    """That somebody said a visit was not served, when, why, and under which version of the policy."""

    __tablename__ = "care_not_served"
    __table_args__ = (
        UniqueConstraint("visit_id", "reason_code", "at", "recorded_by"),
        Index(None, "policy_id"),
        Index(None, "recorded_by"),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("care_visits.id"))
    reason_code: Mapped[NotServedReason]
    policy_id: Mapped[UUID] = mapped_column(ForeignKey("care_not_served_policies.id"))
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


sealed(NotServed, "note_sealed", "care_not_served.note:{id}")


class Incident(Identified, Table):
    """What happened at a visit, told by whom; the alarm is there if help was called because of it."""

    __tablename__ = "care_incidents"
    __table_args__ = (
        UniqueConstraint("visit_id", "kind", "at", "recorded_by"),
        Index(None, "recorded_by"),
        Index(None, "alarm_id", postgresql_where=text("alarm_id IS NOT NULL")),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("care_visits.id"))
    kind: Mapped[IncidentKind]
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    alarm_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_alarms.id"))
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


sealed(Incident, "note_sealed", "care_incidents.note:{id}")


class OverdueVisit(Table):
    """That a visit was late, unfinished or missed, who was told when, and to whom it climbs next unless explained."""

    __tablename__ = "care_overdue_visits"
    __table_args__ = (
        Index(
            "care_overdue_visits_climbing_idx",
            "next_step_at",
            "visit_id",
            postgresql_where=text("next_step_at IS NOT NULL"),
        ),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("care_visits.id"), primary_key=True)
    late_told_at: Mapped[datetime | None]
    unfinished_told_at: Mapped[datetime | None]
    missed_at: Mapped[datetime | None]
    step: Mapped[ClimbStep | None]
    next_step_at: Mapped[datetime | None]


class Explanation(Identified, Table):
    """What an operator said of a visit that was missed or is in doubt."""

    __tablename__ = "care_visit_explanations"
    __table_args__ = (Index(None, "visit_id", "id"), Index(None, "explained_by"))

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("care_visits.id"))
    reason_code: Mapped[Reason]
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    explained_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    explained_at: Mapped[datetime]


sealed(Explanation, "note_sealed", "care_visit_explanations.note:{id}")


class Amendment(Identified, Versioned, Table):
    """That something recorded was put right: what it was, what it is to be, why; the marks themselves stay.

    Tasks are sealed, as JSON.
    """

    __tablename__ = "care_amendments"
    __table_args__ = (
        CheckConstraint("(field = 'tasks') = (value_at IS NULL)", "time"),
        CheckConstraint("(field = 'tasks') >= (value_sealed IS NOT NULL)", "tasks"),
        CheckConstraint("(status = 'rejected') <= (decided_at IS NOT NULL)", "rejected"),
        CheckConstraint("decided_by <> amended_by", "decided_by_another"),
        Index(None, "visit_id", "id"),
        Index(None, "caregiver_id"),
        Index(None, "amended_by"),
        Index(None, "decided_by"),
        Index("care_amendments_pending_idx", "id", postgresql_where=text("status = 'pending'")),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("care_visits.id"))
    caregiver_id: Mapped[UUID] = mapped_column(ForeignKey("caregivers.id"))
    field: Mapped[AmendedField]
    original_at: Mapped[datetime | None]
    value_at: Mapped[datetime | None]
    original_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    value_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    reason_code: Mapped[Reason]
    status: Mapped[AmendmentStatus]
    amended_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    amended_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]


sealed(Amendment, "original_sealed", "care_amendments.original:{id}")
sealed(Amendment, "value_sealed", "care_amendments.value:{id}")


class Anomaly(Identified, Versioned, Table):
    """Something odd about a visit that the job found; the operator explains, a worker settles it."""

    __tablename__ = "care_anomalies"
    __table_args__ = (
        UniqueConstraint("visit_id", "kind"),
        CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", "settled"),
        Index(None, "organisation_id", "id"),
        Index(None, "region_code", "id"),
        Index("care_anomalies_open_idx", "id", postgresql_where=text("settled_at IS NULL")),
        Index(None, "caregiver_id"),
        Index(None, "other_visit_id", postgresql_where=text("other_visit_id IS NOT NULL")),
        Index(None, "explained_by"),
        Index(None, "settled_by"),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("care_visits.id"))
    kind: Mapped[AnomalyKind]
    caregiver_id: Mapped[UUID] = mapped_column(ForeignKey("caregivers.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    is_private: Mapped[bool] = mapped_column(default=False)
    other_visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_visits.id"))
    facts: Mapped[dict[str, Any]]
    found_at: Mapped[datetime]
    explanation_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    explained_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    explained_at: Mapped[datetime | None]
    outcome: Mapped[AnomalyOutcome | None]
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    settled_at: Mapped[datetime | None]


sealed(Anomaly, "explanation_sealed", "care_anomalies.explanation:{id}")
