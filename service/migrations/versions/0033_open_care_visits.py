"""What an operator has open on a day is found by an index of its own, however many visits there were."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "care_visits_open_idx",
        "care_visits",
        ["organisation_id", "window_starts_at", "id"],
        postgresql_where=sa.text("status = 'planned'"),
    )


def downgrade() -> None:
    op.drop_index("care_visits_open_idx", "care_visits")
