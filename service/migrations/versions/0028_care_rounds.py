"""Which round visits join by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_KEY = ["organisation_id", "service_id", "facility_id", "starts_at", "ends_at"]


def upgrade() -> None:
    op.create_table(
        "care_round_windows",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["care_facilities.id"], name=op.f("care_round_windows_facility_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("care_round_windows_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["care_rounds.id"], name=op.f("care_round_windows_round_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["care_services.id"], name=op.f("care_round_windows_service_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("care_round_windows_pkey")),
        sa.UniqueConstraint("round_id", name=op.f("care_round_windows_round_id_key")),
    )
    op.create_index(
        op.f("care_round_windows_facility_id_idx"), "care_round_windows", ["facility_id"], unique=False
    )
    op.create_index(
        "care_round_windows_key", "care_round_windows", _KEY, unique=True, postgresql_nulls_not_distinct=True
    )
    op.create_index(
        op.f("care_round_windows_service_id_idx"), "care_round_windows", ["service_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("care_round_windows_service_id_idx"), table_name="care_round_windows")
    op.drop_index(
        "care_round_windows_key", table_name="care_round_windows", postgresql_nulls_not_distinct=True
    )
    op.drop_index(op.f("care_round_windows_facility_id_idx"), table_name="care_round_windows")
    op.drop_table("care_round_windows")
