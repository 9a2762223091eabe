"""What residents have agreed to, in which words, and until when."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "service_basics",
                "health_data",
                "share_with_operator",
                "notices_by_sms",
                "photos",
                name="consentpurpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "app",
                "paper",
                "sms_code",
                name="consentway",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attachment_id", sa.Uuid(), nullable=True),
        sa.Column("witness", sa.String(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_by_name", sa.String(), nullable=True),
        sa.Column("withdrawn_by_as", sa.String(), nullable=True),
        sa.Column("acted_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("acted_by_name", sa.String(), nullable=True),
        sa.Column(
            "acted_by_as",
            sa.Enum("proxy", "staff", name="actingas", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "withdrawn_by_as IN ('proxy', 'staff')", name=op.f("consents_withdrawn_by_as_check")
        ),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR replaced_at IS NULL", name=op.f("consents_ended_once_check")
        ),
        sa.ForeignKeyConstraint(["attachment_id"], ["files.id"], name=op.f("consents_attachment_id_fkey")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("consents_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("consents_resident_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("consents_pkey")),
    )
    op.create_index(op.f("consents_attachment_id_idx"), "consents", ["attachment_id"], unique=False)
    op.create_index(
        "consents_open_key",
        "consents",
        ["resident_id", "purpose", "organisation_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where="withdrawn_at IS NULL AND replaced_at IS NULL",
    )
    op.create_index(op.f("consents_organisation_id_idx"), "consents", ["organisation_id"], unique=False)
    op.create_index(
        op.f("consents_replaced_at_idx"),
        "consents",
        ["replaced_at"],
        unique=False,
        postgresql_where="replaced_at IS NOT NULL",
    )
    op.create_index(op.f("consents_resident_id_id_idx"), "consents", ["resident_id", "id"], unique=False)
    op.create_index(
        op.f("consents_withdrawn_at_idx"),
        "consents",
        ["withdrawn_at"],
        unique=False,
        postgresql_where="withdrawn_at IS NOT NULL",
    )


def downgrade() -> None:
    op.drop_index(
        op.f("consents_withdrawn_at_idx"), table_name="consents", postgresql_where="withdrawn_at IS NOT NULL"
    )
    op.drop_index(op.f("consents_resident_id_id_idx"), table_name="consents")
    op.drop_index(
        op.f("consents_replaced_at_idx"), table_name="consents", postgresql_where="replaced_at IS NOT NULL"
    )
    op.drop_index(op.f("consents_organisation_id_idx"), table_name="consents")
    op.drop_index(
        "consents_open_key",
        table_name="consents",
        postgresql_nulls_not_distinct=True,
        postgresql_where="withdrawn_at IS NULL AND replaced_at IS NULL",
    )
    op.drop_index(op.f("consents_attachment_id_idx"), table_name="consents")
    op.drop_table("consents")
