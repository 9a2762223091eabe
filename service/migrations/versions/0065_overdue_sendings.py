"""What waits beyond its time is found without looking at all that waits."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "sendings_overdue_idx", "sendings", ["give_up_at"], postgresql_where=sa.text("status = 'waiting'")
    )


def downgrade() -> None:
    op.drop_index("sendings_overdue_idx", table_name="sendings")
