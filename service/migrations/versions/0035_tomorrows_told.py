"""Of which days' visits everybody was told the evening before."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "care_tomorrows_told",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("care_tomorrows_told_pkey")),
    )


def downgrade() -> None:
    op.drop_table("care_tomorrows_told")
