"""Copies of what is held about a person, and the notes on erasures."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("attachment_id", sa.Uuid(), nullable=True),
        sa.Column("kept", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("acted_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("acted_by_name", sa.String(), nullable=True),
        sa.Column(
            "acted_by_as",
            sa.Enum("proxy", "staff", name="actingas", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["attachment_id"], ["files.id"], name=op.f("erasures_attachment_id_fkey")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("erasures_resident_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("erasures_pkey")),
        sa.UniqueConstraint("resident_id", name=op.f("erasures_resident_id_key")),
    )
    op.create_index(op.f("erasures_attachment_id_idx"), "erasures", ["attachment_id"], unique=False)
    op.create_index(op.f("erasures_erased_at_idx"), "erasures", ["erased_at"], unique=False)
    op.create_table(
        "personal_copies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("attachment_id", sa.Uuid(), nullable=True),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("acted_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("acted_by_name", sa.String(), nullable=True),
        sa.Column(
            "acted_by_as",
            sa.Enum("proxy", "staff", name="actingas", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["accounts.id"], name=op.f("personal_copies_asked_by_fkey")),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["files.id"], name=op.f("personal_copies_attachment_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("personal_copies_resident_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("personal_copies_pkey")),
    )
    op.create_index(op.f("personal_copies_asked_at_idx"), "personal_copies", ["asked_at"], unique=False)
    op.create_index(op.f("personal_copies_asked_by_idx"), "personal_copies", ["asked_by"], unique=False)
    op.create_index(
        op.f("personal_copies_attachment_id_idx"), "personal_copies", ["attachment_id"], unique=False
    )
    op.create_index(
        op.f("personal_copies_resident_id_id_idx"), "personal_copies", ["resident_id", "id"], unique=False
    )
    op.create_index(op.f("personal_copies_run_id_idx"), "personal_copies", ["run_id"], unique=False)
    op.create_index(
        "personal_copies_under_way_key",
        "personal_copies",
        ["resident_id"],
        unique=True,
        postgresql_where="ready_at IS NULL",
    )


def downgrade() -> None:
    op.drop_index(
        "personal_copies_under_way_key", table_name="personal_copies", postgresql_where="ready_at IS NULL"
    )
    op.drop_index(op.f("personal_copies_run_id_idx"), table_name="personal_copies")
    op.drop_index(op.f("personal_copies_resident_id_id_idx"), table_name="personal_copies")
    op.drop_index(op.f("personal_copies_attachment_id_idx"), table_name="personal_copies")
    op.drop_index(op.f("personal_copies_asked_by_idx"), table_name="personal_copies")
    op.drop_index(op.f("personal_copies_asked_at_idx"), table_name="personal_copies")
    op.drop_table("personal_copies")
    op.drop_index(op.f("erasures_erased_at_idx"), table_name="erasures")
    op.drop_index(op.f("erasures_attachment_id_idx"), table_name="erasures")
    op.drop_table("erasures")
