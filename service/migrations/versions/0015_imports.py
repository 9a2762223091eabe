"""The tables of imports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "home_visit",
                "identity_check",
                "emergency",
                "complaint",
                "statutory",
                "service_contact",
                "settlement_audit",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("wanted_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content_gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("rows >= 0", name=op.f("exports_rows_check")),
        sa.ForeignKeyConstraint(["asked_by"], ["accounts.id"], name=op.f("exports_asked_by_fkey")),
        sa.ForeignKeyConstraint(["run_id"], ["background_runs.id"], name=op.f("exports_run_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("exports_pkey")),
    )
    op.create_index(
        op.f("exports_asked_at_idx"),
        "exports",
        ["asked_at"],
        unique=False,
        postgresql_where=sa.text("content_gone_at IS NULL"),
    )
    op.create_index(op.f("exports_asked_by_id_idx"), "exports", ["asked_by", "id"], unique=False)
    op.create_index(op.f("exports_run_id_idx"), "exports", ["run_id"], unique=False)
    op.create_table(
        "imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column(
            "on_error",
            sa.Enum("all", "only_good", name="onerror", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "reading",
                "checking",
                "checked",
                "writing",
                "done",
                "refused",
                "failed",
                "cancelled",
                name="importstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("mapping", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("next_piece", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("to_merge", sa.Integer(), nullable=False),
        sa.Column("bad", sa.Integer(), nullable=False),
        sa.Column("refusal", sa.String(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content_gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["accounts.id"], name=op.f("imports_asked_by_fkey")),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("imports_region_code_fkey")),
        sa.ForeignKeyConstraint(["run_id"], ["background_runs.id"], name=op.f("imports_run_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("imports_pkey")),
    )
    op.create_index(
        op.f("imports_asked_at_idx"),
        "imports",
        ["asked_at"],
        unique=False,
        postgresql_where=sa.text("content_gone_at IS NULL"),
    )
    op.create_index(op.f("imports_asked_by_id_idx"), "imports", ["asked_by", "id"], unique=False)
    op.create_index(op.f("imports_region_code_id_idx"), "imports", ["region_code", "id"], unique=False)
    op.create_index(op.f("imports_run_id_idx"), "imports", ["run_id"], unique=False)
    op.create_index(
        "imports_under_way_idx",
        "imports",
        ["digest"],
        unique=True,
        postgresql_where=sa.text("state IN ('reading', 'checking', 'writing')"),
    )
    op.create_table(
        "export_pieces",
        sa.Column("export_id", sa.Uuid(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "upload",
                "header",
                "rows",
                "workbook",
                name="part",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["export_id"], ["exports.id"], name=op.f("export_pieces_export_id_fkey")),
        sa.PrimaryKeyConstraint("export_id", "part", "number", name=op.f("export_pieces_pkey")),
    )
    op.create_table(
        "import_pieces",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "upload",
                "header",
                "rows",
                "workbook",
                name="part",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("import_pieces_import_id_fkey")),
        sa.PrimaryKeyConstraint("import_id", "part", "number", name=op.f("import_pieces_pkey")),
    )
    op.create_table(
        "import_rows",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "created",
                "updated",
                "unchanged",
                "to_merge",
                "bad",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("remarks", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("identity", sa.LargeBinary(), nullable=True),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("import_rows_import_id_fkey")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("import_rows_resident_id_fkey")),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("import_rows_pkey")),
    )
    op.create_index(
        op.f("import_rows_import_id_identity_idx"),
        "import_rows",
        ["import_id", "identity"],
        unique=False,
        postgresql_where=sa.text("identity IS NOT NULL"),
    )
    op.create_index(
        op.f("import_rows_import_id_outcome_number_idx"),
        "import_rows",
        ["import_id", "outcome", "number"],
        unique=False,
    )
    op.create_index(
        op.f("import_rows_resident_id_idx"),
        "import_rows",
        ["resident_id"],
        unique=False,
        postgresql_where=sa.text("resident_id IS NOT NULL"),
    )
    op.create_table(
        "imported_people",
        sa.Column("identity", sa.LargeBinary(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("imported_people_resident_id_fkey")
        ),
        sa.PrimaryKeyConstraint("identity", name=op.f("imported_people_pkey")),
    )
    op.create_index(op.f("imported_people_resident_id_idx"), "imported_people", ["resident_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("imported_people_resident_id_idx"), table_name="imported_people")
    op.drop_table("imported_people")
    op.drop_index(
        op.f("import_rows_resident_id_idx"),
        table_name="import_rows",
        postgresql_where=sa.text("resident_id IS NOT NULL"),
    )
    op.drop_index(op.f("import_rows_import_id_outcome_number_idx"), table_name="import_rows")
    op.drop_index(
        op.f("import_rows_import_id_identity_idx"),
        table_name="import_rows",
        postgresql_where=sa.text("identity IS NOT NULL"),
    )
    op.drop_table("import_rows")
    op.drop_table("import_pieces")
    op.drop_table("export_pieces")
    op.drop_index(
        "imports_under_way_idx",
        table_name="imports",
        postgresql_where=sa.text("state IN ('reading', 'checking', 'writing')"),
    )
    op.drop_index(op.f("imports_run_id_idx"), table_name="imports")
    op.drop_index(op.f("imports_region_code_id_idx"), table_name="imports")
    op.drop_index(op.f("imports_asked_by_id_idx"), table_name="imports")
    op.drop_index(
        op.f("imports_asked_at_idx"),
        table_name="imports",
        postgresql_where=sa.text("content_gone_at IS NULL"),
    )
    op.drop_table("imports")
    op.drop_index(op.f("exports_run_id_idx"), table_name="exports")
    op.drop_index(op.f("exports_asked_by_id_idx"), table_name="exports")
    op.drop_index(
        op.f("exports_asked_at_idx"),
        table_name="exports",
        postgresql_where=sa.text("content_gone_at IS NULL"),
    )
    op.drop_table("exports")
