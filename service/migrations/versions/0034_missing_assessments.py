"""Requests remember who was told that their assessment is missing."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("care_requests", sa.Column("assess_told_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "care_requests", sa.Column("assess_street_told_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_index(
        "care_requests_to_assess_idx",
        "care_requests",
        ["assess_by", "id"],
        postgresql_where=sa.text("assess_by IS NOT NULL AND assess_street_told_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("care_requests_to_assess_idx", table_name="care_requests")
    op.drop_column("care_requests", "assess_street_told_at")
    op.drop_column("care_requests", "assess_told_at")
