"""The tables of regions."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "regions",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "city",
                "district",
                "street",
                "community",
                "estate",
                "grid",
                "building",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent_code", sa.String(), nullable=True),
        sa.Column("children_made", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "parent_code IS NOT NULL OR level IN ('city', 'district')", name=op.f("regions_top_check")
        ),
        sa.CheckConstraint("children_made BETWEEN 0 AND 999", name=op.f("regions_children_made_check")),
        sa.ForeignKeyConstraint(["parent_code"], ["regions.code"], name=op.f("regions_parent_code_fkey")),
        sa.PrimaryKeyConstraint("code", name=op.f("regions_pkey")),
    )
    op.create_index(op.f("regions_level_code_idx"), "regions", ["level", "code"], unique=False)
    op.create_index(op.f("regions_parent_code_code_idx"), "regions", ["parent_code", "code"], unique=False)
    op.create_table(
        "region_ancestors",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("ancestor_code", sa.String(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ancestor_code"], ["regions.code"], name=op.f("region_ancestors_ancestor_code_fkey")
        ),
        sa.ForeignKeyConstraint(["code"], ["regions.code"], name=op.f("region_ancestors_code_fkey")),
        sa.PrimaryKeyConstraint("code", "ancestor_code", name=op.f("region_ancestors_pkey")),
    )
    op.create_index(
        op.f("region_ancestors_ancestor_code_code_idx"),
        "region_ancestors",
        ["ancestor_code", "code"],
        unique=False,
    )
    op.create_table(
        "region_placements",
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("parent_code", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_planned", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_code"], ["regions.code"], name=op.f("region_placements_parent_code_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("region_placements_region_code_fkey")
        ),
        sa.PrimaryKeyConstraint("region_code", "valid_from", name=op.f("region_placements_pkey")),
    )
    op.create_index(
        op.f("region_placements_parent_code_valid_from_idx"),
        "region_placements",
        ["parent_code", "valid_from"],
        unique=False,
    )
    op.create_index(
        op.f("region_placements_valid_from_idx"),
        "region_placements",
        ["valid_from"],
        unique=False,
        postgresql_where="is_planned",
    )


def downgrade() -> None:
    op.drop_index(
        op.f("region_placements_valid_from_idx"),
        table_name="region_placements",
        postgresql_where="is_planned",
    )
    op.drop_index(op.f("region_placements_parent_code_valid_from_idx"), table_name="region_placements")
    op.drop_table("region_placements")
    op.drop_index(op.f("region_ancestors_ancestor_code_code_idx"), table_name="region_ancestors")
    op.drop_table("region_ancestors")
    op.drop_index(op.f("regions_parent_code_code_idx"), table_name="regions")
    op.drop_index(op.f("regions_level_code_idx"), table_name="regions")
    op.drop_table("regions")
