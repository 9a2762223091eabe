"""The tables of entitlements."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "care_entitlements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("elder_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "submitted",
                "checked",
                "publicised",
                "granted",
                "refused",
                "stopped",
                "withdrawn",
                name="entitlementstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "eligibility",
            sa.Enum(
                "destitute",
                "low_income",
                "disabled_by_age",
                "old_and_alone",
                "old_and_left",
                "handicapped",
                "lost_child",
                "veteran",
                "ordinary",
                name="eligibilityclass",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("assessment_id", sa.Uuid(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overdue_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("district_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "opinion",
            sa.Enum("met", "not_met", name="opinion", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("checked_by", sa.Uuid(), nullable=True),
        sa.Column("published_from", sa.Date(), nullable=True),
        sa.Column("published_until", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("monthly_hours", sa.Integer(), nullable=True),
        sa.Column("monthly_fen", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("stopped_from", sa.Date(), nullable=True),
        sa.Column(
            "stop_reason",
            sa.Enum(
                "death",
                "moved_away",
                "not_eligible",
                "given_up",
                "mistake",
                "other",
                name="stopreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("is_double", sa.Boolean(), nullable=False),
        sa.Column("compared_until", sa.Date(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acted_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("acted_by_name", sa.String(), nullable=True),
        sa.Column(
            "acted_by_as",
            sa.Enum("proxy", "staff", name="actingas", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("elder_id"), "="),
            (sa.column("scheme_id"), "="),
            (sa.text("daterange(starts_on, COALESCE(stopped_from, ends_on + 1), '[)')"), "&&"),
            where=sa.text("status IN ('granted', 'stopped') AND NOT is_double"),
            using="gist",
            name="care_entitlements_no_overlap",
        ),
        sa.CheckConstraint(
            "(status = 'stopped') = (stopped_from IS NOT NULL) AND (stopped_from IS NULL) = (stop_reason IS NULL)",
            name=op.f("care_entitlements_stopped_check"),
        ),
        sa.CheckConstraint(
            "(status IN ('granted', 'stopped')) = (starts_on IS NOT NULL) AND (starts_on IS NULL) = (ends_on IS NULL)",
            name=op.f("care_entitlements_granted_check"),
        ),
        sa.CheckConstraint(
            "(status IN ('submitted', 'checked', 'publicised')) = (due_on IS NOT NULL)",
            name=op.f("care_entitlements_due_check"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(monthly_hours, monthly_fen) = CASE WHEN status IN ('granted', 'stopped') THEN 1 ELSE 0 END",
            name=op.f("care_entitlements_amount_check"),
        ),
        sa.CheckConstraint(
            "(published_from IS NULL) = (published_until IS NULL)",
            name=op.f("care_entitlements_publication_check"),
        ),
        sa.CheckConstraint("decided_by <> checked_by", name=op.f("care_entitlements_two_officers_check")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("care_entitlements_days_check")),
        sa.CheckConstraint("monthly_fen > 0", name=op.f("care_entitlements_fen_check")),
        sa.CheckConstraint("monthly_hours BETWEEN 1 AND 744", name=op.f("care_entitlements_hours_check")),
        sa.CheckConstraint(
            "published_until >= published_from", name=op.f("care_entitlements_publication_days_check")
        ),
        sa.CheckConstraint(
            "stopped_from BETWEEN starts_on AND ends_on", name=op.f("care_entitlements_stop_check")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["care_assessments.id"], name=op.f("care_entitlements_assessment_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["accounts.id"], name=op.f("care_entitlements_checked_by_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["accounts.id"], name=op.f("care_entitlements_created_by_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts.id"], name=op.f("care_entitlements_decided_by_fkey")
        ),
        sa.ForeignKeyConstraint(["elder_id"], ["residents.id"], name=op.f("care_entitlements_elder_id_fkey")),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("care_entitlements_region_code_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["care_subsidy_schemes.id"], name=op.f("care_entitlements_scheme_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_entitlements_pkey")),
    )
    op.create_index(
        op.f("care_entitlements_assessment_id_idx"),
        "care_entitlements",
        ["assessment_id"],
        unique=False,
        postgresql_where=sa.text("assessment_id IS NOT NULL"),
    )
    op.create_index(
        op.f("care_entitlements_checked_by_idx"), "care_entitlements", ["checked_by"], unique=False
    )
    op.create_index(
        op.f("care_entitlements_created_by_idx"), "care_entitlements", ["created_by"], unique=False
    )
    op.create_index(
        op.f("care_entitlements_decided_by_idx"), "care_entitlements", ["decided_by"], unique=False
    )
    op.create_index(
        "care_entitlements_due_idx",
        "care_entitlements",
        ["due_on", "id"],
        unique=False,
        postgresql_where=sa.text("status IN ('submitted', 'checked', 'publicised')"),
    )
    op.create_index(
        op.f("care_entitlements_elder_id_id_idx"), "care_entitlements", ["elder_id", "id"], unique=False
    )
    op.create_index(
        "care_entitlements_open_idx",
        "care_entitlements",
        ["elder_id", "scheme_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('submitted', 'checked', 'publicised')"),
    )
    op.create_index(
        "care_entitlements_publicised_idx",
        "care_entitlements",
        ["published_until", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'publicised'"),
    )
    op.create_index(
        op.f("care_entitlements_region_code_id_idx"), "care_entitlements", ["region_code", "id"], unique=False
    )
    op.create_index(
        op.f("care_entitlements_scheme_id_id_idx"), "care_entitlements", ["scheme_id", "id"], unique=False
    )
    op.create_index(
        "care_entitlements_to_compare_idx",
        "care_entitlements",
        ["compared_until", "id"],
        unique=False,
        postgresql_where=sa.text("status IN ('granted', 'stopped')"),
    )
    op.create_table(
        "care_entitlement_findings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entitlement_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "death",
                "moved_away",
                "hospital",
                "double",
                name="findingkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column(
            "source",
            sa.Enum(
                "register",
                "plan",
                "merge",
                name="findingsource",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("care_entitlement_findings_days_check")),
        sa.ForeignKeyConstraint(
            ["entitlement_id"],
            ["care_entitlements.id"],
            name=op.f("care_entitlement_findings_entitlement_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_entitlement_findings_pkey")),
        sa.UniqueConstraint(
            "entitlement_id",
            "kind",
            "source_id",
            name=op.f("care_entitlement_findings_entitlement_id_kind_source_id_key"),
        ),
    )
    op.create_table(
        "care_entitlement_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entitlement_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "check",
                "publicise",
                "grant",
                "refuse",
                "stop",
                "withdraw",
                name="entitlementstepkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("facts_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("acted_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("acted_by_name", sa.String(), nullable=True),
        sa.Column(
            "acted_by_as",
            sa.Enum("proxy", "staff", name="actingas", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["entitlement_id"],
            ["care_entitlements.id"],
            name=op.f("care_entitlement_steps_entitlement_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["accounts.id"], name=op.f("care_entitlement_steps_made_by_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_entitlement_steps_pkey")),
    )
    op.create_index(
        op.f("care_entitlement_steps_entitlement_id_id_idx"),
        "care_entitlement_steps",
        ["entitlement_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("care_entitlement_steps_made_by_idx"), "care_entitlement_steps", ["made_by"], unique=False
    )
    op.create_table(
        "care_objections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entitlement_id", sa.Uuid(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "phone",
                "visit",
                "letter",
                name="objectionway",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("objector_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "upheld",
                "dismissed",
                name="objectionoutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(outcome IS NULL) = (settled_at IS NULL)", name=op.f("care_objections_settled_check")
        ),
        sa.ForeignKeyConstraint(
            ["entitlement_id"], ["care_entitlements.id"], name=op.f("care_objections_entitlement_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["accounts.id"], name=op.f("care_objections_recorded_by_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["accounts.id"], name=op.f("care_objections_settled_by_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_objections_pkey")),
    )
    op.create_index(
        op.f("care_objections_entitlement_id_id_idx"),
        "care_objections",
        ["entitlement_id", "id"],
        unique=False,
    )
    op.create_index(
        "care_objections_kept_idx",
        "care_objections",
        ["made_at", "id"],
        unique=False,
        postgresql_where=sa.text("objector_sealed IS NOT NULL"),
    )
    op.create_index(op.f("care_objections_recorded_by_idx"), "care_objections", ["recorded_by"], unique=False)
    op.create_index(op.f("care_objections_settled_by_idx"), "care_objections", ["settled_by"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("care_objections_settled_by_idx"), table_name="care_objections")
    op.drop_index(op.f("care_objections_recorded_by_idx"), table_name="care_objections")
    op.drop_index(
        "care_objections_kept_idx",
        table_name="care_objections",
        postgresql_where=sa.text("objector_sealed IS NOT NULL"),
    )
    op.drop_index(op.f("care_objections_entitlement_id_id_idx"), table_name="care_objections")
    op.drop_table("care_objections")
    op.drop_index(op.f("care_entitlement_steps_made_by_idx"), table_name="care_entitlement_steps")
    op.drop_index(op.f("care_entitlement_steps_entitlement_id_id_idx"), table_name="care_entitlement_steps")
    op.drop_table("care_entitlement_steps")
    op.drop_table("care_entitlement_findings")
    op.drop_index(
        "care_entitlements_to_compare_idx",
        table_name="care_entitlements",
        postgresql_where=sa.text("status IN ('granted', 'stopped')"),
    )
    op.drop_index(op.f("care_entitlements_scheme_id_id_idx"), table_name="care_entitlements")
    op.drop_index(op.f("care_entitlements_region_code_id_idx"), table_name="care_entitlements")
    op.drop_index(
        "care_entitlements_publicised_idx",
        table_name="care_entitlements",
        postgresql_where=sa.text("status = 'publicised'"),
    )
    op.drop_index(
        "care_entitlements_open_idx",
        table_name="care_entitlements",
        postgresql_where=sa.text("status IN ('submitted', 'checked', 'publicised')"),
    )
    op.drop_index(op.f("care_entitlements_elder_id_id_idx"), table_name="care_entitlements")
    op.drop_index(
        "care_entitlements_due_idx",
        table_name="care_entitlements",
        postgresql_where=sa.text("status IN ('submitted', 'checked', 'publicised')"),
    )
    op.drop_index(op.f("care_entitlements_decided_by_idx"), table_name="care_entitlements")
    op.drop_index(op.f("care_entitlements_created_by_idx"), table_name="care_entitlements")
    op.drop_index(op.f("care_entitlements_checked_by_idx"), table_name="care_entitlements")
    op.drop_index(
        op.f("care_entitlements_assessment_id_idx"),
        table_name="care_entitlements",
        postgresql_where=sa.text("assessment_id IS NOT NULL"),
    )
    op.drop_table("care_entitlements")
