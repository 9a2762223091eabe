"""Homes, households, who lived where and when, and who departed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "homes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("walk_order", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "owned",
                "rented",
                "public",
                "other",
                name="homekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("room <> ''", name=op.f("homes_room_check")),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("homes_region_code_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("homes_pkey")),
        sa.UniqueConstraint("id", "region_code", name=op.f("homes_id_region_code_key")),
        sa.UniqueConstraint("region_code", "unit", "room", name=op.f("homes_region_code_unit_room_key")),
    )
    op.create_index(
        op.f("homes_region_code_walk_order_id_idx"),
        "homes",
        ["region_code", "walk_order", "id"],
        unique=False,
    )
    op.create_table(
        "households",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "family",
                "collective",
                name="householdkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["home_id"], ["homes.id"], name=op.f("households_home_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("households_pkey")),
        sa.UniqueConstraint("id", "home_id", name=op.f("households_id_home_id_key")),
    )
    op.create_index(op.f("households_home_id_id_idx"), "households", ["home_id", "id"], unique=False)
    op.create_index(
        op.f("households_number_idx"),
        "households",
        ["number"],
        unique=False,
        postgresql_where="number IS NOT NULL",
    )
    op.create_table(
        "residences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("home_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column(
            "relation",
            sa.Enum(
                "householder",
                "spouse",
                "son",
                "daughter",
                "grandchild",
                "parent",
                "grandparent",
                "sibling",
                "other",
                name="relation",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("moved_in_on", sa.Date(), nullable=False),
        sa.Column("moved_out_on", sa.Date(), nullable=True),
        sa.Column(
            "ended_because",
            sa.Enum(
                "moved",
                "household",
                "moved_out",
                "died",
                "erased",
                name="residenceend",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("resident_id"), "="),
            (sa.text("daterange(moved_in_on, moved_out_on, '[)')"), "&&"),
            using="gist",
            name="residences_no_overlap",
        ),
        sa.CheckConstraint(
            "relation <> 'householder' OR household_id IS NOT NULL", name=op.f("residences_householder_check")
        ),
        sa.CheckConstraint(
            "(moved_out_on IS NULL) = (ended_because IS NULL)", name=op.f("residences_end_check")
        ),
        sa.CheckConstraint("moved_out_on >= moved_in_on", name=op.f("residences_stretch_check")),
        sa.ForeignKeyConstraint(["home_id"], ["homes.id"], name=op.f("residences_home_id_fkey")),
        sa.ForeignKeyConstraint(
            ["household_id", "home_id"],
            ["households.id", "households.home_id"],
            name=op.f("residences_household_id_home_id_fkey"),
        ),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("residences_resident_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("residences_pkey")),
    )
    op.create_index(
        op.f("residences_home_id_moved_in_on_idx"), "residences", ["home_id", "moved_in_on"], unique=False
    )
    op.create_index(
        op.f("residences_household_id_home_id_idx"), "residences", ["household_id", "home_id"], unique=False
    )
    op.create_index(
        "residences_householder_idx",
        "residences",
        ["household_id"],
        unique=True,
        postgresql_where=sa.text("moved_out_on IS NULL AND relation = 'householder'"),
    )
    op.create_index(
        "residences_open_idx",
        "residences",
        ["resident_id"],
        unique=True,
        postgresql_where=sa.text("moved_out_on IS NULL"),
    )
    op.create_index(
        op.f("residences_resident_id_moved_in_on_id_idx"),
        "residences",
        ["resident_id", "moved_in_on", "id"],
        unique=False,
    )
    op.create_table(
        "departures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "died",
                "moved_away",
                name="departurekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("departed_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("whereto", sa.String(), nullable=True),
        sa.Column(
            "status_before",
            sa.Enum(
                "pending",
                "verified",
                "rejected",
                "moved_away",
                "deceased",
                name="residentstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("residence_id", sa.Uuid(), nullable=True),
        sa.Column("ended", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["accounts.id"], name=op.f("departures_recorded_by_fkey")),
        sa.ForeignKeyConstraint(
            ["residence_id"], ["residences.id"], name=op.f("departures_residence_id_fkey")
        ),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("departures_resident_id_fkey")),
        sa.ForeignKeyConstraint(["undone_by"], ["accounts.id"], name=op.f("departures_undone_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("departures_pkey")),
    )
    op.create_index(
        "departures_death_idx",
        "departures",
        ["resident_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'died' AND undone_at IS NULL"),
    )
    op.create_index(op.f("departures_recorded_by_idx"), "departures", ["recorded_by"], unique=False)
    op.create_index(op.f("departures_residence_id_idx"), "departures", ["residence_id"], unique=False)
    op.create_index(op.f("departures_resident_id_id_idx"), "departures", ["resident_id", "id"], unique=False)
    op.create_index(op.f("departures_undone_by_idx"), "departures", ["undone_by"], unique=False)
    op.add_column("residents", sa.Column("home_id", sa.Uuid(), nullable=True))
    op.create_check_constraint(
        op.f("residents_home_has_region_check"), "residents", "home_id IS NULL OR region_code IS NOT NULL"
    )
    op.create_foreign_key(
        op.f("residents_home_id_region_code_fkey"),
        "residents",
        "homes",
        ["home_id", "region_code"],
        ["id", "region_code"],
        onupdate="CASCADE",
    )
    op.create_index(
        op.f("residents_home_id_region_code_idx"),
        "residents",
        ["home_id", "region_code"],
        unique=False,
        postgresql_where="home_id IS NOT NULL",
    )
    op.add_column("accounts", sa.Column("resident_died_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("accounts", "resident_died_at")
    op.drop_index(
        op.f("residents_home_id_region_code_idx"),
        table_name="residents",
        postgresql_where="home_id IS NOT NULL",
    )
    op.drop_constraint(op.f("residents_home_id_region_code_fkey"), "residents")
    op.drop_constraint(op.f("residents_home_has_region_check"), "residents")
    op.drop_column("residents", "home_id")
    op.drop_index(op.f("departures_undone_by_idx"), table_name="departures")
    op.drop_index(op.f("departures_resident_id_id_idx"), table_name="departures")
    op.drop_index(op.f("departures_residence_id_idx"), table_name="departures")
    op.drop_index(op.f("departures_recorded_by_idx"), table_name="departures")
    op.drop_index(
        "departures_death_idx",
        table_name="departures",
        postgresql_where=sa.text("kind = 'died' AND undone_at IS NULL"),
    )
    op.drop_table("departures")
    op.drop_index(op.f("residences_resident_id_moved_in_on_id_idx"), table_name="residences")
    op.drop_index(
        "residences_open_idx", table_name="residences", postgresql_where=sa.text("moved_out_on IS NULL")
    )
    op.drop_index(
        "residences_householder_idx",
        table_name="residences",
        postgresql_where=sa.text("moved_out_on IS NULL AND relation = 'householder'"),
    )
    op.drop_index(op.f("residences_household_id_home_id_idx"), table_name="residences")
    op.drop_index(op.f("residences_home_id_moved_in_on_idx"), table_name="residences")
    op.drop_table("residences")
    op.drop_index(
        op.f("households_number_idx"), table_name="households", postgresql_where="number IS NOT NULL"
    )
    op.drop_index(op.f("households_home_id_id_idx"), table_name="households")
    op.drop_table("households")
    op.drop_index(op.f("homes_region_code_walk_order_id_idx"), table_name="homes")
    op.drop_table("homes")
