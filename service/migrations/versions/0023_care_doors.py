"""The tables of care_doors."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "care_doors",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("elder_id", sa.Uuid(), nullable=False),
        sa.Column("place_sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "source",
            sa.Enum(
                "worker_on_site",
                "map",
                "caregiver_marks",
                name="placesource",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("allowance_m", sa.Integer(), nullable=False),
        sa.Column("placed_by", sa.Uuid(), nullable=True),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("allowance_m BETWEEN 0 AND 500", name=op.f("care_doors_allowance_check")),
        sa.CheckConstraint(
            "num_nulls(place_sealed, source, placed_at) IN (0, 3)", name=op.f("care_doors_placed_check")
        ),
        sa.ForeignKeyConstraint(["elder_id"], ["residents.id"], name=op.f("care_doors_elder_id_fkey")),
        sa.ForeignKeyConstraint(["placed_by"], ["accounts.id"], name=op.f("care_doors_placed_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("care_doors_pkey")),
        sa.UniqueConstraint("elder_id", name=op.f("care_doors_elder_id_key")),
    )
    op.create_index(
        op.f("care_doors_placed_by_idx"),
        "care_doors",
        ["placed_by"],
        unique=False,
        postgresql_where=sa.text("placed_by IS NOT NULL"),
    )
    op.create_table(
        "care_door_secrets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("door_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "device", "sheet", name="secretkind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ended_at >= given_at", name=op.f("care_door_secrets_stretch_check")),
        sa.ForeignKeyConstraint(["door_id"], ["care_doors.id"], name=op.f("care_door_secrets_door_id_fkey")),
        sa.ForeignKeyConstraint(["given_by"], ["accounts.id"], name=op.f("care_door_secrets_given_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("care_door_secrets_pkey")),
    )
    op.create_index(
        op.f("care_door_secrets_door_id_given_at_idx"),
        "care_door_secrets",
        ["door_id", "given_at"],
        unique=False,
    )
    op.create_index(
        op.f("care_door_secrets_ended_at_idx"),
        "care_door_secrets",
        ["ended_at"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NOT NULL"),
    )
    op.create_index(op.f("care_door_secrets_given_by_idx"), "care_door_secrets", ["given_by"], unique=False)
    op.create_index(
        "care_door_secrets_one_at_a_time_idx",
        "care_door_secrets",
        ["door_id", "kind"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "care_door_secrets_one_at_a_time_idx",
        table_name="care_door_secrets",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(op.f("care_door_secrets_given_by_idx"), table_name="care_door_secrets")
    op.drop_index(
        op.f("care_door_secrets_ended_at_idx"),
        table_name="care_door_secrets",
        postgresql_where=sa.text("ended_at IS NOT NULL"),
    )
    op.drop_index(op.f("care_door_secrets_door_id_given_at_idx"), table_name="care_door_secrets")
    op.drop_table("care_door_secrets")
    op.drop_index(
        op.f("care_doors_placed_by_idx"),
        table_name="care_doors",
        postgresql_where=sa.text("placed_by IS NOT NULL"),
    )
    op.drop_table("care_doors")
