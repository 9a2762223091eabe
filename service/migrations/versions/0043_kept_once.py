"""An answer kept twice for one key is refused by the database itself."""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_check_constraint(
        op.f("idempotent_answers_kept_once_check"), "idempotent_answers", "status BETWEEN 200 AND 299"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("idempotent_answers_kept_once_check"), "idempotent_answers", type_="check")
