"""Tables of scores that are closed, with their facts and lines, and of what is said against them.

What is closed is never changed or dropped, as triggers keep: scores, facts, lines and notes are only added.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.elderly_care.performance.errors import AlreadyAppealed, AlreadyReplied
from service.elderly_care.performance.rules import AppealStatus, Grade, Period
from service.elderly_care.providers.rules import TargetKind
from service.kit.constraints import breaking
from service.kit.database import Identified, Table, Versioned
from service.kit.sealing import sealed


class PerformancePolicy(Identified, Table):
    """One version of what a score is worth and which visits are short; the one with the highest number holds.

    A month may be appealed against for so many working days after it was closed, and an appeal is decided within so many.
    """

    __tablename__ = "care_performance_policies"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint(
            "0 < passed_from AND passed_from < excellent_from AND excellent_from <= 100", "thresholds"
        ),
        CheckConstraint("short_per_mille BETWEEN 1 AND 1000", "short"),
        CheckConstraint("failed_years BETWEEN 1 AND 10", "failed_years"),
        CheckConstraint("appeal_working_days BETWEEN 1 AND 60", "appeal_working_days"),
        CheckConstraint("decide_working_days BETWEEN 1 AND 60", "decide_working_days"),
        Index(None, "set_by"),
    )

    number: Mapped[int]
    excellent_from: Mapped[int]
    passed_from: Mapped[int]
    short_per_mille: Mapped[int]
    failed_years: Mapped[int]
    appeal_working_days: Mapped[int]
    decide_working_days: Mapped[int]
    set_at: Mapped[datetime]
    set_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))


class PerformanceScore(Identified, Table):
    """A month or year of a contract as it was closed (`number` 1) or corrected after an appeal, under a policy.

    `elders` are those who were served in it. Only a month as it was closed first may be appealed against.
    """

    __tablename__ = "care_performance_scores"
    __table_args__ = (
        UniqueConstraint("contract_id", "period", "first_on", "number"),
        CheckConstraint("(score IS NULL) = (grade IS NULL)", "graded"),
        CheckConstraint("score BETWEEN 0 AND 100", "score"),
        CheckConstraint("(number = 1) = (corrects_id IS NULL)", "corrects"),
        CheckConstraint("EXTRACT(day FROM first_on) = 1", "first_on"),
        CheckConstraint("(appeal_until IS NOT NULL) = (period = 'month' AND number = 1)", "appeal_until"),
        Index(None, "policy_number"),
        Index(None, "corrects_id", postgresql_where=text("corrects_id IS NOT NULL")),
        Index(
            "care_performance_scores_years_idx", "first_on", "id", postgresql_where=text("period = 'year'")
        ),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("care_contracts.id"))
    period: Mapped[Period]
    first_on: Mapped[date]
    number: Mapped[int]
    score: Mapped[int | None]
    grade: Mapped[Grade | None]
    elders: Mapped[int]
    policy_number: Mapped[int] = mapped_column(ForeignKey("care_performance_policies.number"))
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_performance_scores.id"))
    closed_at: Mapped[datetime]
    appeal_until: Mapped[date | None]


class PerformanceFact(Table):
    """A fact of a closed score, beside the target that held."""

    __tablename__ = "care_performance_facts"
    __table_args__ = (
        CheckConstraint("numerator >= 0 AND denominator >= 0", "counts"),
        CheckConstraint("(target IS NULL) = (weight IS NULL)", "target"),
        CheckConstraint("attained_per_mille BETWEEN 0 AND 1000", "attained"),
    )

    score_id: Mapped[UUID] = mapped_column(ForeignKey("care_performance_scores.id"), primary_key=True)
    kind: Mapped[TargetKind] = mapped_column(primary_key=True)
    numerator: Mapped[int]
    denominator: Mapped[int]
    target: Mapped[int | None]
    weight: Mapped[int | None]
    attained_per_mille: Mapped[int | None]


class PerformanceLine(Identified, Table):
    """One of the lines of a closed month that count against the operator, with what it gave to its fact."""

    __tablename__ = "care_performance_lines"
    __table_args__ = (
        CheckConstraint("num_nonnulls(visit_id, complaint_id, caregiver_id, finding_id) = 1", "subject"),
        Index(None, "score_id", "kind", "id"),
        Index(None, "visit_id", postgresql_where=text("visit_id IS NOT NULL")),
        Index(None, "complaint_id", postgresql_where=text("complaint_id IS NOT NULL")),
        Index(None, "caregiver_id", postgresql_where=text("caregiver_id IS NOT NULL")),
        Index(None, "finding_id", postgresql_where=text("finding_id IS NOT NULL")),
    )

    score_id: Mapped[UUID] = mapped_column(ForeignKey("care_performance_scores.id"))
    kind: Mapped[TargetKind]
    day: Mapped[date]
    numerator: Mapped[int]
    denominator: Mapped[int]
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_visits.id"))
    complaint_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_complaints.id"))
    caregiver_id: Mapped[UUID | None] = mapped_column(ForeignKey("caregivers.id"))
    finding_id: Mapped[UUID | None] = mapped_column(ForeignKey("care_inspection_findings.id"))


class PerformanceNote(Table):
    """By how much a fact of an earlier month had changed, since it was closed or last noted, when this month was closed."""

    __tablename__ = "care_performance_notes"
    __table_args__ = (
        CheckConstraint("numerator <> 0 OR denominator <> 0", "change"),
        Index(None, "of_score_id"),
    )

    score_id: Mapped[UUID] = mapped_column(ForeignKey("care_performance_scores.id"), primary_key=True)
    of_score_id: Mapped[UUID] = mapped_column(ForeignKey("care_performance_scores.id"), primary_key=True)
    kind: Mapped[TargetKind] = mapped_column(primary_key=True)
    numerator: Mapped[int]
    denominator: Mapped[int]


class PerformanceReply(Identified, Table):
    """What an operator said of a month; once."""

    __tablename__ = "care_performance_replies"
    __table_args__ = (UniqueConstraint("score_id"), Index(None, "made_by"))

    score_id: Mapped[UUID] = mapped_column(ForeignKey("care_performance_scores.id"))
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    made_at: Mapped[datetime]


sealed(PerformanceReply, "text_sealed", "care_performance_replies.text:{id}")
breaking("care_performance_replies_score_id_key", AlreadyReplied)


class PerformanceAppeal(Identified, Versioned, Table):
    """That an operator says of lines of one fact that they should not count; once a month, decided by the district."""

    __tablename__ = "care_performance_appeals"
    __table_args__ = (
        UniqueConstraint("score_id"),
        CheckConstraint(
            "(status = 'open') = (decided_at IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL)"
            " AND (decided_at IS NULL) = (answer_sealed IS NULL)",
            "decided",
        ),
        Index(None, "made_by"),
        Index(None, "decided_by"),
        Index("care_performance_appeals_open_idx", "id", postgresql_where=text("status = 'open'")),
    )

    score_id: Mapped[UUID] = mapped_column(ForeignKey("care_performance_scores.id"))
    kind: Mapped[TargetKind]
    reason_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    made_at: Mapped[datetime]
    decide_by: Mapped[date]
    status: Mapped[AppealStatus]
    answer_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]


sealed(PerformanceAppeal, "reason_sealed", "care_performance_appeals.reason:{id}")
sealed(PerformanceAppeal, "answer_sealed", "care_performance_appeals.answer:{id}")
breaking("care_performance_appeals_score_id_key", AlreadyAppealed)


class AppealedLine(Table):
    """A line that an appeal names, and whether it was left out since."""

    __tablename__ = "care_performance_appeal_lines"
    __table_args__ = (Index(None, "line_id"),)

    appeal_id: Mapped[UUID] = mapped_column(ForeignKey("care_performance_appeals.id"), primary_key=True)
    line_id: Mapped[UUID] = mapped_column(ForeignKey("care_performance_lines.id"), primary_key=True)
    is_left_out: Mapped[bool] = mapped_column(default=False)
