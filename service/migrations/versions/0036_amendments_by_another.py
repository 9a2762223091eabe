"""Who asked for an amendment never decides on it."""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_NAME = "care_amendments_decided_by_another_check"


def upgrade() -> None:
    op.create_check_constraint(op.f(_NAME), "care_amendments", "decided_by <> amended_by")


def downgrade() -> None:
    op.drop_constraint(op.f(_NAME), "care_amendments", type_="check")
