"""WeChat credits that have ended are not given back by what was on its way before."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, column in (("wechat_credits", "round"), ("sendings", "credit_round")):
        op.add_column(table, sa.Column(column, sa.Integer(), nullable=False, server_default="0"))
        op.alter_column(table, column, server_default=None)


def downgrade() -> None:
    op.drop_column("sendings", "credit_round")
    op.drop_column("wechat_credits", "round")
