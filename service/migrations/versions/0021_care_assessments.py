"""The tables of care_assessments."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "care_assessments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("elder_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("standard", sa.String(), nullable=False),
        sa.Column("rule_version", sa.String(), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "first",
                "regular",
                "immediate",
                "review",
                "other",
                name="assessmentreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason_note", sa.String(), nullable=True),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("subtotals", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("preliminary_level", sa.Integer(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("applied_rules", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "signed",
                "void",
                name="assessmentstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reviews_id", sa.Uuid(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("issued_number", sa.String(), nullable=True),
        sa.Column("attachment_id", sa.Uuid(), nullable=True),
        sa.Column("assessed_by", sa.Uuid(), nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_because", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'signed') <= (signed_at IS NOT NULL)", name=op.f("care_assessments_signed_check")
        ),
        sa.CheckConstraint(
            "(issuer IS NULL) = (issued_number IS NULL)", name=op.f("care_assessments_external_check")
        ),
        sa.CheckConstraint(
            "(issuer IS NULL) = (rule_version IS NOT NULL)", name=op.f("care_assessments_scored_here_check")
        ),
        sa.CheckConstraint("level BETWEEN 0 AND 4", name=op.f("care_assessments_level_check")),
        sa.CheckConstraint("signed_by <> assessed_by", name=op.f("care_assessments_two_sign_check")),
        sa.ForeignKeyConstraint(
            ["assessed_by"], ["accounts.id"], name=op.f("care_assessments_assessed_by_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["files.id"], name=op.f("care_assessments_attachment_id_fkey")
        ),
        sa.ForeignKeyConstraint(["elder_id"], ["residents.id"], name=op.f("care_assessments_elder_id_fkey")),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("care_assessments_region_code_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["reviews_id"], ["care_assessments.id"], name=op.f("care_assessments_reviews_id_fkey")
        ),
        sa.ForeignKeyConstraint(["signed_by"], ["accounts.id"], name=op.f("care_assessments_signed_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("care_assessments_pkey")),
        sa.UniqueConstraint(
            "standard",
            "issuer",
            "issued_number",
            name=op.f("care_assessments_standard_issuer_issued_number_key"),
        ),
    )
    op.create_index(
        op.f("care_assessments_assessed_by_id_idx"), "care_assessments", ["assessed_by", "id"], unique=False
    )
    op.create_index(
        op.f("care_assessments_attachment_id_idx"), "care_assessments", ["attachment_id"], unique=False
    )
    op.create_index(
        "care_assessments_draft_idx",
        "care_assessments",
        ["elder_id"],
        unique=True,
        postgresql_where=sa.text("status = 'draft'"),
    )
    op.create_index(
        op.f("care_assessments_elder_id_assessed_on_id_idx"),
        "care_assessments",
        ["elder_id", "assessed_on", "id"],
        unique=False,
    )
    op.create_index(
        op.f("care_assessments_region_code_id_idx"), "care_assessments", ["region_code", "id"], unique=False
    )
    op.create_index(
        op.f("care_assessments_request_id_idx"),
        "care_assessments",
        ["request_id"],
        unique=False,
        postgresql_where=sa.text("request_id IS NOT NULL"),
    )
    op.create_index(
        op.f("care_assessments_reviews_id_idx"),
        "care_assessments",
        ["reviews_id"],
        unique=False,
        postgresql_where=sa.text("reviews_id IS NOT NULL"),
    )
    op.create_index(op.f("care_assessments_signed_by_idx"), "care_assessments", ["signed_by"], unique=False)
    op.create_table(
        "care_assessment_appeals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decide_by", sa.Date(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "upheld",
                "changed",
                name="appealoutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("review_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acted_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("acted_by_name", sa.String(), nullable=True),
        sa.Column(
            "acted_by_as",
            sa.Enum("proxy", "staff", name="actingas", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["care_assessments.id"],
            name=op.f("care_assessment_appeals_assessment_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts.id"], name=op.f("care_assessment_appeals_decided_by_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["care_assessments.id"], name=op.f("care_assessment_appeals_review_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_assessment_appeals_pkey")),
    )
    op.create_index(
        op.f("care_assessment_appeals_assessment_id_id_idx"),
        "care_assessment_appeals",
        ["assessment_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("care_assessment_appeals_decided_by_idx"),
        "care_assessment_appeals",
        ["decided_by"],
        unique=False,
    )
    op.create_index(
        "care_assessment_appeals_open_idx",
        "care_assessment_appeals",
        ["assessment_id"],
        unique=True,
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_index(
        op.f("care_assessment_appeals_review_id_idx"),
        "care_assessment_appeals",
        ["review_id"],
        unique=False,
        postgresql_where=sa.text("review_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        op.f("care_assessment_appeals_review_id_idx"),
        table_name="care_assessment_appeals",
        postgresql_where=sa.text("review_id IS NOT NULL"),
    )
    op.drop_index(
        "care_assessment_appeals_open_idx",
        table_name="care_assessment_appeals",
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.drop_index(op.f("care_assessment_appeals_decided_by_idx"), table_name="care_assessment_appeals")
    op.drop_index(op.f("care_assessment_appeals_assessment_id_id_idx"), table_name="care_assessment_appeals")
    op.drop_table("care_assessment_appeals")
    op.drop_index(op.f("care_assessments_signed_by_idx"), table_name="care_assessments")
    op.drop_index(
        op.f("care_assessments_reviews_id_idx"),
        table_name="care_assessments",
        postgresql_where=sa.text("reviews_id IS NOT NULL"),
    )
    op.drop_index(
        op.f("care_assessments_request_id_idx"),
        table_name="care_assessments",
        postgresql_where=sa.text("request_id IS NOT NULL"),
    )
    op.drop_index(op.f("care_assessments_region_code_id_idx"), table_name="care_assessments")
    op.drop_index(op.f("care_assessments_elder_id_assessed_on_id_idx"), table_name="care_assessments")
    op.drop_index(
        "care_assessments_draft_idx",
        table_name="care_assessments",
        postgresql_where=sa.text("status = 'draft'"),
    )
    op.drop_index(op.f("care_assessments_attachment_id_idx"), table_name="care_assessments")
    op.drop_index(op.f("care_assessments_assessed_by_id_idx"), table_name="care_assessments")
    op.drop_table("care_assessments")
