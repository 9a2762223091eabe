"""What waits beyond its time is found by index, and what waits for a proxy knows in which matter."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sendings", sa.Column("proxy_scope", sa.String(), nullable=True))
    op.create_index(
        "sendings_overdue_idx", "sendings", ["give_up_at"], postgresql_where=sa.text("status = 'waiting'")
    )


def downgrade() -> None:
    op.drop_index("sendings_overdue_idx", table_name="sendings")
    op.drop_column("sendings", "proxy_scope")
