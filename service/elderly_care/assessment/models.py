"""Tables of assessments, what was signed and appealed; the answers are health data and sealed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.elderly_care.assessment.errors import AppealStands, DraftStands, ExternalOnRecord, SameAssessor
from service.elderly_care.assessment.rules import AppealOutcome, AssessmentReason, AssessmentStatus
from service.kit.acting import ActedByColumns
from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned
from service.kit.sealing import sealed


class Assessment(Identified, Versioned, Table):
    """How able an elder was on a day, by a standard in the version `rule_version`, which is never computed anew.

    An external one, of another body, has `issuer` and `issued_number` and only the level that body found. `answers`
    (scores, risks, diagnoses, remarks) are sealed; level and sums are not, for eligibility asks for them.
    """

    __tablename__ = "care_assessments"
    __table_args__ = (
        CheckConstraint("level BETWEEN 0 AND 4", "level"),
        CheckConstraint("(issuer IS NULL) = (issued_number IS NULL)", "external"),
        CheckConstraint("(issuer IS NULL) = (rule_version IS NOT NULL)", "scored_here"),
        CheckConstraint("(status = 'signed') <= (signed_at IS NOT NULL)", "signed"),
        CheckConstraint("signed_by <> assessed_by", "two_sign"),
        UniqueConstraint("standard", "issuer", "issued_number"),
        Index(None, "elder_id", "assessed_on", "id"),
        Index(None, "region_code", "id"),
        Index(None, "request_id", postgresql_where=text("request_id IS NOT NULL")),
        Index(None, "assessed_by", "id"),
        Index(None, "signed_by"),
        Index(None, "attachment_id"),
        Index(None, "reviews_id", postgresql_where=text("reviews_id IS NOT NULL")),
        Index(
            "care_assessments_draft_idx", "elder_id", unique=True, postgresql_where=text("status = 'draft'")
        ),
    )

    elder_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_requests.id", use_alter=True))
    standard: Mapped[str]
    rule_version: Mapped[str | None]
    reason: Mapped[AssessmentReason]
    reason_note: Mapped[str | None]
    assessed_on: Mapped[date]
    valid_until: Mapped[date | None]
    answers_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    total: Mapped[int | None]
    subtotals: Mapped[dict[str, Any] | None]
    preliminary_level: Mapped[int | None]
    level: Mapped[int]
    applied_rules: Mapped[list[Any]] = mapped_column(default=list)
    status: Mapped[AssessmentStatus]
    # The assessment that this one, made by others after an appeal, looks at again.
    reviews_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_assessments.id"))
    issuer: Mapped[str | None]
    issued_number: Mapped[str | None]
    attachment_id: Mapped[UUID | None] = mapped_column(ForeignKey("files.id"))
    assessed_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    signed_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    signed_at: Mapped[datetime | None]
    void_because: Mapped[str | None]
    created_at: Mapped[datetime]


sealed(Assessment, "answers_sealed", "care_assessments.answers:{id}")
breaking("care_assessments_draft_idx", DraftStands)
breaking("care_assessments_two_sign_check", SameAssessor)
breaking("care_assessments_standard_issuer_issued_number_key", ExternalOnRecord)


class AssessmentAppeal(Identified, ActedByColumns, Versioned, Table):
    """That an elder, or who acts for them, does not agree with a result, and what came of it; one at a time."""

    __tablename__ = "care_assessment_appeals"
    __table_args__ = (
        Index(
            "care_assessment_appeals_open_idx",
            "assessment_id",
            unique=True,
            postgresql_where=text("outcome IS NULL"),
        ),
        Index(None, "assessment_id", "id"),
        Index(None, "decided_by"),
        Index(None, "review_id", postgresql_where=text("review_id IS NOT NULL")),
    )

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("care_assessments.id"))
    reason: Mapped[str]
    appealed_at: Mapped[datetime]
    decide_by: Mapped[date]
    outcome: Mapped[AppealOutcome | None]
    answer: Mapped[str | None]
    review_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_assessments.id"))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]


breaking("care_assessment_appeals_open_idx", AppealStands)
