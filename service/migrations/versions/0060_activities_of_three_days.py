"""No activity is longer than three days, so that what is not over is found by when it begins."""

from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_check_constraint(
        op.f("activities_longest_check"), "activities", "ends_at <= starts_at + interval '3 days'"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("activities_longest_check"), "activities")
