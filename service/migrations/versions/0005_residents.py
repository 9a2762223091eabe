"""Residents, proxies, and the link from accounts to residents."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "residents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column(
            "status",
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
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_lookup", sa.LargeBinary(), nullable=True),
        sa.Column("id_number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id_number_lookup", sa.LargeBinary(), nullable=True),
        sa.Column("claim_of", sa.Uuid(), nullable=True),
        sa.Column("registered_by", sa.Uuid(), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_by", sa.Uuid(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim_of"], ["residents.id"], name=op.f("residents_claim_of_fkey")),
        sa.ForeignKeyConstraint(["region_code"], ["regions.code"], name=op.f("residents_region_code_fkey")),
        sa.ForeignKeyConstraint(
            ["registered_by"], ["accounts.id"], name=op.f("residents_registered_by_fkey")
        ),
        sa.ForeignKeyConstraint(["verified_by"], ["accounts.id"], name=op.f("residents_verified_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("residents_pkey")),
    )
    op.create_index(
        op.f("residents_claim_of_idx"),
        "residents",
        ["claim_of"],
        unique=False,
        postgresql_where="claim_of IS NOT NULL",
    )
    op.create_index(
        op.f("residents_id_number_lookup_idx"),
        "residents",
        ["id_number_lookup"],
        unique=True,
        postgresql_where="id_number_lookup IS NOT NULL AND claim_of IS NULL AND status <> 'rejected'",
    )
    op.create_index(
        op.f("residents_name_idx"),
        "residents",
        ["name"],
        unique=False,
        postgresql_ops={"name": "varchar_pattern_ops"},
    )
    op.create_index(op.f("residents_phone_lookup_idx"), "residents", ["phone_lookup"], unique=False)
    op.create_index(op.f("residents_region_code_id_idx"), "residents", ["region_code", "id"], unique=False)
    op.create_index(op.f("residents_registered_by_idx"), "residents", ["registered_by"], unique=False)
    op.create_index(op.f("residents_verified_by_idx"), "residents", ["verified_by"], unique=False)
    op.create_table(
        "proxies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("elder_id", sa.Uuid(), nullable=True),
        sa.Column("elder_named", sa.String(), nullable=False),
        sa.Column("elder_lookup", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("scopes", sa.ARRAY(sa.String()), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "approved",
                "refused",
                "revoked",
                "expired",
                name="proxystatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("cardinality(scopes) > 0", name=op.f("proxies_scopes_check")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("proxies_account_id_fkey")),
        sa.ForeignKeyConstraint(["decided_by"], ["accounts.id"], name=op.f("proxies_decided_by_fkey")),
        sa.ForeignKeyConstraint(["elder_id"], ["residents.id"], name=op.f("proxies_elder_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("proxies_pkey")),
    )
    op.create_index(
        op.f("proxies_account_id_elder_lookup_idx"),
        "proxies",
        ["account_id", "elder_lookup"],
        unique=True,
        postgresql_where="status IN ('pending', 'approved')",
    )
    op.create_index(op.f("proxies_account_id_id_idx"), "proxies", ["account_id", "id"], unique=False)
    op.create_index(op.f("proxies_decided_by_idx"), "proxies", ["decided_by"], unique=False)
    op.create_index(
        op.f("proxies_elder_lookup_idx"),
        "proxies",
        ["elder_lookup"],
        unique=False,
        postgresql_where="elder_id IS NULL AND status = 'pending'",
    )
    op.create_index(op.f("proxies_elder_id_status_idx"), "proxies", ["elder_id", "status"], unique=False)
    op.create_index(
        op.f("proxies_valid_until_idx"),
        "proxies",
        ["valid_until"],
        unique=False,
        postgresql_where="status IN ('pending', 'approved')",
    )
    op.create_foreign_key("accounts_resident_id_fkey", "accounts", "residents", ["resident_id"], ["id"])
    op.create_foreign_key(
        "organisation_members_resident_id_fkey", "organisation_members", "residents", ["resident_id"], ["id"]
    )


def downgrade() -> None:
    op.drop_constraint("organisation_members_resident_id_fkey", "organisation_members", type_="foreignkey")
    op.drop_constraint("accounts_resident_id_fkey", "accounts", type_="foreignkey")
    op.drop_index(
        op.f("proxies_valid_until_idx"),
        table_name="proxies",
        postgresql_where="status IN ('pending', 'approved')",
    )
    op.drop_index(
        op.f("proxies_elder_lookup_idx"),
        table_name="proxies",
        postgresql_where="elder_id IS NULL AND status = 'pending'",
    )
    op.drop_index(op.f("proxies_elder_id_status_idx"), table_name="proxies")
    op.drop_index(op.f("proxies_decided_by_idx"), table_name="proxies")
    op.drop_index(op.f("proxies_account_id_id_idx"), table_name="proxies")
    op.drop_index(
        op.f("proxies_account_id_elder_lookup_idx"),
        table_name="proxies",
        postgresql_where="status IN ('pending', 'approved')",
    )
    op.drop_table("proxies")
    op.drop_index(op.f("residents_verified_by_idx"), table_name="residents")
    op.drop_index(op.f("residents_registered_by_idx"), table_name="residents")
    op.drop_index(op.f("residents_region_code_id_idx"), table_name="residents")
    op.drop_index(op.f("residents_phone_lookup_idx"), table_name="residents")
    op.drop_index(
        op.f("residents_name_idx"), table_name="residents", postgresql_ops={"name": "varchar_pattern_ops"}
    )
    op.drop_index(
        op.f("residents_id_number_lookup_idx"),
        table_name="residents",
        postgresql_where="id_number_lookup IS NOT NULL AND claim_of IS NULL AND status <> 'rejected'",
    )
    op.drop_index(
        op.f("residents_claim_of_idx"), table_name="residents", postgresql_where="claim_of IS NOT NULL"
    )
    op.drop_table("residents")
