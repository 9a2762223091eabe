"""Identities that people can see and remove, proofs, tokens that are shared, and one-time codes."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


ENDED_BECAUSE = ("logged_out", "token_reused", "password_changed", "disabled")


def upgrade() -> None:
    op.add_column("account_identities", sa.Column("id", sa.Uuid(), nullable=True))
    op.execute("UPDATE account_identities SET id = gen_random_uuid()")
    op.alter_column("account_identities", "id", nullable=False)
    op.add_column("account_identities", sa.Column("hint", sa.String(), nullable=True))
    op.create_index(op.f("account_identities_id_idx"), "account_identities", ["id"], unique=True)
    op.create_index(op.f("account_identities_account_id_id_idx"), "account_identities", ["account_id", "id"])
    op.drop_index(op.f("account_identities_account_id_idx"), table_name="account_identities")
    _let_logins_end_because((*ENDED_BECAUSE, "identity_removed"))
    op.create_table(
        "account_proofs",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("id_number_lookup", sa.LargeBinary(), nullable=False),
        sa.Column("name_lookup", sa.LargeBinary(), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("account_proofs_account_id_fkey")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("account_proofs_pkey")),
    )
    op.add_column("residents", sa.Column("proved_by", sa.String(), nullable=True))
    op.create_table(
        "provider_tokens",
        sa.Column("app_key", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("app_key", name=op.f("provider_tokens_pkey")),
    )
    op.create_table(
        "one_time_codes",
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("place", name=op.f("one_time_codes_pkey")),
    )
    op.create_index(op.f("one_time_codes_id_idx"), "one_time_codes", ["id"], unique=True)
    op.create_index(op.f("one_time_codes_expires_at_idx"), "one_time_codes", ["expires_at"])
    op.create_table(
        "code_counts",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("code_counts_pkey")),
    )
    op.create_index(op.f("code_counts_over_at_idx"), "code_counts", ["over_at"])


def downgrade() -> None:
    op.drop_table("code_counts")
    op.drop_table("one_time_codes")
    op.drop_table("provider_tokens")
    op.drop_column("residents", "proved_by")
    op.drop_table("account_proofs")
    op.execute(
        "UPDATE login_sessions SET ended_because = 'logged_out' WHERE ended_because = 'identity_removed'"
    )
    _let_logins_end_because(ENDED_BECAUSE)
    op.create_index(op.f("account_identities_account_id_idx"), "account_identities", ["account_id"])
    op.drop_index(op.f("account_identities_account_id_id_idx"), table_name="account_identities")
    op.drop_index(op.f("account_identities_id_idx"), table_name="account_identities")
    op.drop_column("account_identities", "hint")
    op.drop_column("account_identities", "id")


def _let_logins_end_because(reasons: tuple[str, ...]) -> None:
    op.drop_constraint(op.f("login_sessions_endedbecause_check"), "login_sessions", type_="check")
    listed = ", ".join(f"'{reason}'" for reason in reasons)
    op.create_check_constraint(
        op.f("login_sessions_endedbecause_check"), "login_sessions", f"ended_because IN ({listed})"
    )
