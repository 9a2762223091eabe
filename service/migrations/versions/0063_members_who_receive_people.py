"""Who checks people in for an organisation is shown, as its member; nothing else is done for anybody as a member."""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

_TABLE, _NAME = "activity_sign_ups", "activity_sign_ups_actingas_check"


def upgrade() -> None:
    _let_act("proxy", "staff", "member")


def downgrade() -> None:
    op.execute(
        sa.text(
            """
            UPDATE activity_sign_ups
               SET acted_by_account_id = NULL, acted_by_name = NULL, acted_by_as = NULL
             WHERE acted_by_as = 'member'
            """
        )
    )
    _let_act("proxy", "staff")


def _let_act(*capacities: str) -> None:
    op.drop_constraint(op.f(_NAME), _TABLE, type_="check")
    listed = ", ".join(f"'{each}'" for each in capacities)
    op.create_check_constraint(op.f(_NAME), _TABLE, f"acted_by_as IN ({listed})")
