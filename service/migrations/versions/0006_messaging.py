"""The tables of messaging."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inbox_preferences",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "language",
            sa.Enum(
                "zh-CN", "en", name="spokenlanguage", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("inbox_preferences_account_id_fkey")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("inbox_preferences_pkey")),
    )
    op.create_table(
        "inbox_messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("title_zh", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("body_zh", sa.String(), nullable=False),
        sa.Column("body_en", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deliveries", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("inbox_messages_account_id_fkey")),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("inbox_messages_resident_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("inbox_messages_pkey")),
    )
    op.create_index(
        op.f("inbox_messages_account_id_id_idx"), "inbox_messages", ["account_id", "id"], unique=False
    )
    op.create_index(
        op.f("inbox_messages_resident_id_idx"),
        "inbox_messages",
        ["resident_id"],
        unique=False,
        postgresql_where="resident_id IS NOT NULL",
    )
    op.create_index(
        "inbox_messages_unread_idx",
        "inbox_messages",
        ["account_id", "id"],
        unique=False,
        postgresql_where="read_at IS NULL",
    )


def downgrade() -> None:
    op.drop_index(
        "inbox_messages_unread_idx", table_name="inbox_messages", postgresql_where="read_at IS NULL"
    )
    op.drop_index(
        op.f("inbox_messages_resident_id_idx"),
        table_name="inbox_messages",
        postgresql_where="resident_id IS NOT NULL",
    )
    op.drop_index(op.f("inbox_messages_account_id_id_idx"), table_name="inbox_messages")
    op.drop_table("inbox_messages")
    op.drop_table("inbox_preferences")
