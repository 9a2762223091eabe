"""Proxies in full: what shows the relation, how the elder agreed, who acted, and reminders of the end."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_WAYS = sa.Enum(
    "app",
    "sms_code",
    "paper",
    "worker",
    name="agreementway",
    native_enum=False,
    create_constraint=True,
    length=40,
)
_ACTING_AS = sa.Enum("proxy", "staff", name="actingas", native_enum=False, create_constraint=True, length=40)
_FILES = ("proof_id", "attachment_id")


def upgrade() -> None:
    columns: list[sa.Column[Any]] = [
        *(sa.Column(name, sa.Uuid(), nullable=True) for name in _FILES),
        sa.Column("agreed_way", _WAYS, nullable=True),
        sa.Column("witness", sa.String(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("acted_by_account_id", sa.Uuid(), nullable=True),
        sa.Column("acted_by_name", sa.String(), nullable=True),
        sa.Column("acted_by_as", _ACTING_AS, nullable=True),
    ]
    for column in columns:
        op.add_column("proxies", column)
    op.alter_column("proxies", "reminders", server_default=None)
    # Whoever approved before the way was asked did so online, or as the worker who is noted.
    op.execute(
        "UPDATE proxies SET agreed_way = CASE WHEN decided_by IN (SELECT id FROM accounts WHERE kind = 'staff')"
        " THEN 'worker' ELSE 'app' END WHERE decided_at IS NOT NULL AND status <> 'refused'"
    )
    op.create_check_constraint(
        op.f("proxies_agreed_way_check"), "proxies", "status <> 'approved' OR agreed_way IS NOT NULL"
    )
    for name in _FILES:
        op.create_foreign_key(op.f(f"proxies_{name}_fkey"), "proxies", "files", [name], ["id"])
        op.create_index(op.f(f"proxies_{name}_idx"), "proxies", [name])


def downgrade() -> None:
    op.drop_constraint(op.f("proxies_agreed_way_check"), "proxies")
    for name in (
        "acted_by_as",
        "acted_by_name",
        "acted_by_account_id",
        "reminders",
        "witness",
        "agreed_way",
        *_FILES,
    ):
        op.drop_column("proxies", name)
