"""What is urgent is found among what is due without looking at the rest."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

_WAITING = sa.text("status = 'waiting'")


def upgrade() -> None:
    _index_again("channel", "urgent", "next_try_at", "id")


def downgrade() -> None:
    _index_again("channel", "next_try_at", "id")


def _index_again(*columns: str) -> None:
    op.drop_index("sendings_due_idx", table_name="sendings", postgresql_where=_WAITING)
    op.create_index("sendings_due_idx", "sendings", list(columns), postgresql_where=_WAITING)
