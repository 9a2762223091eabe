"""Imports may put buildings on record."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "imports", sa.Column("create_places", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.alter_column("imports", "create_places", server_default=None)


def downgrade() -> None:
    op.drop_column("imports", "create_places")
