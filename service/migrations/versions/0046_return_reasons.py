"""Why a settlement was given back, street by street; what is in the settlement itself is said to all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

_TABLE = "care_settlement_return_reasons"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("settlement_id", sa.Uuid(), nullable=False),
        sa.Column("street_code", sa.String(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f(f"{_TABLE}_made_by_fkey")),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["care_settlements.id"], name=op.f(f"{_TABLE}_settlement_id_fkey")
        ),
        sa.ForeignKeyConstraint(["street_code"], ["regions.code"], name=op.f(f"{_TABLE}_street_code_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"{_TABLE}_pkey")),
    )
    op.create_index(op.f(f"{_TABLE}_made_by_idx"), _TABLE, ["made_by"])
    op.create_index(op.f(f"{_TABLE}_settlement_id_street_code_idx"), _TABLE, ["settlement_id", "street_code"])
    op.create_index(op.f(f"{_TABLE}_street_code_idx"), _TABLE, ["street_code"])


def downgrade() -> None:
    op.drop_table(_TABLE)
