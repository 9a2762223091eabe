"""Records that may be one person, merges, and what they changed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "possible_duplicates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "same_id_number",
                "same_name_and_phone",
                "same_name_phone_and_home",
                "same_name_and_home",
                name="duplicatereason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "register",
                "import",
                name="duplicatesource",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "merged",
                "dismissed",
                name="duplicatestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("possible_duplicates_order_check")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts.id"], name=op.f("possible_duplicates_decided_by_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("possible_duplicates_pkey")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("possible_duplicates_first_id_second_id_key")),
    )
    op.create_index(
        op.f("possible_duplicates_decided_by_idx"), "possible_duplicates", ["decided_by"], unique=False
    )
    op.create_index(
        "possible_duplicates_open_idx",
        "possible_duplicates",
        ["id"],
        unique=False,
        postgresql_where="state = 'open'",
    )
    op.create_index(
        op.f("possible_duplicates_second_id_idx"), "possible_duplicates", ["second_id"], unique=False
    )
    op.create_table(
        "merges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("merged_id", sa.Uuid(), nullable=False),
        sa.Column("merged_name", sa.String(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("merged_region_code", sa.String(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "standing", "undone", name="mergestatus", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("merged_by", sa.Uuid(), nullable=True),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undo_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["merged_by"], ["accounts.id"], name=op.f("merges_merged_by_fkey")),
        sa.ForeignKeyConstraint(
            ["merged_region_code"], ["regions.code"], name=op.f("merges_merged_region_code_fkey")
        ),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("merges_region_code_fkey")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("merges_resident_id_fkey")),
        sa.ForeignKeyConstraint(["undone_by"], ["accounts.id"], name=op.f("merges_undone_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("merges_pkey")),
    )
    op.create_index(op.f("merges_merged_by_idx"), "merges", ["merged_by"], unique=False)
    op.create_index(
        op.f("merges_merged_region_code_id_idx"), "merges", ["merged_region_code", "id"], unique=False
    )
    op.create_index(op.f("merges_region_code_id_idx"), "merges", ["region_code", "id"], unique=False)
    op.create_index(op.f("merges_resident_id_id_idx"), "merges", ["resident_id", "id"], unique=False)
    op.create_index(
        "merges_standing_idx", "merges", ["merged_id"], unique=True, postgresql_where="status = 'standing'"
    )
    op.create_index(
        op.f("merges_undo_until_idx"),
        "merges",
        ["undo_until"],
        unique=False,
        postgresql_where="status = 'standing'",
    )
    op.create_index(op.f("merges_undone_by_idx"), "merges", ["undone_by"], unique=False)
    op.create_table(
        "merge_changes",
        sa.Column("merge_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("keys", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("noted", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["merge_id"], ["merges.id"], name=op.f("merge_changes_merge_id_fkey")),
        sa.PrimaryKeyConstraint("merge_id", "place", name=op.f("merge_changes_pkey")),
    )


def downgrade() -> None:
    op.drop_table("merge_changes")
    op.drop_index(op.f("merges_undone_by_idx"), table_name="merges")
    op.drop_index(op.f("merges_undo_until_idx"), table_name="merges", postgresql_where="status = 'standing'")
    op.drop_index("merges_standing_idx", table_name="merges", postgresql_where="status = 'standing'")
    op.drop_index(op.f("merges_resident_id_id_idx"), table_name="merges")
    op.drop_index(op.f("merges_region_code_id_idx"), table_name="merges")
    op.drop_index(op.f("merges_merged_region_code_id_idx"), table_name="merges")
    op.drop_index(op.f("merges_merged_by_idx"), table_name="merges")
    op.drop_table("merges")
    op.drop_index(op.f("possible_duplicates_second_id_idx"), table_name="possible_duplicates")
    op.drop_index(
        "possible_duplicates_open_idx", table_name="possible_duplicates", postgresql_where="state = 'open'"
    )
    op.drop_index(op.f("possible_duplicates_decided_by_idx"), table_name="possible_duplicates")
    op.drop_table("possible_duplicates")
