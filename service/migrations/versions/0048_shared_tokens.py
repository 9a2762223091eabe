"""A provider's token is renewed by one process at a time, and noted where the provider would not know it."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

_TABLE = "provider_tokens"
_NEW = ("renewing_until", "refused_at", "forced_at")
_MOMENT = sa.DateTime(timezone=True)
_EMPTY_AT_FIRST: tuple[tuple[str, sa.types.TypeEngine[Any]], ...] = (
    ("sealed", sa.LargeBinary()),
    ("kept_at", _MOMENT),
    ("expires_at", _MOMENT),
)


def upgrade() -> None:
    for column, kind in _EMPTY_AT_FIRST:
        op.alter_column(_TABLE, column, existing_type=kind, nullable=True)
    for column in _NEW:
        op.add_column(_TABLE, sa.Column(column, _MOMENT, nullable=True))


def downgrade() -> None:
    # A token can be asked for again.
    op.execute("DELETE FROM provider_tokens")
    for column in reversed(_NEW):
        op.drop_column(_TABLE, column)
    for column, kind in _EMPTY_AT_FIRST:
        op.alter_column(_TABLE, column, existing_type=kind, nullable=False)
