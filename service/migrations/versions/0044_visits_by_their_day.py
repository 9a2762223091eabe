"""Visits of a contract are found by the day on which they are made, which may be another one than that of their item."""

from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_TABLE = "care_visits"
_OF_A_CONTRACT = "contract_id IS NOT NULL"


def upgrade() -> None:
    _replace("occurs_on", "window_starts_at")


def downgrade() -> None:
    _replace("window_starts_at", "occurs_on")


def _replace(column: str, by: str) -> None:
    op.create_index(
        op.f(f"{_TABLE}_contract_id_{by}_idx"),
        _TABLE,
        ["contract_id", by],
        postgresql_where=_OF_A_CONTRACT,
    )
    op.drop_index(op.f(f"{_TABLE}_contract_id_{column}_idx"), table_name=_TABLE)
