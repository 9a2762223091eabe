"""The tables of care_catalogue."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "care_services",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "daily_living",
                "basic_care",
                "health_management",
                "caring_visit",
                "emotional_support",
                "errands",
                "home_adaptation",
                name="servicecategory",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "mode",
            sa.Enum(
                "home_visit",
                "delivery_round",
                "centre_session",
                "phone",
                name="mode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("aids", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("skills", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("ceiling_fen", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ceiling_fen >= 0", name=op.f("care_services_ceiling_check")),
        sa.CheckConstraint("minutes BETWEEN 1 AND 720", name=op.f("care_services_minutes_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("care_services_pkey")),
        sa.UniqueConstraint("code", name=op.f("care_services_code_key")),
    )
    op.create_table(
        "care_assessment_needs",
        sa.Column("service_id", sa.Uuid(), nullable=False),
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
        sa.Column(
            "need",
            sa.Enum(
                "required",
                "within_days",
                "not_required",
                name="assessmentneed",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("within_days", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(need = 'within_days') = (within_days IS NOT NULL)",
            name=op.f("care_assessment_needs_days_check"),
        ),
        sa.CheckConstraint(
            "within_days BETWEEN 1 AND 365", name=op.f("care_assessment_needs_within_days_check")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["care_services.id"],
            name=op.f("care_assessment_needs_service_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("service_id", "payer", name=op.f("care_assessment_needs_pkey")),
    )


def downgrade() -> None:
    op.drop_table("care_assessment_needs")
    op.drop_table("care_services")
