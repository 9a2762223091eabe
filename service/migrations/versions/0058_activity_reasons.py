"""Why a member of an organisation has called an activity off is seen by others once it was looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "activities",
        sa.Column(
            "content_state",
            sa.Enum(
                "checking",
                "passed",
                "blocked",
                name="contentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
    )
    op.add_column("activities", sa.Column("content_check_id", sa.Uuid(), nullable=True))
    op.create_index(
        op.f("activities_content_check_id_idx"),
        "activities",
        ["content_check_id"],
        postgresql_where=sa.text("content_check_id IS NOT NULL"),
    )
    op.create_foreign_key(
        op.f("activities_content_check_id_fkey"),
        "activities",
        "content_checks",
        ["content_check_id"],
        ["id"],
        ondelete="SET NULL",
        initially="DEFERRED",
        deferrable=True,
    )


def downgrade() -> None:
    op.drop_constraint(op.f("activities_content_check_id_fkey"), "activities", type_="foreignkey")
    op.drop_index(op.f("activities_content_check_id_idx"), table_name="activities")
    op.drop_column("activities", "content_check_id")
    op.drop_column("activities", "content_state")
