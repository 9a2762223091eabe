"""Which of two schemes that exclude each other gives the month in which one takes over from the other."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

_TABLE = "care_subsidy_schemes"


def upgrade() -> None:
    words = sa.Enum("following_month", "same_month", name="takeover", native_enum=False, length=40)
    op.add_column(_TABLE, sa.Column("takes_over", words, server_default="following_month"))
    op.alter_column(_TABLE, "takes_over", nullable=False, server_default=None)
    op.create_check_constraint(
        op.f(f"{_TABLE}_takeover_check"), _TABLE, "takes_over IN ('following_month', 'same_month')"
    )


def downgrade() -> None:
    op.drop_column(_TABLE, "takes_over")
