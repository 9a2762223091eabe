"""Inspections and what is to be mended; performance: what is closed, which never changes, and what is said against it."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from service.kit.randomness import new_id

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_KINDS = (
    "on_time", "completed", "proved", "short_visits", "complaints", "rating", "certificates", "reserved_share",
)  # fmt: skip
_NEW_KINDS = ("complaints_answered", "inspections")
_TABLES = (
    "care_inspections",
    "care_inspection_findings",
    "care_inspection_steps",
    "care_performance_policies",
    "care_performance_scores",
    "care_performance_facts",
    "care_performance_lines",
    "care_performance_notes",
    "care_performance_replies",
    "care_performance_appeals",
    "care_performance_appeal_lines",
)
# What was closed is only ever added to: whoever finds a mistake in it appeals, or waits for the difference to be noted.
_KEPT = (
    "care_performance_scores", "care_performance_facts", "care_performance_lines", "care_performance_notes",
)  # fmt: skip
_GUARD = """
CREATE FUNCTION refuse_performance_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'closed performance is never changed';
END $$
"""
# 优秀 from 90, 合格 from 60 and two failed years are usual (handbook §3.7); short is what lacks a fifth of its time.
_FIRST_POLICY = {
    "number": 1,
    "excellent_from": 90,
    "passed_from": 60,
    "short_per_mille": 800,
    "failed_years": 2,
}


def upgrade() -> None:
    _let_contracts_ask((*_KINDS, *_NEW_KINDS))
    _create_inspections()
    _create_inspection_findings()
    _create_inspection_steps()
    _create_performance_policies()
    _create_performance_scores()
    _create_performance_facts()
    _create_performance_lines()
    _create_performance_notes()
    _create_performance_replies()
    _create_performance_appeals()
    _create_performance_appeal_lines()
    _set_first_policy()
    op.execute(_GUARD)
    for table in _KEPT:
        op.execute(
            f"CREATE TRIGGER {table}_are_kept BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_performance_change()"
        )


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_performance_change()")
    op.execute("DELETE FROM care_contract_targets WHERE kind IN ('complaints_answered', 'inspections')")
    _let_contracts_ask(_KINDS)


def _let_contracts_ask(kinds: tuple[str, ...]) -> None:
    name = op.f("care_contract_targets_targetkind_check")
    op.drop_constraint(name, "care_contract_targets", type_="check")
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.create_check_constraint(name, "care_contract_targets", f"kind IN ({listed})")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _kind() -> sa.Enum:
    return _one_of("targetkind", *_KINDS, *_NEW_KINDS)


def _set_first_policy() -> None:
    names = ("number", "excellent_from", "passed_from", "short_per_mille", "failed_years")
    policies = sa.table(
        "care_performance_policies",
        sa.column("id", sa.Uuid()),
        *(sa.column(name, sa.Integer()) for name in names),
        sa.column("set_at", sa.DateTime(timezone=True)),
    )
    op.bulk_insert(policies, [{"id": new_id(), "set_at": datetime.now(UTC), **_FIRST_POLICY}])


def _create_inspections() -> None:
    op.create_table(
        "care_inspections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("areas", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cardinality(areas) > 0", name=op.f("care_inspections_areas_check")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["care_contracts.id"], name=op.f("care_inspections_contract_id_fkey")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f("care_inspections_made_by_fkey")),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("care_inspections_region_code_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_inspections_pkey")),
    )
    op.create_index(
        op.f("care_inspections_contract_id_made_on_idx"),
        "care_inspections",
        ["contract_id", "made_on"],
    )
    op.create_index(op.f("care_inspections_made_by_idx"), "care_inspections", ["made_by"])
    op.create_index(op.f("care_inspections_region_code_id_idx"), "care_inspections", ["region_code", "id"])


def _create_inspection_findings() -> None:
    op.create_table(
        "care_inspection_findings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column(
            "area",
            _one_of(
                "inspectionarea", "safety", "hygiene", "staff", "service", "records", "charges", "assets"
            ),
            nullable=False,
        ),
        sa.Column(
            "severity",
            _one_of("severity", "minor", "major", "grave"),
            nullable=False,
        ),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("photos", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("mend_by", sa.Date(), nullable=False),
        sa.Column(
            "status",
            _one_of("findingstatus", "open", "mended", "verified"),
            nullable=False,
        ),
        sa.Column("mended_on", sa.Date(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("manager_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("street_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("district_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'open') = (mended_on IS NULL)", name=op.f("care_inspection_findings_mended_check")
        ),
        sa.CheckConstraint(
            "(status = 'verified') = (verified_at IS NOT NULL)",
            name=op.f("care_inspection_findings_verified_check"),
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["care_contracts.id"], name=op.f("care_inspection_findings_contract_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["care_inspections.id"],
            name=op.f("care_inspection_findings_inspection_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_inspection_findings_pkey")),
    )
    op.create_index(
        op.f("care_inspection_findings_contract_id_mend_by_id_idx"),
        "care_inspection_findings",
        ["contract_id", "mend_by", "id"],
    )
    op.create_index(
        op.f("care_inspection_findings_inspection_id_id_idx"),
        "care_inspection_findings",
        ["inspection_id", "id"],
    )
    op.create_index(
        "care_inspection_findings_open_idx",
        "care_inspection_findings",
        ["mend_by", "id"],
        postgresql_where=sa.text("status = 'open'"),
    )


def _create_inspection_steps() -> None:
    op.create_table(
        "care_inspection_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            _one_of("findingstepkind", "mend", "verify", "return"),
            nullable=False,
        ),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("photos", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["care_inspection_findings.id"],
            name=op.f("care_inspection_steps_finding_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["accounts.id"], name=op.f("care_inspection_steps_made_by_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_inspection_steps_pkey")),
    )
    op.create_index(
        op.f("care_inspection_steps_finding_id_id_idx"),
        "care_inspection_steps",
        ["finding_id", "id"],
    )
    op.create_index(op.f("care_inspection_steps_made_by_idx"), "care_inspection_steps", ["made_by"])


def _create_performance_policies() -> None:
    op.create_table(
        "care_performance_policies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("excellent_from", sa.Integer(), nullable=False),
        sa.Column("passed_from", sa.Integer(), nullable=False),
        sa.Column("short_per_mille", sa.Integer(), nullable=False),
        sa.Column("failed_years", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "0 < passed_from AND passed_from < excellent_from AND excellent_from <= 100",
            name=op.f("care_performance_policies_thresholds_check"),
        ),
        sa.CheckConstraint(
            "failed_years BETWEEN 1 AND 10", name=op.f("care_performance_policies_failed_years_check")
        ),
        sa.CheckConstraint(
            "short_per_mille BETWEEN 1 AND 1000", name=op.f("care_performance_policies_short_check")
        ),
        sa.ForeignKeyConstraint(
            ["set_by"], ["accounts.id"], name=op.f("care_performance_policies_set_by_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_performance_policies_pkey")),
        sa.UniqueConstraint("number", name=op.f("care_performance_policies_number_key")),
    )
    op.create_index(op.f("care_performance_policies_set_by_idx"), "care_performance_policies", ["set_by"])


def _create_performance_scores() -> None:
    op.create_table(
        "care_performance_scores",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column(
            "period",
            _one_of("period", "month", "year"),
            nullable=False,
        ),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column(
            "grade",
            _one_of("grade", "excellent", "passed", "failed"),
            nullable=True,
        ),
        sa.Column("elders", sa.Integer(), nullable=False),
        sa.Column("policy_number", sa.Integer(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(number = 1) = (corrects_id IS NULL)", name=op.f("care_performance_scores_corrects_check")
        ),
        sa.CheckConstraint(
            "(score IS NULL) = (grade IS NULL)", name=op.f("care_performance_scores_graded_check")
        ),
        sa.CheckConstraint(
            "EXTRACT(day FROM first_on) = 1", name=op.f("care_performance_scores_first_on_check")
        ),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name=op.f("care_performance_scores_score_check")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["care_contracts.id"], name=op.f("care_performance_scores_contract_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"],
            ["care_performance_scores.id"],
            name=op.f("care_performance_scores_corrects_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["policy_number"],
            ["care_performance_policies.number"],
            name=op.f("care_performance_scores_policy_number_fkey"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_performance_scores_pkey")),
        sa.UniqueConstraint(
            "contract_id",
            "period",
            "first_on",
            "number",
            name=op.f("care_performance_scores_contract_id_period_first_on_number_key"),
        ),
    )
    op.create_index(
        op.f("care_performance_scores_corrects_id_idx"),
        "care_performance_scores",
        ["corrects_id"],
        postgresql_where=sa.text("corrects_id IS NOT NULL"),
    )
    op.create_index(
        op.f("care_performance_scores_policy_number_idx"),
        "care_performance_scores",
        ["policy_number"],
    )
    op.create_index(
        "care_performance_scores_years_idx",
        "care_performance_scores",
        ["first_on", "id"],
        postgresql_where=sa.text("period = 'year'"),
    )


def _create_performance_facts() -> None:
    op.create_table(
        "care_performance_facts",
        sa.Column("score_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            _kind(),
            nullable=False,
        ),
        sa.Column("numerator", sa.Integer(), nullable=False),
        sa.Column("denominator", sa.Integer(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=True),
        sa.Column("attained_per_mille", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(target IS NULL) = (weight IS NULL)", name=op.f("care_performance_facts_target_check")
        ),
        sa.CheckConstraint(
            "attained_per_mille BETWEEN 0 AND 1000", name=op.f("care_performance_facts_attained_check")
        ),
        sa.CheckConstraint(
            "numerator >= 0 AND denominator >= 0", name=op.f("care_performance_facts_counts_check")
        ),
        sa.ForeignKeyConstraint(
            ["score_id"], ["care_performance_scores.id"], name=op.f("care_performance_facts_score_id_fkey")
        ),
        sa.PrimaryKeyConstraint("score_id", "kind", name=op.f("care_performance_facts_pkey")),
    )


def _create_performance_lines() -> None:
    op.create_table(
        "care_performance_lines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("score_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            _kind(),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=False),
        sa.Column("denominator", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("complaint_id", sa.Uuid(), nullable=True),
        sa.Column("caregiver_id", sa.Uuid(), nullable=True),
        sa.Column("finding_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(visit_id, complaint_id, caregiver_id, finding_id) = 1",
            name=op.f("care_performance_lines_subject_check"),
        ),
        sa.ForeignKeyConstraint(
            ["caregiver_id"], ["caregivers.id"], name=op.f("care_performance_lines_caregiver_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["care_complaints.id"], name=op.f("care_performance_lines_complaint_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["care_inspection_findings.id"],
            name=op.f("care_performance_lines_finding_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["score_id"], ["care_performance_scores.id"], name=op.f("care_performance_lines_score_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["care_visits.id"], name=op.f("care_performance_lines_visit_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_performance_lines_pkey")),
    )
    op.create_index(
        op.f("care_performance_lines_caregiver_id_idx"),
        "care_performance_lines",
        ["caregiver_id"],
        postgresql_where=sa.text("caregiver_id IS NOT NULL"),
    )
    op.create_index(
        op.f("care_performance_lines_complaint_id_idx"),
        "care_performance_lines",
        ["complaint_id"],
        postgresql_where=sa.text("complaint_id IS NOT NULL"),
    )
    op.create_index(
        op.f("care_performance_lines_finding_id_idx"),
        "care_performance_lines",
        ["finding_id"],
        postgresql_where=sa.text("finding_id IS NOT NULL"),
    )
    op.create_index(
        op.f("care_performance_lines_score_id_kind_id_idx"),
        "care_performance_lines",
        ["score_id", "kind", "id"],
    )
    op.create_index(
        op.f("care_performance_lines_visit_id_idx"),
        "care_performance_lines",
        ["visit_id"],
        postgresql_where=sa.text("visit_id IS NOT NULL"),
    )


def _create_performance_notes() -> None:
    op.create_table(
        "care_performance_notes",
        sa.Column("score_id", sa.Uuid(), nullable=False),
        sa.Column("of_score_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            _kind(),
            nullable=False,
        ),
        sa.Column("numerator", sa.Integer(), nullable=False),
        sa.Column("denominator", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "numerator <> 0 OR denominator <> 0", name=op.f("care_performance_notes_change_check")
        ),
        sa.ForeignKeyConstraint(
            ["of_score_id"],
            ["care_performance_scores.id"],
            name=op.f("care_performance_notes_of_score_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["score_id"], ["care_performance_scores.id"], name=op.f("care_performance_notes_score_id_fkey")
        ),
        sa.PrimaryKeyConstraint("score_id", "of_score_id", "kind", name=op.f("care_performance_notes_pkey")),
    )
    op.create_index(
        op.f("care_performance_notes_of_score_id_idx"),
        "care_performance_notes",
        ["of_score_id"],
    )


def _create_performance_replies() -> None:
    op.create_table(
        "care_performance_replies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("score_id", sa.Uuid(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"], ["accounts.id"], name=op.f("care_performance_replies_made_by_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["score_id"], ["care_performance_scores.id"], name=op.f("care_performance_replies_score_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_performance_replies_pkey")),
        sa.UniqueConstraint("score_id", name=op.f("care_performance_replies_score_id_key")),
    )
    op.create_index(op.f("care_performance_replies_made_by_idx"), "care_performance_replies", ["made_by"])


def _create_performance_appeals() -> None:
    op.create_table(
        "care_performance_appeals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("score_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            _kind(),
            nullable=False,
        ),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            _one_of("appealstatus", "open", "upheld", "dismissed"),
            nullable=False,
        ),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'open') = (decided_at IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL)"
            " AND (decided_at IS NULL) = (answer_sealed IS NULL)",
            name=op.f("care_performance_appeals_decided_check"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts.id"], name=op.f("care_performance_appeals_decided_by_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["accounts.id"], name=op.f("care_performance_appeals_made_by_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["score_id"], ["care_performance_scores.id"], name=op.f("care_performance_appeals_score_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_performance_appeals_pkey")),
        sa.UniqueConstraint("score_id", name=op.f("care_performance_appeals_score_id_key")),
    )
    op.create_index(
        op.f("care_performance_appeals_decided_by_idx"),
        "care_performance_appeals",
        ["decided_by"],
    )
    op.create_index(op.f("care_performance_appeals_made_by_idx"), "care_performance_appeals", ["made_by"])
    op.create_index(
        "care_performance_appeals_open_idx",
        "care_performance_appeals",
        ["id"],
        postgresql_where=sa.text("status = 'open'"),
    )


def _create_performance_appeal_lines() -> None:
    op.create_table(
        "care_performance_appeal_lines",
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("is_left_out", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appeal_id"],
            ["care_performance_appeals.id"],
            name=op.f("care_performance_appeal_lines_appeal_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["line_id"],
            ["care_performance_lines.id"],
            name=op.f("care_performance_appeal_lines_line_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("appeal_id", "line_id", name=op.f("care_performance_appeal_lines_pkey")),
    )
    op.create_index(
        op.f("care_performance_appeal_lines_line_id_idx"),
        "care_performance_appeal_lines",
        ["line_id"],
    )
