"""Plans and their pauses say who acted for the elder."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_TABLES = ("care_plans", "care_plan_pauses")
_NAMES = ("acted_by_account_id", "acted_by_name", "acted_by_as")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("acted_by_account_id", sa.Uuid(), nullable=True))
        op.add_column(table, sa.Column("acted_by_name", sa.String(), nullable=True))
        op.add_column(
            table,
            sa.Column(
                "acted_by_as",
                sa.Enum(
                    "proxy", "staff", name="actingas", native_enum=False, create_constraint=True, length=40
                ),
                nullable=True,
            ),
        )


def downgrade() -> None:
    for table in _TABLES:
        for name in reversed(_NAMES):
            op.drop_column(table, name)
