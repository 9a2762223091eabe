"""The tables of notices, of whom they address, and of who has read them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("body_html", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("attachments", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "community",
                "policy",
                "safety",
                "utilities",
                "property",
                "health",
                "elderly_care",
                "activity",
                "convenience",
                "party_building",
                "publicity",
                "other",
                name="category",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "priority",
            sa.Enum(
                "normal",
                "important",
                "urgent",
                name="priority",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "in_review",
                "scheduled",
                "published",
                "expired",
                "withdrawn",
                name="noticestatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("region_codes", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("audience", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("needs_confirmation", sa.Boolean(), nullable=False),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pin_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("rank_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("text_number", sa.Integer(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column(
            "written_as",
            sa.Enum(
                "grid_worker",
                "community_worker",
                "street_staff",
                "district_staff",
                "assessor",
                "operator_manager",
                "dispatcher",
                "caregiver",
                "system_admin",
                "security_admin",
                "auditor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(rank IS NOT NULL) = (status = 'published')", name=op.f("notices_rank_check")),
        sa.CheckConstraint(
            "(status = 'scheduled') <= (publish_at IS NOT NULL)", name=op.f("notices_scheduled_check")
        ),
        sa.CheckConstraint(
            "(status IN ('published', 'expired')) <= (published_at IS NOT NULL AND published_by IS NOT NULL)",
            name=op.f("notices_published_check"),
        ),
        sa.CheckConstraint("NOT is_public OR cardinality(audience) = 0", name=op.f("notices_public_check")),
        sa.CheckConstraint("cardinality(region_codes) > 0", name=op.f("notices_region_codes_check")),
        sa.CheckConstraint("expires_at > published_at", name=op.f("notices_expires_check")),
        sa.CheckConstraint(
            "pin_until <= published_at + make_interval(days => 90)", name=op.f("notices_pin_check")
        ),
        sa.ForeignKeyConstraint(["changed_by"], ["accounts.id"], name=op.f("notices_changed_by_fkey")),
        sa.ForeignKeyConstraint(["published_by"], ["accounts.id"], name=op.f("notices_published_by_fkey")),
        sa.ForeignKeyConstraint(["submitted_by"], ["accounts.id"], name=op.f("notices_submitted_by_fkey")),
        sa.ForeignKeyConstraint(["written_by"], ["accounts.id"], name=op.f("notices_written_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("notices_pkey")),
    )
    op.create_index(op.f("notices_changed_by_idx"), "notices", ["changed_by"], unique=False)
    op.create_index(
        "notices_due_idx",
        "notices",
        ["publish_at"],
        unique=False,
        postgresql_where=sa.text("status = 'scheduled'"),
    )
    op.create_index(
        "notices_open_idx",
        "notices",
        ["id"],
        unique=False,
        postgresql_where=sa.text("status IN ('draft', 'in_review', 'scheduled')"),
    )
    op.create_index(
        "notices_over_idx",
        "notices",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("status = 'published' AND expires_at IS NOT NULL"),
    )
    op.create_index(op.f("notices_published_by_idx"), "notices", ["published_by"], unique=False)
    op.create_index(
        "notices_rank_due_idx",
        "notices",
        ["rank_until"],
        unique=False,
        postgresql_where=sa.text("rank_until IS NOT NULL"),
    )
    op.create_index(op.f("notices_submitted_by_idx"), "notices", ["submitted_by"], unique=False)
    op.create_index(op.f("notices_written_by_id_idx"), "notices", ["written_by", "id"], unique=False)
    op.create_table(
        "notice_addressings",
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("done >= 0", name=op.f("notice_addressings_done_check")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("notice_addressings_notice_id_fkey")
        ),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("notice_addressings_pkey")),
    )
    op.create_index(
        "notice_addressings_kept_idx",
        "notice_addressings",
        ["began_at"],
        unique=False,
        postgresql_where=sa.text("forgotten_at IS NULL"),
    )
    op.create_table(
        "notice_attachments",
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("notice_attachments_file_id_fkey")),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("notice_attachments_notice_id_fkey")
        ),
        sa.PrimaryKeyConstraint("notice_id", "file_id", name=op.f("notice_attachments_pkey")),
    )
    op.create_index(op.f("notice_attachments_file_id_idx"), "notice_attachments", ["file_id"], unique=False)
    op.create_table(
        "notice_grids",
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("grid_code", sa.String(), nullable=False),
        sa.Column("addressed", sa.Integer(), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "0 <= confirmed AND confirmed <= read AND read <= addressed",
            name=op.f("notice_grids_counted_check"),
        ),
        sa.ForeignKeyConstraint(["grid_code"], ["regions.code"], name=op.f("notice_grids_grid_code_fkey")),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("notice_grids_notice_id_fkey")),
        sa.PrimaryKeyConstraint("notice_id", "grid_code", name=op.f("notice_grids_pkey")),
    )
    op.create_index(
        op.f("notice_grids_grid_code_notice_id_idx"), "notice_grids", ["grid_code", "notice_id"], unique=False
    )
    op.create_table(
        "notice_targets",
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column(
            "audience", sa.String(), sa.Computed("coalesce(tag_code, '')", persisted=True), nullable=False
        ),
        sa.Column("tag_code", sa.String(), nullable=True),
        sa.Column(
            "category",
            sa.Enum(
                "community",
                "policy",
                "safety",
                "utilities",
                "property",
                "health",
                "elderly_care",
                "activity",
                "convenience",
                "party_building",
                "publicity",
                "other",
                name="category",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("notice_targets_notice_id_fkey")),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("notice_targets_region_code_fkey")
        ),
        sa.ForeignKeyConstraint(["tag_code"], ["tags.code"], name=op.f("notice_targets_tag_code_fkey")),
        sa.PrimaryKeyConstraint("notice_id", "region_code", "audience", name=op.f("notice_targets_pkey")),
    )
    op.create_index(
        "notice_targets_public_idx",
        "notice_targets",
        ["region_code", "published_at", "notice_id"],
        unique=False,
        postgresql_where=sa.text("is_public AND rank IS NOT NULL"),
    )
    op.create_index(
        op.f("notice_targets_region_code_notice_id_idx"),
        "notice_targets",
        ["region_code", "notice_id"],
        unique=False,
    )
    op.create_index(
        "notice_targets_shown_idx",
        "notice_targets",
        ["region_code", "audience", "rank", "published_at", "notice_id"],
        unique=False,
        postgresql_where=sa.text("rank IS NOT NULL"),
        postgresql_include=["expires_at", "category"],
    )
    op.create_index(
        op.f("notice_targets_tag_code_idx"),
        "notice_targets",
        ["tag_code"],
        unique=False,
        postgresql_where=sa.text("tag_code IS NOT NULL"),
    )
    op.create_table(
        "notice_texts",
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("body_html", sa.String(), nullable=False),
        sa.Column("attachments", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("notice_texts_notice_id_fkey")),
        sa.ForeignKeyConstraint(["written_by"], ["accounts.id"], name=op.f("notice_texts_written_by_fkey")),
        sa.PrimaryKeyConstraint("notice_id", "number", name=op.f("notice_texts_pkey")),
    )
    op.create_index(op.f("notice_texts_written_by_idx"), "notice_texts", ["written_by"], unique=False)
    op.create_table(
        "notice_addressees",
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("grid_code", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["grid_code"], ["regions.code"], name=op.f("notice_addressees_grid_code_fkey")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("notice_addressees_notice_id_fkey")),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("notice_addressees_resident_id_fkey")
        ),
        sa.PrimaryKeyConstraint("notice_id", "resident_id", name=op.f("notice_addressees_pkey")),
    )
    op.create_index(
        op.f("notice_addressees_grid_code_notice_id_resident_id_idx"),
        "notice_addressees",
        ["grid_code", "notice_id", "resident_id"],
        unique=False,
    )
    op.create_index(
        op.f("notice_addressees_resident_id_published_at_notice_id_idx"),
        "notice_addressees",
        ["resident_id", "published_at", "notice_id"],
        unique=False,
    )
    op.create_table(
        "notice_receipts",
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("grid_code", sa.String(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acted_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("acted_by_name", sa.String(), nullable=True),
        sa.Column(
            "acted_by_as",
            sa.Enum("proxy", "staff", name="actingas", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.CheckConstraint("confirmed_at >= read_at", name=op.f("notice_receipts_confirmed_check")),
        sa.ForeignKeyConstraint(
            ["notice_id", "grid_code"],
            ["notice_grids.notice_id", "notice_grids.grid_code"],
            name=op.f("notice_receipts_notice_id_grid_code_fkey"),
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("notice_receipts_notice_id_fkey")),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("notice_receipts_resident_id_fkey")
        ),
        sa.PrimaryKeyConstraint("notice_id", "resident_id", name=op.f("notice_receipts_pkey")),
    )
    op.create_index(
        op.f("notice_receipts_resident_id_notice_id_idx"),
        "notice_receipts",
        ["resident_id", "notice_id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(op.f("notice_receipts_resident_id_notice_id_idx"), table_name="notice_receipts")
    op.drop_table("notice_receipts")
    op.drop_index(
        op.f("notice_addressees_resident_id_published_at_notice_id_idx"), table_name="notice_addressees"
    )
    op.drop_index(
        op.f("notice_addressees_grid_code_notice_id_resident_id_idx"), table_name="notice_addressees"
    )
    op.drop_table("notice_addressees")
    op.drop_index(op.f("notice_texts_written_by_idx"), table_name="notice_texts")
    op.drop_table("notice_texts")
    op.drop_index(
        op.f("notice_targets_tag_code_idx"),
        table_name="notice_targets",
        postgresql_where=sa.text("tag_code IS NOT NULL"),
    )
    op.drop_index(
        "notice_targets_shown_idx",
        table_name="notice_targets",
        postgresql_where=sa.text("rank IS NOT NULL"),
        postgresql_include=["expires_at", "category"],
    )
    op.drop_index(op.f("notice_targets_region_code_notice_id_idx"), table_name="notice_targets")
    op.drop_index(
        "notice_targets_public_idx",
        table_name="notice_targets",
        postgresql_where=sa.text("is_public AND rank IS NOT NULL"),
    )
    op.drop_table("notice_targets")
    op.drop_index(op.f("notice_grids_grid_code_notice_id_idx"), table_name="notice_grids")
    op.drop_table("notice_grids")
    op.drop_index(op.f("notice_attachments_file_id_idx"), table_name="notice_attachments")
    op.drop_table("notice_attachments")
    op.drop_index(
        "notice_addressings_kept_idx",
        table_name="notice_addressings",
        postgresql_where=sa.text("forgotten_at IS NULL"),
    )
    op.drop_table("notice_addressings")
    op.drop_index(op.f("notices_written_by_id_idx"), table_name="notices")
    op.drop_index(op.f("notices_submitted_by_idx"), table_name="notices")
    op.drop_index(
        "notices_rank_due_idx", table_name="notices", postgresql_where=sa.text("rank_until IS NOT NULL")
    )
    op.drop_index(op.f("notices_published_by_idx"), table_name="notices")
    op.drop_index(
        "notices_over_idx",
        table_name="notices",
        postgresql_where=sa.text("status = 'published' AND expires_at IS NOT NULL"),
    )
    op.drop_index(
        "notices_open_idx",
        table_name="notices",
        postgresql_where=sa.text("status IN ('draft', 'in_review', 'scheduled')"),
    )
    op.drop_index("notices_due_idx", table_name="notices", postgresql_where=sa.text("status = 'scheduled'"))
    op.drop_index(op.f("notices_changed_by_idx"), table_name="notices")
    op.drop_table("notices")
