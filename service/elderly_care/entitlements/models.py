"""Tables of entitlements, what was done about them, who objected, and what speaks against them; free words are sealed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.elderly_care.entitlements.errors import ApplicationStands, EntitlementOverlaps, SameOfficer
from service.elderly_care.entitlements.rules import (
    EntitlementStatus,
    EntitlementStepKind,
    FindingKind,
    FindingSource,
    ObjectionOutcome,
    ObjectionWay,
    Opinion,
    StopReason,
)
from service.elderly_care.rules import EligibilityClass
from service.kit.acting import ActedByColumns
from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned
from service.kit.sealing import sealed

_OPEN = text("status IN ('submitted', 'checked', 'publicised')")
_IN_FORCE = text("status IN ('granted', 'stopped')")


class Entitlement(Identified, ActedByColumns, Versioned, Table):
    """That an elder applied for a scheme and, once granted, so many hours or fen a month from a day until a last one.

    What was granted is never changed: `stopped_from` is the first day on which it no longer counts. `is_double` is that
    of a record which was merged into another that had the scheme on the same days. `due_on` is the last day of the present
    step, of which the columns of telling speak; `compared_until` the last day of the month up to which it was compared.
    """

    __tablename__ = "care_entitlements"
    __table_args__ = (
        ExcludeConstraint(
            ("elder_id", "="),
            ("scheme_id", "="),
            (text("daterange(starts_on, COALESCE(stopped_from, ends_on + 1), '[)')"), "&&"),
            where=text("status IN ('granted', 'stopped') AND NOT is_double"),
            name="care_entitlements_no_overlap",
        ),
        Index("care_entitlements_open_idx", "elder_id", "scheme_id", unique=True, postgresql_where=_OPEN),
        CheckConstraint("(status IN ('submitted', 'checked', 'publicised')) = (due_on IS NOT NULL)", "due"),
        CheckConstraint(
            "(status IN ('granted', 'stopped')) = (starts_on IS NOT NULL)"
            " AND (starts_on IS NULL) = (ends_on IS NULL)",
            "granted",
        ),
        CheckConstraint(
            "num_nonnulls(monthly_hours, monthly_fen)"
            " = CASE WHEN status IN ('granted', 'stopped') THEN 1 ELSE 0 END",
            "amount",
        ),
        CheckConstraint("monthly_hours BETWEEN 1 AND 744", "hours"),
        CheckConstraint("monthly_fen > 0", "fen"),
        CheckConstraint("ends_on >= starts_on", "days"),
        CheckConstraint("stopped_from BETWEEN starts_on AND ends_on", "stop"),
        CheckConstraint(
            "(status = 'stopped') = (stopped_from IS NOT NULL)"
            " AND (stopped_from IS NULL) = (stop_reason IS NULL)",
            "stopped",
        ),
        CheckConstraint("(published_from IS NULL) = (published_until IS NULL)", "publication"),
        CheckConstraint("published_until >= published_from", "publication_days"),
        CheckConstraint("decided_by <> checked_by", "two_officers"),
        Index(None, "elder_id", "id"),
        Index(None, "region_code", "id"),
        Index(None, "scheme_id", "id"),
        Index(None, "assessment_id", postgresql_where=text("assessment_id IS NOT NULL")),
        Index("care_entitlements_due_idx", "due_on", "id", postgresql_where=_OPEN),
        Index(
            "care_entitlements_publicised_idx",
            "published_until",
            "id",
            postgresql_where=text("status = 'publicised'"),
        ),
        Index("care_entitlements_to_compare_idx", "compared_until", "id", postgresql_where=_IN_FORCE),
    )

    elder_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    scheme_id: Mapped[UUID] = mapped_column(ForeignKey("care_subsidy_schemes.id"))
    status: Mapped[EntitlementStatus]
    eligibility: Mapped[EligibilityClass]
    level: Mapped[int | None]
    assessment_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_assessments.id"))
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    applied_at: Mapped[datetime]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    due_on: Mapped[date | None]
    reminded_at: Mapped[datetime | None]
    overdue_told_at: Mapped[datetime | None]
    district_told_at: Mapped[datetime | None]
    opinion: Mapped[Opinion | None]
    checked_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    published_from: Mapped[date | None]
    published_until: Mapped[date | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    decided_at: Mapped[datetime | None]
    monthly_hours: Mapped[int | None]
    monthly_fen: Mapped[int | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    stopped_from: Mapped[date | None]
    stop_reason: Mapped[StopReason | None]
    is_double: Mapped[bool] = mapped_column(default=False)
    compared_until: Mapped[date | None]
    updated_at: Mapped[datetime]


sealed(Entitlement, "note_sealed", "care_entitlements.note:{id}")
breaking("care_entitlements_no_overlap", EntitlementOverlaps)
breaking("care_entitlements_open_idx", ApplicationStands)
breaking("care_entitlements_two_officers_check", SameOfficer)


class EntitlementStep(Identified, ActedByColumns, Table):
    """What was done, with the facts that were found and the reasons that were given; rows are only added."""

    __tablename__ = "care_entitlement_steps"
    __table_args__ = (Index(None, "entitlement_id", "id"),)

    entitlement_id: Mapped[UUID] = mapped_column(ForeignKey("care_entitlements.id"))
    kind: Mapped[EntitlementStepKind]
    facts_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)


sealed(EntitlementStep, "facts_sealed", "care_entitlement_steps.facts:{id}")
sealed(EntitlementStep, "text_sealed", "care_entitlement_steps.text:{id}")


class Objection(Identified, Table):
    """What somebody said against a publication, and how it was settled; the objector need not be on record."""

    __tablename__ = "care_objections"
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (settled_at IS NULL)", "settled"),
        Index(None, "entitlement_id", "id"),
        # Names and words to forget, the oldest first.
        Index(
            "care_objections_kept_idx", "made_at", "id", postgresql_where=text("objector_sealed IS NOT NULL")
        ),
    )

    entitlement_id: Mapped[UUID] = mapped_column(ForeignKey("care_entitlements.id"))
    way: Mapped[ObjectionWay]
    objector_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    outcome: Mapped[ObjectionOutcome | None]
    answer_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)


sealed(Objection, "objector_sealed", "care_objections.objector:{id}")
sealed(Objection, "text_sealed", "care_objections.text:{id}")
sealed(Objection, "answer_sealed", "care_objections.answer:{id}")


class Finding(Identified, Table):
    """What speaks against granted days, from a day until a last one or further notice, and where it was seen.

    One that no longer holds, because what it was seen in was taken back, is withdrawn and stays.
    """

    __tablename__ = "care_entitlement_findings"
    __table_args__ = (
        UniqueConstraint("entitlement_id", "kind", "source_id"),
        CheckConstraint("ends_on >= starts_on", "days"),
    )

    entitlement_id: Mapped[UUID] = mapped_column(ForeignKey("care_entitlements.id"))
    kind: Mapped[FindingKind]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    source: Mapped[FindingSource]
    source_id: Mapped[UUID]
    seen_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
