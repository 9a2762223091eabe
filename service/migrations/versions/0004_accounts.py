"""The tables of accounts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # For the exclusion constraint that keeps the administrators apart.
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "resident", "staff", name="accountkind", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("username", sa.String(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("password_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind = 'resident' OR resident_id IS NULL", name=op.f("accounts_staff_is_not_resident_check")
        ),
        sa.CheckConstraint(
            "kind = 'resident' OR username IS NOT NULL", name=op.f("accounts_staff_username_check")
        ),
        sa.CheckConstraint("username = lower(username)", name=op.f("accounts_username_case_check")),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("accounts_resident_id_fkey"), use_alter=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("accounts_pkey")),
        sa.UniqueConstraint("username", name=op.f("accounts_username_key")),
    )
    op.create_index(op.f("accounts_resident_id_idx"), "accounts", ["resident_id"], unique=False)
    op.create_index(
        "accounts_staff_idx", "accounts", ["id"], unique=False, postgresql_where=sa.text("kind = 'staff'")
    )
    op.create_table(
        "login_failures",
        sa.Column("username_key", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("username_key", name=op.f("login_failures_pkey")),
    )
    op.create_index(
        op.f("login_failures_last_failed_at_idx"), "login_failures", ["last_failed_at"], unique=False
    )
    op.create_table(
        "account_duties",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
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
            nullable=False,
        ),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("functions", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("stands_in_for", sa.Uuid(), nullable=True),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("account_id"), "="),
            (
                sa.text(
                    "(CASE WHEN role IN ('system_admin', 'security_admin', 'auditor') THEN role ELSE 'other' END)"
                ),
                "<>",
            ),
            (sa.text("daterange(valid_from, valid_until, '[]')"), "&&"),
            where=sa.text("revoked_at IS NULL"),
            using="gist",
            name="account_duties_administrators_apart",
        ),
        sa.CheckConstraint(
            "(organisation_id IS NOT NULL) = (role IN ('operator_manager', 'dispatcher', 'caregiver')) AND (region_code IS NULL) = (role IN ('system_admin', 'security_admin', 'auditor') OR role IN ('operator_manager', 'dispatcher', 'caregiver'))",
            name=op.f("account_duties_place_by_role_check"),
        ),
        sa.CheckConstraint("granted_by <> account_id", name=op.f("account_duties_granted_by_another_check")),
        sa.CheckConstraint(
            "stands_in_for <> account_id", name=op.f("account_duties_stand_in_for_another_check")
        ),
        sa.CheckConstraint(
            "stands_in_for IS NULL OR valid_until IS NOT NULL",
            name=op.f("account_duties_stand_in_ends_check"),
        ),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= valid_from", name=op.f("account_duties_stretch_check")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("account_duties_account_id_fkey")),
        sa.ForeignKeyConstraint(["granted_by"], ["accounts.id"], name=op.f("account_duties_granted_by_fkey")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("account_duties_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("account_duties_region_code_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["stands_in_for"], ["accounts.id"], name=op.f("account_duties_stands_in_for_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("account_duties_pkey")),
    )
    op.create_index(op.f("account_duties_account_id_idx"), "account_duties", ["account_id"], unique=False)
    op.create_index(op.f("account_duties_granted_by_idx"), "account_duties", ["granted_by"], unique=False)
    op.create_index(
        op.f("account_duties_organisation_id_idx"), "account_duties", ["organisation_id"], unique=False
    )
    op.create_index(op.f("account_duties_region_code_idx"), "account_duties", ["region_code"], unique=False)
    op.create_index(
        op.f("account_duties_stands_in_for_idx"), "account_duties", ["stands_in_for"], unique=False
    )
    op.create_table(
        "account_identities",
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("account_identities_account_id_fkey")
        ),
        sa.PrimaryKeyConstraint("provider", "subject", name=op.f("account_identities_pkey")),
    )
    op.create_index(
        op.f("account_identities_account_id_idx"), "account_identities", ["account_id"], unique=False
    )
    op.create_table(
        "account_passwords",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("account_passwords_account_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("account_passwords_pkey")),
    )
    op.create_index(
        op.f("account_passwords_account_id_id_idx"), "account_passwords", ["account_id", "id"], unique=False
    )
    op.create_table(
        "login_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "ended_because",
            sa.Enum(
                "logged_out",
                "token_reused",
                "password_changed",
                "disabled",
                name="endedbecause",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("login_sessions_account_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("login_sessions_pkey")),
    )
    op.create_index(op.f("login_sessions_account_id_idx"), "login_sessions", ["account_id"], unique=False)
    op.create_index(op.f("login_sessions_ended_at_idx"), "login_sessions", ["ended_at"], unique=False)
    op.create_index(op.f("login_sessions_expires_at_idx"), "login_sessions", ["expires_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("login_sessions_expires_at_idx"), table_name="login_sessions")
    op.drop_index(op.f("login_sessions_ended_at_idx"), table_name="login_sessions")
    op.drop_index(op.f("login_sessions_account_id_idx"), table_name="login_sessions")
    op.drop_table("login_sessions")
    op.drop_index(op.f("account_passwords_account_id_id_idx"), table_name="account_passwords")
    op.drop_table("account_passwords")
    op.drop_index(op.f("account_identities_account_id_idx"), table_name="account_identities")
    op.drop_table("account_identities")
    op.drop_index(op.f("account_duties_stands_in_for_idx"), table_name="account_duties")
    op.drop_index(op.f("account_duties_region_code_idx"), table_name="account_duties")
    op.drop_index(op.f("account_duties_organisation_id_idx"), table_name="account_duties")
    op.drop_index(op.f("account_duties_granted_by_idx"), table_name="account_duties")
    op.drop_index(op.f("account_duties_account_id_idx"), table_name="account_duties")
    op.drop_table("account_duties")
    op.drop_index(op.f("login_failures_last_failed_at_idx"), table_name="login_failures")
    op.drop_table("login_failures")
    op.drop_index("accounts_staff_idx", table_name="accounts", postgresql_where=sa.text("kind = 'staff'"))
    op.drop_index(op.f("accounts_resident_id_idx"), table_name="accounts")
    op.drop_table("accounts")
