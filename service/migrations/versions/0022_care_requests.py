"""The tables of care_requests."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "care_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("elder_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "elder",
                "proxy",
                "worker",
                "dispatcher",
                name="requestsource",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("needs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "payer",
            sa.Enum(
                "subsidy",
                "insurance",
                "self_pay",
                name="payer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("is_once", sa.Boolean(), nullable=False),
        sa.Column("preferred_times", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("wished_organisation_id", sa.Uuid(), nullable=True),
        sa.Column("details_sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "submitted",
                "accepted",
                "rejected",
                "assessed",
                "assigned",
                "active",
                "closed",
                "withdrawn",
                name="requeststatus",
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
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("overdue_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assess_by", sa.Date(), nullable=True),
        sa.Column("assessment_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acted_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("acted_by_name", sa.String(), nullable=True),
        sa.Column(
            "acted_by_as",
            sa.Enum("proxy", "staff", name="actingas", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status IN ('assigned', 'active')) <= (contract_id IS NOT NULL OR is_private)",
            name=op.f("care_requests_assigned_check"),
        ),
        sa.CheckConstraint(
            "NOT is_private OR organisation_id IS NOT NULL", name=op.f("care_requests_private_check")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["care_assessments.id"], name=op.f("care_requests_assessment_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["care_contracts.id"], name=op.f("care_requests_contract_id_fkey")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["accounts.id"], name=op.f("care_requests_created_by_fkey")),
        sa.ForeignKeyConstraint(["decided_by"], ["accounts.id"], name=op.f("care_requests_decided_by_fkey")),
        sa.ForeignKeyConstraint(["elder_id"], ["residents.id"], name=op.f("care_requests_elder_id_fkey")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("care_requests_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("care_requests_region_code_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["wished_organisation_id"],
            ["organisations.id"],
            name=op.f("care_requests_wished_organisation_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_requests_pkey")),
    )
    op.create_index(
        op.f("care_requests_assessment_id_idx"),
        "care_requests",
        ["assessment_id"],
        unique=False,
        postgresql_where=sa.text("assessment_id IS NOT NULL"),
    )
    op.create_index(
        op.f("care_requests_contract_id_idx"),
        "care_requests",
        ["contract_id"],
        unique=False,
        postgresql_where=sa.text("contract_id IS NOT NULL"),
    )
    op.create_index(op.f("care_requests_created_by_idx"), "care_requests", ["created_by"], unique=False)
    op.create_index(op.f("care_requests_decided_by_idx"), "care_requests", ["decided_by"], unique=False)
    op.create_index(op.f("care_requests_elder_id_id_idx"), "care_requests", ["elder_id", "id"], unique=False)
    op.create_index(
        op.f("care_requests_organisation_id_status_id_idx"),
        "care_requests",
        ["organisation_id", "status", "id"],
        unique=False,
        postgresql_where=sa.text("organisation_id IS NOT NULL"),
    )
    op.create_index(
        op.f("care_requests_region_code_status_id_idx"),
        "care_requests",
        ["region_code", "status", "id"],
        unique=False,
    )
    op.create_index(
        "care_requests_waiting_idx",
        "care_requests",
        ["due_on", "id"],
        unique=False,
        postgresql_where=sa.text("status IN ('submitted', 'accepted', 'assessed', 'assigned')"),
    )
    op.create_index(
        op.f("care_requests_wished_organisation_id_idx"),
        "care_requests",
        ["wished_organisation_id"],
        unique=False,
        postgresql_where=sa.text("wished_organisation_id IS NOT NULL"),
    )
    op.create_foreign_key(
        op.f("care_assessments_request_id_fkey"), "care_assessments", "care_requests", ["request_id"], ["id"]
    )


def downgrade() -> None:
    op.drop_constraint(op.f("care_assessments_request_id_fkey"), "care_assessments", type_="foreignkey")
    op.drop_index(
        op.f("care_requests_wished_organisation_id_idx"),
        table_name="care_requests",
        postgresql_where=sa.text("wished_organisation_id IS NOT NULL"),
    )
    op.drop_index(
        "care_requests_waiting_idx",
        table_name="care_requests",
        postgresql_where=sa.text("status IN ('submitted', 'accepted', 'assessed', 'assigned')"),
    )
    op.drop_index(op.f("care_requests_region_code_status_id_idx"), table_name="care_requests")
    op.drop_index(
        op.f("care_requests_organisation_id_status_id_idx"),
        table_name="care_requests",
        postgresql_where=sa.text("organisation_id IS NOT NULL"),
    )
    op.drop_index(op.f("care_requests_elder_id_id_idx"), table_name="care_requests")
    op.drop_index(op.f("care_requests_decided_by_idx"), table_name="care_requests")
    op.drop_index(op.f("care_requests_created_by_idx"), table_name="care_requests")
    op.drop_index(
        op.f("care_requests_contract_id_idx"),
        table_name="care_requests",
        postgresql_where=sa.text("contract_id IS NOT NULL"),
    )
    op.drop_index(
        op.f("care_requests_assessment_id_idx"),
        table_name="care_requests",
        postgresql_where=sa.text("assessment_id IS NOT NULL"),
    )
    op.drop_table("care_requests")
