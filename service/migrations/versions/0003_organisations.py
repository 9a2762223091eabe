"""The tables of organisations."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "operator",
                "social",
                "department",
                "property",
                name="organisationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("uscc", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("organisations_pkey")),
        sa.UniqueConstraint("uscc", name=op.f("organisations_uscc_key")),
    )
    op.create_index(op.f("organisations_kind_idx"), "organisations", ["kind"], unique=False)
    op.create_table(
        "organisation_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("organisation_members_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("organisation_members_resident_id_fkey"),
            use_alter=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("organisation_members_pkey")),
        sa.UniqueConstraint(
            "organisation_id",
            "resident_id",
            name=op.f("organisation_members_organisation_id_resident_id_key"),
        ),
    )
    op.create_index(
        op.f("organisation_members_resident_id_idx"), "organisation_members", ["resident_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("organisation_members_resident_id_idx"), table_name="organisation_members")
    op.drop_table("organisation_members")
    op.drop_index(op.f("organisations_kind_idx"), table_name="organisations")
    op.drop_table("organisations")
