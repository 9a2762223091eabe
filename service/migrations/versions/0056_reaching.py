"""The tables of ladders: whom a notice must reach, and which steps were taken."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reach_ladders",
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gathered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("reach_ladders_notice_id_fkey")),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("reach_ladders_pkey")),
    )
    op.create_index(
        "reach_ladders_kept_idx",
        "reach_ladders",
        ["began_at"],
        unique=False,
        postgresql_where="forgotten_at IS NULL",
    )
    op.create_index(
        "reach_ladders_open_idx",
        "reach_ladders",
        ["notice_id"],
        unique=False,
        postgresql_where="ended_at IS NULL",
    )
    op.create_table(
        "reach_households",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("household_key", sa.Uuid(), nullable=True),
        sa.Column("grid_code", sa.String(), nullable=False),
        sa.Column("walk_order", sa.String(collation="C"), nullable=False),
        sa.Column("has_adult", sa.Boolean(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "mini_program",
                "sms",
                "voice",
                "call",
                "doorstep",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("stepped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.Column(
            "reached_by",
            sa.Enum(
                "confirmed",
                "voice",
                "call",
                "doorstep",
                name="way",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reached_through", sa.Uuid(), nullable=True),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acted_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("acted_by_name", sa.String(), nullable=True),
        sa.Column(
            "acted_by_as",
            sa.Enum("proxy", "staff", name="actingas", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(reached_by IS NULL) = (reached_at IS NULL)", name=op.f("reach_households_reached_check")
        ),
        sa.CheckConstraint(
            "(step IS NULL) = (stepped_at IS NULL)", name=op.f("reach_households_stepped_check")
        ),
        sa.CheckConstraint(
            "next_at IS NULL OR (reached_at IS NULL AND gone_at IS NULL)",
            name=op.f("reach_households_next_check"),
        ),
        sa.ForeignKeyConstraint(
            ["grid_code"], ["regions.code"], name=op.f("reach_households_grid_code_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["reach_ladders.notice_id"], name=op.f("reach_households_notice_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["reached_through"], ["residents.id"], name=op.f("reach_households_reached_through_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("reach_households_pkey")),
        sa.UniqueConstraint(
            "notice_id", "household_key", name=op.f("reach_households_notice_id_household_key_key")
        ),
    )
    op.create_index(
        "reach_households_due_idx",
        "reach_households",
        ["notice_id", "next_at", "id"],
        unique=False,
        postgresql_where="next_at IS NOT NULL",
    )
    op.create_index(op.f("reach_households_grid_code_idx"), "reach_households", ["grid_code"], unique=False)
    op.create_index(
        op.f("reach_households_notice_id_grid_code_walk_order_id_idx"),
        "reach_households",
        ["notice_id", "grid_code", "walk_order", "id"],
        unique=False,
    )
    op.create_index(
        op.f("reach_households_reached_through_idx"),
        "reach_households",
        ["reached_through"],
        unique=False,
        postgresql_where="reached_through IS NOT NULL",
    )
    op.create_index(
        "reach_households_untold_idx",
        "reach_households",
        ["notice_id"],
        unique=False,
        postgresql_where="step IN ('call', 'doorstep') AND NOT is_told AND reached_at IS NULL",
    )
    op.create_table(
        "reach_people",
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("is_adult", sa.Boolean(), nullable=False),
        sa.Column("is_here", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["reach_households.id"], name=op.f("reach_people_household_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["reach_ladders.notice_id"], name=op.f("reach_people_notice_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("reach_people_resident_id_fkey")
        ),
        sa.PrimaryKeyConstraint("notice_id", "resident_id", name=op.f("reach_people_pkey")),
    )
    op.create_index(op.f("reach_people_household_id_idx"), "reach_people", ["household_id"], unique=False)
    op.create_index(op.f("reach_people_resident_id_idx"), "reach_people", ["resident_id"], unique=False)
    op.create_table(
        "reach_rungs",
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "mini_program",
                "sms",
                "voice",
                "call",
                "doorstep",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "people > 0 AND sent >= 0 AND failed >= 0", name=op.f("reach_rungs_counted_check")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["reach_households.id"], name=op.f("reach_rungs_household_id_fkey")
        ),
        sa.PrimaryKeyConstraint("household_id", "step", name=op.f("reach_rungs_pkey")),
    )


def downgrade() -> None:
    op.drop_table("reach_rungs")
    op.drop_index(op.f("reach_people_resident_id_idx"), table_name="reach_people")
    op.drop_index(op.f("reach_people_household_id_idx"), table_name="reach_people")
    op.drop_table("reach_people")
    op.drop_index(
        "reach_households_untold_idx",
        table_name="reach_households",
        postgresql_where="step IN ('call', 'doorstep') AND NOT is_told AND reached_at IS NULL",
    )
    op.drop_index(
        op.f("reach_households_reached_through_idx"),
        table_name="reach_households",
        postgresql_where="reached_through IS NOT NULL",
    )
    op.drop_index(
        op.f("reach_households_notice_id_grid_code_walk_order_id_idx"), table_name="reach_households"
    )
    op.drop_index(op.f("reach_households_grid_code_idx"), table_name="reach_households")
    op.drop_index(
        "reach_households_due_idx", table_name="reach_households", postgresql_where="next_at IS NOT NULL"
    )
    op.drop_table("reach_households")
    op.drop_index("reach_ladders_open_idx", table_name="reach_ladders", postgresql_where="ended_at IS NULL")
    op.drop_index(
        "reach_ladders_kept_idx", table_name="reach_ladders", postgresql_where="forgotten_at IS NULL"
    )
    op.drop_table("reach_ladders")
