"""Checks of what residents write before others see it; titles of bookings are the first of it."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "content_checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column(
            "scene",
            sa.Enum(
                "profile",
                "comment",
                "forum",
                "journal",
                name="scene",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "in_review",
                "passed",
                "blocked",
                name="checkstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "review_reason",
            sa.Enum(
                "no_machine",
                "unsure",
                "not_known",
                "machine_down",
                name="reviewreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "label",
            sa.Enum(
                "normal",
                "advertisement",
                "politics",
                "sexual",
                "abuse",
                "crime",
                "fraud",
                "vulgar",
                "copyright",
                "other",
                name="label",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("trace_ids", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'waiting') = (next_try_at IS NOT NULL)",
            name=op.f("content_checks_machine_is_next_check"),
        ),
        sa.CheckConstraint(
            "(state IN ('passed', 'blocked')) = (decided_at IS NOT NULL)",
            name=op.f("content_checks_decided_check"),
        ),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_at IS NOT NULL", name=op.f("content_checks_decided_by_check")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["accounts.id"], name=op.f("content_checks_author_id_fkey")),
        sa.ForeignKeyConstraint(["decided_by"], ["accounts.id"], name=op.f("content_checks_decided_by_fkey")),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("content_checks_region_code_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("content_checks_pkey")),
    )
    op.create_index(op.f("content_checks_author_id_id_idx"), "content_checks", ["author_id", "id"])
    op.create_index(
        op.f("content_checks_decided_by_idx"),
        "content_checks",
        ["decided_by"],
        postgresql_where=sa.text("decided_by IS NOT NULL"),
    )
    op.create_index(
        "content_checks_in_review_idx",
        "content_checks",
        ["id"],
        postgresql_where=sa.text("state = 'in_review' AND replaced_at IS NULL"),
    )
    op.create_index(
        op.f("content_checks_next_try_at_idx"),
        "content_checks",
        ["next_try_at"],
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(op.f("content_checks_region_code_id_idx"), "content_checks", ["region_code", "id"])
    op.create_index(op.f("content_checks_submitted_at_idx"), "content_checks", ["submitted_at"])
    op.add_column(
        "bookings",
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
    op.add_column("bookings", sa.Column("content_check_id", sa.Uuid(), nullable=True))
    op.create_index(
        op.f("bookings_content_check_id_idx"),
        "bookings",
        ["content_check_id"],
        postgresql_where=sa.text("content_check_id IS NOT NULL"),
    )
    op.create_foreign_key(
        op.f("bookings_content_check_id_fkey"),
        "bookings",
        "content_checks",
        ["content_check_id"],
        ["id"],
        ondelete="SET NULL",
        initially="DEFERRED",
        deferrable=True,
    )


def downgrade() -> None:
    op.drop_constraint(op.f("bookings_content_check_id_fkey"), "bookings", type_="foreignkey")
    op.drop_index(op.f("bookings_content_check_id_idx"), table_name="bookings")
    op.drop_column("bookings", "content_check_id")
    op.drop_column("bookings", "content_state")
    op.drop_index(op.f("content_checks_submitted_at_idx"), table_name="content_checks")
    op.drop_index(op.f("content_checks_region_code_id_idx"), table_name="content_checks")
    op.drop_index(
        op.f("content_checks_next_try_at_idx"),
        table_name="content_checks",
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.drop_index(
        "content_checks_in_review_idx",
        table_name="content_checks",
        postgresql_where=sa.text("state = 'in_review' AND replaced_at IS NULL"),
    )
    op.drop_index(
        op.f("content_checks_decided_by_idx"),
        table_name="content_checks",
        postgresql_where=sa.text("decided_by IS NOT NULL"),
    )
    op.drop_index(op.f("content_checks_author_id_id_idx"), table_name="content_checks")
    op.drop_table("content_checks")
