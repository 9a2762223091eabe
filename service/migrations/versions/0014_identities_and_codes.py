"""One-time codes and how often they are asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "one_time_codes",
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("place", name=op.f("one_time_codes_pkey")),
    )
    op.create_index(op.f("one_time_codes_id_idx"), "one_time_codes", ["id"], unique=True)
    op.create_index(op.f("one_time_codes_expires_at_idx"), "one_time_codes", ["expires_at"])
    op.create_table(
        "code_counts",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("code_counts_pkey")),
    )
    op.create_index(op.f("code_counts_over_at_idx"), "code_counts", ["over_at"])


def downgrade() -> None:
    op.drop_table("code_counts")
    op.drop_table("one_time_codes")
